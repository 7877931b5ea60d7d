"""The servers, channels and people of a made-up Discord, as the JSON that Discord sends."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]
EPOCH_MS = 1_420_070_400_000
# What `ajar invite` asks for.
ALLOWED = 309_237_763_072
TEXT, DIRECT, THREAD = 0, 1, 11
EPHEMERAL = 64


@dataclass(frozen=True)
class Guild:
    id: int
    channels: tuple[int, ...]


@dataclass
class World:
    """Everything has an id that grows, of the present time, as Discord's have."""

    me: int = 1
    allowed: int = ALLOWED
    guilds: dict[int, Guild] = field(default_factory=dict)
    home: dict[int, int] = field(default_factory=dict)
    history: dict[int, list[Json]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        start = int(time.time() * 1000) - EPOCH_MS
        # One a millisecond at first, so that servers spread over all shards.
        self._ids = (start + number << 22 for number in itertools.count(-100_000))
        self._events = (
            start + number // 4096 << 22 | number % 4096 for number in itertools.count()
        )

    def add_guild(self, channels: int = 1) -> Guild:
        guild = Guild(next(self._ids), tuple(next(self._ids) for _ in range(channels)))
        self.guilds[guild.id] = guild
        self.home.update(dict.fromkeys(guild.channels, guild.id))
        return guild

    def new_id(self) -> int:
        """The id of something that happens now."""
        return next(self._events)

    def message(self, channel: int, author: Json, content: str, **more: Any) -> Json:
        """A message that stands in the channel from now on."""
        self.history[channel].append(self.draft(channel, author, content) | more)
        return self.history[channel][-1]

    def draft(self, channel: int, author: Json, content: str) -> Json:
        """A message of now that stands nowhere yet."""
        guild = self.home.get(channel)
        made: Json = {
            "id": str(self.new_id()),
            "channel_id": str(channel),
            "author": author,
            "content": content,
            "timestamp": datetime.now(UTC).isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [user(self.me)] if f"<@{self.me}>" in content else [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "type": 0,
            "flags": 0,
        }
        if guild is not None:
            made |= {"guild_id": str(guild), "member": member(None)}
        return made

    def interaction(self, kind: int, channel: int, person: int, data: Json, **more: Any) -> Json:
        """An interaction of a kind: 2 a command, 3 a component, 5 a form."""
        guild = self.home.get(channel)
        made: Json = {
            "id": str(self.new_id()),
            "application_id": str(self.me),
            "type": kind,
            "token": f"token-{self.new_id()}",
            "version": 1,
            "data": data,
            "channel_id": str(channel),
            "channel": self.channel(channel),
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {},
            "attachment_size_limit": 10_485_760,
            "app_permissions": str(self.allowed),
        }
        if guild is None:
            return made | {"user": user(person), "context": 1} | more
        who = member(person) | {"permissions": str(self.allowed)}
        return made | {"guild_id": str(guild), "member": who, "context": 0} | more

    def channel(self, channel: int) -> Json:
        last = self.history[channel][-1]["id"] if self.history[channel] else None
        made: Json = {"id": str(channel), "last_message_id": last, "flags": 0}
        if channel not in self.home:
            return made | {"type": DIRECT, "recipients": []}
        return made | {
            "type": TEXT,
            "name": f"channel-{channel}",
            "guild_id": str(self.home[channel]),
            "position": 0,
            "permission_overwrites": [],
            "parent_id": None,
            "topic": None,
            "nsfw": False,
        }

    def thread(self, message: int, parent: int, name: str) -> Json:
        """The thread that begins with a message, and has its id."""
        self.home[message] = self.home[parent]
        kept: Json = {"archived": False, "auto_archive_duration": 1440, "locked": False}
        kept["archive_timestamp"] = datetime.now(UTC).isoformat()
        return {
            "id": str(message),
            "type": THREAD,
            "guild_id": str(self.home[parent]),
            "parent_id": str(parent),
            "owner_id": str(self.me),
            "name": name,
            "thread_metadata": kept,
            "message_count": 0,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "last_message_id": None,
            "flags": 0,
        }

    def guild(self, guild: Guild) -> Json:
        """What GUILD_CREATE tells of a server."""
        everyone: Json = {
            "id": str(guild.id),
            "name": "@everyone",
            "permissions": str(self.allowed),
        }
        everyone |= {"color": 0, "hoist": False, "position": 0, "managed": False}
        everyone |= {"mentionable": False, "flags": 0}
        return {
            "id": str(guild.id),
            "name": f"server-{guild.id}",
            "owner_id": "2",
            "unavailable": False,
            "large": False,
            "member_count": 100,
            "joined_at": datetime.now(UTC).isoformat(),
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_progress_bar_enabled": False,
            "preferred_locale": "en-US",
            "afk_timeout": 300,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "features": [],
            "emojis": [],
            "stickers": [],
            "roles": [everyone],
            "channels": [self.channel(each) for each in guild.channels],
            "threads": [],
            "members": [member(self.me)],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }


def user(number: int) -> Json:
    name = "Ajar" if number == 1 else f"person-{number}"
    base: Json = {"id": str(number), "username": name, "discriminator": "0", "avatar": None}
    return base | {"global_name": None, "bot": number == 1, "public_flags": 0}


def member(number: int | None) -> Json:
    """A member; without `user` where the message or interaction names it beside."""
    base: Json = {"roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False}
    base |= {"mute": False, "flags": 0, "nick": None}
    return base if number is None else base | {"user": user(number)}
