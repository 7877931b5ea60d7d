"""What `ajar doctor` asks Discord: the token, the servers, the commands, the clock."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp
import discord

from bot.checkup import Finding, bad, good, skipped
from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.engine import Message
from bot.errors import AjarError
from bot.naming import Naming
from bot.operations.metrics import Presence
from bot.render.discord_words import Words
from bot.reply import Reply
from bot.storage.memory import MemoryStore
from bot.transports.discord.commands import Tree
from bot.transports.discord.desk import Desk
from bot.transports.discord.places import Places
from bot.transports.discord.sync import digest_of, manifest
from bot.transports.discord.told import remembered
from bot.transports.invite import PERMISSIONS, invite

SECONDS: Final = 10.0
UNREACHED: Final = "Discord can't be reached"
CLOCK_SECONDS: Final = 30.0
MOST_GUILDS: Final = 200
TOKENLESS: Final = "no DISCORD_TOKEN is set"
ABOUT_A_TOKEN: Final = ("token", "intents", "servers", "commands")
PRIVILEGED: Final = (
    "gateway_presence",
    "gateway_presence_limited",
    "gateway_guild_members",
    "gateway_guild_members_limited",
    "gateway_message_content",
    "gateway_message_content_limited",
)
Manifest = list[dict[str, Any]]


class _Nobody:
    """Stands where commands want a program behind them, for a list that nobody calls."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.naming = Naming()
        self.listeners: list[Callable[[Content], object]] = []

    async def handle(self, message: Message) -> Reply:
        raise AjarError("No program is running.")

    async def reload(self) -> Content:
        raise AjarError("No program is running.")

    def watch(self, look: Callable[[], Presence]) -> None:
        raise AjarError("No program is running.")

    def listen(self, renew: Callable[[Content], object]) -> None:
        self.listeners.append(renew)


async def manifest_of(content: Content) -> Manifest:
    """The commands as a bot with this content tells them to Discord."""
    nobody = _Nobody()
    client = _client()
    tree = Tree(client, Desk(Words(content), nobody, Places(None)), nobody)
    await tree.set_translator(tree.localiser)
    return await manifest(tree)


def _client() -> discord.Client:
    """One that never connects to the gateway."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    return discord.Client(intents=discord.Intents(guilds=True))


async def examine(
    token: str, commands: Manifest | None, cache: Cache, clock: Callable[[], float] = time.time
) -> AsyncIterator[Finding]:
    """The findings in order; `commands` is None where the content can't be read."""
    network = await _network(clock, is_needed=bool(token))
    for finding in network:
        yield finding
    if network[0].state != "good":
        for name in ABOUT_A_TOKEN:
            yield skipped(name, UNREACHED)
        return
    if not token:
        for name in ABOUT_A_TOKEN:
            yield skipped(name, TOKENLESS)
        return
    client = _client()
    async with client:
        async for finding in _with_token(client, token, commands, cache):
            yield finding


async def _network(clock: Callable[[], float], *, is_needed: bool) -> list[Finding]:
    """Whether Discord answers, and by its answer's date whether the clock is right."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.get(f"{discord.http.Route.BASE}/gateway") as response,
        ):
            date = response.headers.get("Date", "")
    except (aiohttp.ClientError, OSError):
        fix = "check the network and whether a firewall lets https://discord.com through"
        offline = bad("network", UNREACHED, fix) if is_needed else skipped("network", UNREACHED)
        return [offline, skipped("clock", UNREACHED)]
    try:
        off = clock() - parsedate_to_datetime(date).timestamp()
    except ValueError:
        return [good("network", "Discord answers"), skipped("clock", "Discord told no time")]
    if abs(off) > CLOCK_SECONDS:
        what = f"this machine's clock is {abs(off):.0f} s {'ahead' if off > 0 else 'behind'}"
        clock_finding = bad("clock", what, "switch time synchronisation (NTP) on")
    else:
        clock_finding = good("clock", "agrees with Discord's")
    return [good("network", "Discord answers"), clock_finding]


async def _with_token(
    client: discord.Client, token: str, commands: Manifest | None, cache: Cache
) -> AsyncIterator[Finding]:
    try:
        await client.login(token)
    except discord.LoginFailure:
        fix = "copy it anew from the Bot page of your application and set DISCORD_TOKEN"
        yield bad("token", "Discord does not accept it", fix)
        for name in ABOUT_A_TOKEN[1:]:
            yield skipped(name, "it needs a valid token")
        return
    application = client.application
    assert application is not None
    assert client.user is not None  # login fetched both
    yield good("token", f"belongs to {client.user}, application {application.id}")
    yield _intents(application)
    for name, look in (("servers", _servers), ("commands", _commands)):
        yield await _looked(name, look(client, application.id, commands, cache))


async def _looked(name: str, look: Awaitable[Finding]) -> Finding:
    try:
        return await look
    except discord.HTTPException as error:
        return bad(name, f"Discord answered with an error ({error.status})", "try again later")


def _intents(application: discord.AppInfo) -> Finding:
    switched_on = [name for name in PRIVILEGED if getattr(application.flags, name)]
    if not switched_on:
        return good("intents", "none of the privileged ones is on, and none is needed")
    return bad(
        "intents",
        "a privileged intent is on that Ajar does not use",
        "switch the Privileged Gateway Intents off on the application's Bot page",
    )


async def _servers(
    client: discord.Client, application: int, _: Manifest | None, __: Cache
) -> Finding:
    """The bot's permissions in each server; a channel may still take some away."""
    guilds: list[Any] = list(await client.http.get_guilds(MOST_GUILDS))
    if not guilds:
        return bad("servers", "the bot is in none", f"invite it: {invite(str(application))}")
    lacking = [
        f"{guild['name']}: {', '.join(missing)}"
        for guild in guilds
        if (missing := _missing(discord.Permissions(int(guild["permissions"]))))
    ]
    if not lacking:
        return good("servers", f"the bot may do all it needs in {len(guilds)} of {len(guilds)}")
    fix = f"give its role these permissions, or invite it anew: {invite(str(application))}"
    return bad("servers", "permissions are missing in " + "; ".join(lacking), fix)


def _missing(held: discord.Permissions) -> list[str]:
    if held.administrator:
        return []
    return [
        name
        for name, wanted in discord.Permissions(PERMISSIONS)
        if wanted and not getattr(held, name)
    ]


async def _commands(
    client: discord.Client, application: int, commands: Manifest | None, cache: Cache
) -> Finding:
    """Whether Discord has every command, and the last list it was told is the present one."""
    if commands is None:
        return skipped("commands", "they are made of the content, which can't be read")
    known: list[Any] = list(await client.http.get_global_commands(application))
    there = {(each["type"], each["name"]) for each in known}
    wanted = {(int(each.get("type", 1)), each["name"]) for each in commands}
    told = remembered(cache, application)
    if there == wanted and told is not None and told["digest"] == digest_of(commands):
        return good("commands", f"all {len(wanted)} are up to date")
    fix = "start the bot: it tells Discord by itself"
    if there != wanted:
        names = ", ".join(sorted(name for _, name in there ^ wanted))
        return bad("commands", f"Discord's list differs in {names}", fix)
    what = "which texts Discord has for them is not known here"
    return skipped("commands", f"{what}; the next start tells them anew")
