"""`ajar doctor`: looks at everything that the bot needs, and says how to mend what is wrong."""

from __future__ import annotations

import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from bot.checkup import Finding, bad, good, skipped
from bot.content import checks
from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.content.snapshot import Content
from bot.encoder import manage
from bot.errors import AjarError, ContentError
from bot.settings import Settings
from bot.storage.address import parse
from bot.storage.inspecting import condition_of

MEGABYTE = 1e6
LEAST_FREE = 200 * MEGABYTE
STANDS = {
    "new": "not there yet; the first start makes it",
    "current": "there, with the schema of this version",
    "older": "there, with an older schema; the next start brings it up (make a backup first)",
}


async def doctor(settings: Settings) -> int:
    """Prints one line a finding; the exit code is 1 where something is bad."""
    found = [finding async for finding in _shown(settings)]
    count = sum(each.state == "bad" for each in found)
    print(f"\n{count} to mend." if count else "\nNothing to mend.")
    return 1 if count else 0


async def _shown(settings: Settings) -> AsyncIterator[Finding]:
    async for finding in findings(settings):
        print(finding, flush=True)
        yield finding


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """All findings, first those that need no network."""
    from bot.transports.discord.checkup import examine, manifest_of

    yield good("python", sys.version.split()[0])
    yield _disk(settings)
    yield await _database(settings)
    pack = Pack(settings.content or default_root())
    content = _content(pack)
    yield content if isinstance(content, Finding) else _checked(pack)
    yield _encoder(settings)
    manifest = None if isinstance(content, Finding) else await manifest_of(content)
    token = settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
    async for finding in examine(token, manifest, Cache(settings.cache_dir)):
        yield finding


def _disk(settings: Settings) -> Finding:
    """The room where the database and the cache are, each on the nearest folder that exists."""
    file = parse(settings.database).file
    folders = [each for each in (file and file.parent, settings.cache_dir) if each]
    if not folders:
        return skipped("disk", "nothing is kept on this machine")
    nearest = [next(p for p in (each, *each.parents) if p.exists()) for each in folders]
    where = min(nearest, key=lambda folder: shutil.disk_usage(folder).free)
    free = shutil.disk_usage(where).free / MEGABYTE
    if free * MEGABYTE < LEAST_FREE:
        return bad("disk", f"only {free:,.0f} MB are free in {where}", "make room there")
    return good("disk", f"{free:,.0f} MB are free")


async def _database(settings: Settings) -> Finding:
    try:
        condition = await condition_of(settings.database)
    except AjarError as error:
        return bad("database", str(error).rstrip("."), "see AJAR_DATABASE in the readme")
    if condition == "newer":
        what = "it was written by a newer version of Ajar"
        return bad("database", what, "install that version, or name another in AJAR_DATABASE")
    return good("database", STANDS[condition])


def _content(pack: Pack) -> Content | Finding:
    try:
        return load_content(pack, Cache(None))
    except ContentError as error:
        what = f"{len(error.problems)} problems, the first: {error.problems[0]}"
        return bad("content", what, "run `ajar check` and mend what it lists")


def _checked(pack: Pack) -> Finding:
    problems = checks.check(pack)
    if problems:
        what = f"{len(problems)} problems, the first: {problems[0]}"
        return bad("content", what, "run `ajar check` and mend what it lists")
    return good("content", f"{len(pack.paths)} files without a problem")


def _encoder(settings: Settings) -> Finding:
    folder: Path | None = settings.encoder or settings.cache_dir
    if settings.semantic == "off" or folder is None:
        return skipped("encoder", "it is switched off")
    found = manage.status(folder)
    if found.state == "damaged":
        return bad("encoder", f"{found.path} is damaged", "run `ajar encoder install`")
    if found.state == "installed" and not found.missing:
        return good("encoder", found.name)
    what = f"it lacks {', '.join(found.missing)}" if found.missing else "it is not installed"
    if settings.semantic == "on":
        return bad("encoder", what, "run `ajar encoder install`, or set AJAR_SEMANTIC=auto")
    return skipped("encoder", f"{what}; Ajar works by words and letters")
