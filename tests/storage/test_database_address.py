"""How the address of a database is read."""

from __future__ import annotations

import pytest

from bot.errors import StorageError
from bot.storage.address import parse


@pytest.mark.parametrize(
    ("text", "driver", "name", "place"),
    [
        ("log.db", "sqlite", "log.db", "log.db"),
        ("/srv/log.db", "sqlite", "/srv/log.db", "/srv/log.db"),
        ("sqlite:///log.db", "sqlite", "log.db", "log.db"),
        ("sqlite+aiosqlite:////srv/log.db", "sqlite", "/srv/log.db", "/srv/log.db"),
        ("sqlite://", "sqlite", ":memory:", ":memory:"),
        ("postgresql:///ajar", "postgresql+asyncpg", "ajar", "postgresql:///ajar"),
        (
            "postgresql+asyncpg://anna:s3cret@db.example:5433/ajar",
            "postgresql+asyncpg",
            "ajar",
            "postgresql://anna:***@db.example:5433/ajar",
        ),
    ],
)
def test_an_address_names_driver_and_place(text: str, driver: str, name: str, place: str) -> None:
    address = parse(text)
    assert address.url.drivername == driver
    assert address.url.database == name
    assert address.place == place


def test_options_and_password_reach_the_driver() -> None:
    address = parse("postgres://anna:s3cret@db.example/ajar?sslmode=require&timeout=3")
    assert address.url.password == "s3cret"
    assert address.url.query == {"ssl": "require", "timeout": "3"}


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "is empty: write sqlite:///PATH"),
        ("mysql://anna@db.example/ajar", "the address says mysql: write sqlite:///PATH"),
        ("mongodb://anna:s3cret@db.example/ajar", "the address says mongodb"),
        ("sqlite:log.db", "can't be read: write sqlite:///PATH"),
        ("sqlite://log.db", "lacks a slash before the path: write sqlite:///PATH"),
        ("postgresql://anna:s3cret@db.example:port/ajar", "can't be read"),
    ],
)
def test_an_address_that_can_not_be_used_says_what_to_write(text: str, advice: str) -> None:
    with pytest.raises(StorageError) as caught:
        parse(text)
    assert advice in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_the_home_of_an_account_that_is_not_there_is_refused_in_a_sentence() -> None:
    with pytest.raises(StorageError, match="home folder in ~nobody-of-this-name/x is not known"):
        parse("~nobody-of-this-name/x")
