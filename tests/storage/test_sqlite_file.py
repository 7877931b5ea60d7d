"""A database that is a file: where it lies, and what can be wrong with it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from storing import ANNA, outcome, raw, said

from bot.errors import StorageError
from bot.storage import engine
from bot.storage.sql import SqlStore
from bot.storage.store import Session

NOBODY = 65534


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)


@pytest.fixture
def common_folder() -> Iterator[Path]:
    """A folder that everybody may enter, and in it an account that may write nothing unasked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def as_nobody(common_folder: Path) -> Iterator[None]:
    """The superuser may write to any file, so it steps down for the test."""
    account = os.geteuid()
    if account == 0:
        os.seteuid(NOBODY)
    yield
    os.seteuid(account)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


async def fill(file: Path) -> None:
    store = SqlStore(str(file))
    await store.open()
    await store.append(ANNA, said("hello"))
    await store.close()


async def test_every_way_to_write_the_address_means_the_same_file(tmp_path: Path) -> None:
    file = tmp_path / "data" / "of ajar%20" / "log.db"
    await fill(file)
    for address in (f"sqlite:///{file}", f"sqlite+aiosqlite:///{file}", f"  {file} "):
        store = SqlStore(address)
        await store.open()
        assert await store.read(ANNA.id) == said("hello")
        await store.close()
    assert names(file.parent) == ["log.db"]


async def test_a_path_may_begin_at_the_working_directory_or_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    await fill(Path("here/log.db"))
    await fill(Path("~/log.db"))
    assert (tmp_path / "here/log.db").exists()
    assert (tmp_path / "home/log.db").exists()


@pytest.mark.parametrize("address", [":memory:", "sqlite://", "sqlite:///:memory:"])
async def test_a_database_in_memory_needs_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.chdir(tmp_path)
    store = SqlStore(address)
    await store.open()
    await store.append(ANNA, said("hello"))
    assert await store.read(ANNA.id) == said("hello")
    await store.close()
    assert names(tmp_path) == []


async def test_the_file_is_set_up_for_quick_and_safe_turns(tmp_path: Path) -> None:
    store = SqlStore(str(tmp_path / "log.db"))
    await store.open()
    names = ("journal_mode", "foreign_keys", "synchronous", "secure_delete", "busy_timeout")
    values = [(await raw(store, f"PRAGMA {name}"))[0][0] for name in names]
    assert values == ["wal", 1, 1, 1, 10_000]
    await store.close()


async def test_erased_words_are_in_no_file_any_more(tmp_path: Path) -> None:
    store = SqlStore(str(tmp_path / "log.db"))
    await store.open()
    for number in range(30):
        session = Session(f"s-{number}", "anna" if number % 2 else "bob", f"channel {number}")
        await store.append(session, said("my secret plan " * 40, "more of the plan"))
    assert on_disk(tmp_path, b"secret plan", b"anna", b"bob") == [True, True, True]
    await store.erase("anna")
    assert on_disk(tmp_path, b"secret plan", b"anna", b"bob") == [True, False, True]
    await store.erase("bob")
    assert on_disk(tmp_path, b"secret plan", b"anna", b"bob") == [False, False, False]
    await store.close()


async def open_and_read(store: SqlStore) -> None:
    await store.open()
    await store.read(ANNA.id)


def on_disk(folder: Path, *words: bytes) -> list[bool]:
    """Whether each of the words is in any file of the folder."""
    content = b"".join(each.read_bytes() for each in folder.iterdir())
    return [each in content for each in words]


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    file.write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(StorageError, match=r"log\.db is not a sound SQLite .*from a backup"):
        await SqlStore(str(file)).open()
    assert file.read_bytes().startswith(b"Dear diary")


async def test_a_file_with_a_torn_page_is_reported_when_it_is_met(tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    await fill(file)
    size = file.stat().st_size
    with file.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * (size - 4096))
    store = SqlStore(str(file))
    assert await outcome(open_and_read(store)) == "StorageError"
    await store.close()


async def test_a_folder_instead_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"can't be opened: check that it is a file"):
        await SqlStore(str(tmp_path)).open()


async def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StorageError, match=r"folder .*taken can't be made: make it yourself"):
        await SqlStore(str(tmp_path / "taken" / "log.db")).open()


async def test_a_new_file_where_one_may_not_write_is_refused(
    common_folder: Path, as_nobody: None
) -> None:
    with pytest.raises(StorageError, match=r"can't be opened: .*may write to it"):
        await SqlStore(str(common_folder / "log.db")).open()


async def test_a_read_only_file_is_refused_at_the_start(common_folder: Path) -> None:
    file = common_folder / "log.db"
    await fill(file)
    file.chmod(0o444)
    account = os.geteuid()
    if account == 0:
        os.seteuid(NOBODY)
    try:
        with pytest.raises(StorageError, match=r"log\.db is read-only: give the account"):
            await SqlStore(str(file)).open()
    finally:
        os.seteuid(account)


async def test_a_file_opened_read_only_on_purpose_is_refused_too(tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    await fill(file)
    with pytest.raises(StorageError, match="is read-only"):
        await SqlStore(f"sqlite:///file:{file}?mode=ro&uri=true").open()


async def test_a_locked_file_is_reported_after_a_while(tmp_path: Path, impatient: None) -> None:
    file = tmp_path / "log.db"
    await fill(file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError, match=r"log\.db is locked by another program"):
        await SqlStore(str(file)).open()
    other.rollback()
    store = SqlStore(str(file))
    await store.open()
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match=r"is locked by another program: wait until"):
        await store.append(ANNA, said("me too", after=1))
    assert await store.read(ANNA.id) == said("hello"), "reading goes on"
    other.rollback()
    await store.append(ANNA, said("me too", after=1))
    other.close()
    await store.close()


async def test_a_full_disk_is_reported_and_nothing_is_half_kept(tmp_path: Path) -> None:
    store = SqlStore(str(tmp_path / "log.db"))
    await store.open()
    ((pages,),) = await raw(store, "PRAGMA page_count")
    await raw(store, f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(StorageError, match=r"disk is full: free some space"):
        await store.append(ANNA, said("short", "long " * 10_000))
    assert await store.get(ANNA.id) is None
    await store.append(ANNA, said("short"))
    await store.close()
