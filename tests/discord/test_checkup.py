"""What `ajar doctor` finds out at Discord, and what it says of this machine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import discord as dpy
import pytest
from local_api import Api

from bot.checkup import Finding
from bot.cli.doctor import doctor, findings
from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.settings import Settings
from bot.storage.sql import SqlStore
from bot.transports.discord.checkup import examine, manifest_of
from bot.transports.discord.sync import digest_of
from bot.transports.discord.told import SORT
from bot.transports.invite import PERMISSIONS, application_of, invite

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC).timestamp()
MAY_ALL = {"id": "5", "name": "Lab", "permissions": str(PERMISSIONS)}
OF_THIS_MACHINE = {"python", "disk", "database", "content", "encoder"}


async def examined(
    token: str, content: Content, cache: Cache | None = None, now: float = NOON
) -> dict[str, Finding]:
    found = examine(token, await manifest_of(content), cache or Cache(None), clock=lambda: now)
    return {finding.name: finding async for finding in found}


async def in_sync(api: Api, content: Content, folder: Path) -> Cache:
    """Discord knows the present commands, and the cache knows that it does."""
    cache, commands = Cache(folder), await manifest_of(content)
    api.commands = [{"type": each.get("type", 1), "name": each["name"]} for each in commands]
    cache.write_text(f"{SORT}-2", f'{{"digest": "{digest_of(commands)}", "ids": {{}}}}')
    return cache


async def test_a_bot_that_is_well_has_nothing_to_mend(
    content: Content, api: Api, tmp_path: Path
) -> None:
    api.guilds = [MAY_ALL]
    found = await examined("a.b.c", content, await in_sync(api, content, tmp_path))
    assert {name: each.state for name, each in found.items()} == dict.fromkeys(
        ("network", "clock", "token", "intents", "servers", "commands"), "good"
    )


async def test_without_a_token_what_needs_one_is_skipped(content: Content, api: Api) -> None:
    found = await examined("", content)
    assert found["network"].state == found["clock"].state == "good"
    assert {found[name].state for name in ("token", "intents", "servers", "commands")} == {
        "skipped"
    }


@pytest.mark.parametrize(("token", "state"), [("", "skipped"), ("a.b.c", "bad")])
async def test_without_a_network_only_a_bot_with_a_token_has_something_to_mend(
    content: Content, monkeypatch: pytest.MonkeyPatch, token: str, state: str
) -> None:
    monkeypatch.setattr(dpy.http.Route, "BASE", "http://127.0.0.1:1")
    found = await examined(token, content)
    assert found.pop("network").state == state
    assert {each.state for each in found.values()} == {"skipped"}


async def test_a_token_that_is_refused_says_where_to_get_another(
    content: Content, api: Api
) -> None:
    api.status = 401
    found = await examined("a.b.c", content)
    assert found["token"].state == "bad"
    assert "Bot page" in found["token"].mend
    assert found["servers"].state == "skipped"
    assert "a.b.c" not in "".join(map(str, found.values()))


async def test_a_server_where_something_may_not_be_done_is_named(
    content: Content, api: Api
) -> None:
    fewer = dpy.Permissions(PERMISSIONS)
    fewer.update(attach_files=False)
    boss = {
        "id": "6",
        "name": "Boss",
        "permissions": str(dpy.Permissions(administrator=True).value),
    }
    api.guilds = [MAY_ALL, {"id": "7", "name": "Attic", "permissions": str(fewer.value)}, boss]
    found = await examined("a.b.c", content)
    assert found["servers"].what.endswith("Attic: attach_files")
    assert invite("2") in found["servers"].mend


async def test_a_bot_that_is_nowhere_is_given_its_invitation(content: Content, api: Api) -> None:
    found = await examined("a.b.c", content)
    assert invite("2") in found["servers"].mend


async def test_a_privileged_intent_that_is_on_for_nothing_is_told(
    content: Content, api: Api
) -> None:
    api.flags = 1 << 18
    found = await examined("a.b.c", content)
    assert found["intents"].state == "bad"


async def test_commands_that_discord_lacks_are_named(
    content: Content, api: Api, tmp_path: Path
) -> None:
    cache = await in_sync(api, content, tmp_path)
    api.commands = [each for each in api.commands if each["name"] != "fits"]
    found = await examined("a.b.c", content, cache)
    assert found["commands"].state == "bad"
    assert "differs in fits" in found["commands"].what


@pytest.mark.parametrize(("off", "state"), [(0, "good"), (20, "good"), (-90, "bad"), (3600, "bad")])
async def test_a_clock_that_goes_wrong_is_noticed(
    content: Content, api: Api, off: int, state: str
) -> None:
    found = await examined("", content, now=NOON + off)
    assert found["clock"].state == state


# This machine


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.setattr(dpy.http.Route, "BASE", "http://127.0.0.1:1")
    database = f"sqlite:///{tmp_path / 'deep' / 'ajar.db'}"
    return Settings(database=database, cache_dir=tmp_path / "cache", semantic="auto")


async def test_a_new_machine_has_nothing_to_mend_and_nothing_is_made(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await doctor(settings) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line[6:].split()[0] for line in lines if line} >= OF_THIS_MACHINE
    assert lines[-1] == "Nothing to mend."
    assert files_in(tmp_path) == []


async def test_the_schema_of_the_database_is_told(settings: Settings) -> None:
    store = SqlStore(settings.database)
    await store.open()
    await store.close()
    found = {each.name: each async for each in findings(settings)}
    assert "schema of this version" in found["database"].what


async def test_content_with_a_problem_is_told_with_its_place(
    settings: Settings, tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    (pack / "knowledge").mkdir(parents=True)
    (pack / "intents").mkdir()
    broken = settings.model_copy(update={"content": pack})
    found = {each.name: each async for each in findings(broken)}
    assert found["content"].state == "bad"
    assert "ajar check" in found["content"].mend
    assert found["commands"].state == "skipped"


async def test_a_database_that_cannot_be_made_is_told(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    blocked = settings.model_copy(update={"database": f"sqlite:///{tmp_path / 'file' / 'a.db'}"})
    found = {each.name: each async for each in findings(blocked)}
    assert found["database"].state == "bad"


# The invitation


def test_the_invitation_asks_for_what_the_bot_needs_and_nothing_else() -> None:
    wanted = dpy.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        create_public_threads=True,
        embed_links=True,
        attach_files=True,
        read_message_history=True,
    )
    assert wanted.value == PERMISSIONS
    link = invite("42")
    assert "client_id=42&permissions=309237763072&scope=bot%20applications.commands" in link


@pytest.mark.parametrize(
    ("token", "application"),
    [
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4.abc.def", "123456789012345678"),
        ("bm8gbnVtYmVy.a.b", None),
        ("ä.b.c", None),
        ("", None),
    ],
)
def test_the_application_is_read_off_the_token(token: str, application: str | None) -> None:
    assert application_of(token) == application
