"""Backups while people talk, what the rota keeps, and how one comes back."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storing import ANNA, NOON, said

from bot.errors import NewerSchema, StorageError
from bot.storage import backups, rota
from bot.storage.moving import Sum, sums
from bot.storage.restoring import restore
from bot.storage.sql import SqlStore
from bot.storage.store import Session, Snapshot

BOB = Session("s-bob", "bob \\ \ud83d", "general")


@pytest.fixture
async def talked(database: SqlStore) -> SqlStore:
    await database.append(ANNA, said("my secret plan", "tw\x00o \ud83d"), Snapshot(2, "fold", {}))
    await database.append(BOB, said("mine"))
    return database


async def held(address: str) -> dict[str, Sum]:
    store = SqlStore(address)
    await store.open()
    try:
        return await sums(store)
    finally:
        await store.close()


async def test_a_backup_holds_all_and_only_its_owner_may_read_it(
    talked: SqlStore, tmp_path: Path
) -> None:
    file = await backups.back_up(talked, tmp_path / "backups", NOON)
    assert file.name == "ajar-20260630T120000Z.db"
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert await held(str(file)) == await sums(talked)


async def test_a_backup_is_of_one_moment_though_people_go_on_talking(
    talked: SqlStore, tmp_path: Path
) -> None:
    async def talk_on() -> None:
        for number in range(1, 60):
            await talked.append(BOB, said("x" * 500, "y", after=2 * number - 1))

    _, file = await asyncio.gather(talk_on(), backups.back_up(talked, tmp_path, NOON))
    copy = SqlStore(str(file))
    await copy.open()
    kept = await copy.read(BOB.id)
    assert len(kept) % 2 == 1
    assert [each.sequence for each in kept] == list(range(1, len(kept) + 1))
    assert await copy.read(ANNA.id) == await talked.read(ANNA.id)
    await copy.close()


async def test_a_backup_where_one_may_not_write_leaves_nothing_half_done(
    talked: SqlStore, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StorageError):
        await backups.back_up(talked, tmp_path / "taken", NOON)
    assert (tmp_path / "taken").read_text() == "a file"


async def test_a_backup_comes_back_and_what_was_there_is_kept(address: str, tmp_path: Path) -> None:
    store = SqlStore(address)
    await store.open()
    await store.append(ANNA, said("one"))
    before = await sums(store)
    file = await backups.back_up(store, tmp_path / "b", NOON)
    await store.append(ANNA, said("two", after=1))
    after = await sums(store)
    await store.close()
    former = await restore(file, address, tmp_path / "b", NOON + timedelta(days=1))
    assert former
    assert await held(address) == before
    assert await held(str(former)) == after


async def test_a_damaged_file_is_put_right_by_a_backup(tmp_path: Path) -> None:
    place = tmp_path / "log.db"
    store = SqlStore(str(place))
    await store.open()
    await store.append(ANNA, said("one"))
    file = await backups.back_up(store, tmp_path / "b", NOON)
    await store.close()
    place.write_bytes(os.urandom(20_000))
    with pytest.raises(StorageError, match="restore it from a backup"):
        await held(str(place))
    await restore(file, str(place), tmp_path, NOON)
    store = SqlStore(str(place))
    await store.open()
    assert await store.read(ANNA.id) == said("one")
    await store.close()


async def test_a_file_in_use_is_not_replaced(tmp_path: Path) -> None:
    store = SqlStore(str(tmp_path / "log.db"))
    await store.open()
    await store.append(ANNA, said("one"))
    file = await backups.back_up(store, tmp_path / "b", NOON)
    with pytest.raises(StorageError, match=r"is in use: stop Ajar first"):
        await restore(file, str(tmp_path / "log.db"), tmp_path, NOON)
    await store.append(ANNA, said("two", after=1))
    await store.close()


@pytest.mark.parametrize("content", [b"", b"Dear diary, " * 500])
async def test_what_is_no_backup_is_refused_before_anything_is_touched(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "b.db").write_bytes(content)
    with pytest.raises(StorageError, match="choose another backup"):
        await restore(tmp_path / "b.db", str(tmp_path / "log.db"), tmp_path, NOON)
    assert not (tmp_path / "log.db").exists()


async def test_who_is_forgotten_is_in_no_backup_any_more(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    store = SqlStore(address, lambda user: backups.erase(folder, user))
    await store.open()
    await store.append(ANNA, said("my secret plan " * 400))
    await store.append(BOB, said("a garden of roses"))
    for days in range(3):
        await backups.back_up(store, folder, NOON + timedelta(days=days))
    for user, gone in ((ANNA.user, b"secret plan"), (BOB.user, b"roses")):
        assert all(gone in each.read_bytes() for each in folder.iterdir())
        await store.erase(user)
        assert not any(gone in each.read_bytes() for each in folder.iterdir())
    for each in folder.iterdir():
        rows = sqlite3.connect(each).execute("SELECT count(*) FROM sessions").fetchone()
        assert rows == (0,)
    await store.close()


async def test_a_backup_of_a_newer_program_is_refused_before_anything_is_touched(
    address: str, tmp_path: Path
) -> None:
    store = SqlStore(address)
    await store.open()
    await store.append(ANNA, said("one"))
    file = await backups.back_up(store, tmp_path / "b", NOON)
    await store.append(ANNA, said("two", after=1))
    before = await sums(store)
    await store.close()
    with closing(sqlite3.connect(file)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchema, match="of a newer version of this program"):
        await restore(file, address, tmp_path / "b", NOON + timedelta(days=1))
    assert await held(address) == before


DAYS = st.integers(0, 3650 * 24).map(lambda hours: NOON + timedelta(hours=hours))


@given(st.lists(DAYS, max_size=60))
def test_the_rota_keeps_few_and_always_the_newest(moments: list[datetime]) -> None:
    kept = rota.kept(moments)
    assert kept <= set(moments)
    assert len(kept) <= rota.DAILY + rota.WEEKLY + rota.MONTHLY
    assert not moments or max(moments) in kept
    assert rota.kept(kept) == kept


def test_a_year_of_daily_backups_comes_down_to_days_weeks_and_months() -> None:
    days = [datetime(2026, 1, 1, 3, tzinfo=UTC) + timedelta(days=n) for n in range(365)]
    kept = sorted((each.date().isoformat() for each in rota.kept(days)), reverse=True)
    assert kept[:7] == [f"2026-12-{day}" for day in range(31, 24, -1)]
    assert kept[7:] == [
        "2026-12-20", "2026-12-13", "2026-11-30", "2026-10-31", "2026-09-30", "2026-08-31",
        "2026-07-31",
    ]  # fmt: skip


def test_other_files_are_nobodys_backup(tmp_path: Path) -> None:
    for name in ("ajar.db", "ajar-20269999T000000Z.db", "ajar-20260630T120000Z.db.gz"):
        (tmp_path / name).write_text("mine")
    assert backups.found_in(tmp_path) == {}
    assert backups.prune(tmp_path) == []
    assert backups.found_in(tmp_path / "nowhere") == {}


def test_pruning_deletes_what_the_rota_lets_go(tmp_path: Path) -> None:
    for hour in range(5):
        (tmp_path / rota.name_of(NOON + timedelta(hours=hour))).write_text("")
    assert len(backups.prune(tmp_path)) == 4
    assert [each.name for each in tmp_path.iterdir()] == ["ajar-20260630T160000Z.db"]
