"""A database of every earlier schema, as it was written then, is brought up with all it holds.

`schemas/` keeps each schema as its own time made it, so that a change of the migrations shows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from storing import tell_server
from test_database_schema import differences

from bot.errors import Repeated
from bot.storage import checking, moving, schema
from bot.storage.address import parse
from bot.storage.sql import SqlStore
from bot.storage.store import Record, Session

SCHEMAS = Path(__file__).parent / "schemas"
REVISIONS = sorted({file.name.split(".")[0] for file in SCHEMAS.glob("*.sql")})
ANNA = Session("s-anna", "anna \x00 \\", "general")
LAST = datetime(2026, 7, 1, 12, tzinfo=UTC)


async def load(address: str, revision: str) -> None:
    """Writes the database as the program of that revision left it."""
    place = parse(address)
    text = (SCHEMAS / f"{revision}.{place.url.get_backend_name()}.sql").read_text()
    if place.file is None:
        await tell_server(text, database=str(place.url.database))
        return
    with closing(sqlite3.connect(place.file)) as connection:
        connection.executescript(text)


@pytest.fixture(params=REVISIONS)
async def upgraded(request: pytest.FixtureRequest, address: str) -> AsyncIterator[SqlStore]:
    await load(address, request.param)
    store = SqlStore(address)
    await store.open()
    assert await differences(address) == []
    yield store
    await store.close()


def test_every_schema_before_the_newest_is_kept() -> None:
    assert schema.known() - {schema.HEAD} <= set(REVISIONS)


async def test_all_that_was_said_is_there_and_the_talk_goes_on(upgraded: SqlStore) -> None:
    assert await upgraded.find(ANNA.user, "general") == ANNA
    records = await upgraded.read(ANNA.id)
    assert [each.sequence for each in records] == [1, 2, 3]
    assert records[0].data["text"] == "half \ud83d of a face"
    assert records[-1].at == LAST
    assert (await upgraded.read("s-bob"))[0].data["text"] == "what's open?"
    snapshot, later = await upgraded.resume(ANNA.id, "of this code")
    assert (snapshot, later) == (None, records)
    await upgraded.append(ANNA, [Record(4, LAST, {}, "discord:9")])
    assert len(await upgraded.read(ANNA.id)) == 4


async def test_it_is_sound_and_goes_by_age(upgraded: SqlStore) -> None:
    assert await upgraded.do(lambda c: checking.problems(c, moving.logged)) == []
    assert await upgraded.expire(LAST) == 1
    assert await upgraded.get(ANNA.id) == ANNA
    assert await upgraded.expire(LAST + timedelta(seconds=1)) == 1


@pytest.mark.parametrize("revision", [each for each in REVISIONS if each >= "0002"])
async def test_what_was_answered_before_the_upgrade_is_not_answered_again(
    address: str, revision: str
) -> None:
    await load(address, revision)
    store = SqlStore(address)
    await store.open()
    with pytest.raises(Repeated):
        await store.append(Session("s", "carl", "lab"), [Record(1, LAST, {}, "discord:1")])
    await store.close()


@pytest.mark.parametrize("revision", [each for each in REVISIONS if each >= "0003"])
async def test_how_a_server_was_set_up_is_kept(address: str, revision: str) -> None:
    await load(address, revision)
    store = SqlStore(address)
    await store.open()
    assert await store.settings_of("discord:7") == {"quiet": True}
    await store.close()


@pytest.mark.parametrize("revision", [each for each in REVISIONS if each >= "0005"])
async def test_which_channels_a_server_has_is_kept(address: str, revision: str) -> None:
    await load(address, revision)
    store = SqlStore(address)
    await store.open()
    assert await store.places_with_rooms() == {"discord:7": None}
    await store.close()
