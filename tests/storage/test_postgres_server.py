"""A database behind a server: what can go wrong on the way, and what the operator is told."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url
from storing import ANNA, home_at, raw, said

from bot.errors import StorageError
from bot.storage.sql import SqlStore
from bot.storage.store import Session


async def test_a_server_that_does_not_run_is_named_without_the_password() -> None:
    store = SqlStore("postgres://anna:s3cret@127.0.0.1:1/ajar?sslmode=disable")
    with pytest.raises(StorageError, match=r"127\.0\.0\.1:1/ajar can't be reached") as caught:
        await store.open()
    assert "s3cret" not in str(caught.value)


async def test_a_database_that_does_not_exist_says_how_to_make_it(postgres: str) -> None:
    with pytest.raises(StorageError, match=r"does not exist: create it \(createdb\)"):
        await SqlStore(f"{postgres}_that_nobody_made").open()


async def test_a_user_whom_the_server_does_not_know_is_told(postgres: str) -> None:
    with pytest.raises(StorageError, match=r"refuses the user name or the password"):
        await SqlStore(postgres.replace("postgres@", "no_such_role@")).open()


async def test_an_unknown_option_of_the_address_is_named_as_the_fault(postgres: str) -> None:
    with pytest.raises(StorageError, match=r"option that asyncpg does not know: leave it out"):
        await SqlStore(f"{postgres}?no_such_option=1").open()


async def test_the_option_of_libpq_for_encryption_is_understood(postgres: str) -> None:
    home = home_at(f"{postgres}?sslmode=prefer")
    await (await home.store()).append(ANNA, said("hello"))
    await home.leave()


async def test_a_turn_finds_a_new_connection_when_the_server_dropped_the_old(postgres: str) -> None:
    home = home_at(postgres)
    store, other = await home.store(), await home.store()
    await store.append(ANNA, said("hello"))
    assert isinstance(other, SqlStore)
    await raw(
        other,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    await store.append(ANNA, said("still there?", after=1))
    assert len(await store.read(ANNA.id)) == 2
    await home.leave()


async def test_a_server_that_only_reads_is_reported(postgres: str) -> None:
    home = home_at(postgres)
    store = await home.store()
    assert isinstance(store, SqlStore)
    name = make_url(postgres).database
    await raw(store, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        with pytest.raises(StorageError, match="is read-only"):
            await SqlStore(postgres).open()
    finally:
        await raw(store, f"ALTER DATABASE {name} RESET default_transaction_read_only")
    await home.leave()


async def test_a_name_too_long_for_the_index_is_reported(postgres: str) -> None:
    home = home_at(postgres)
    store = await home.store()
    endless = "".join(chr(0x4E00 + number) for number in range(9000))
    with pytest.raises(StorageError, match=r"so long a name"):
        await store.append(Session("s", endless, "general"), said("hello"))
    await home.leave()
