"""The simulated Discord that the tests talk to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import discord as dpy
import simcord
from api_schema import check_by_schema

from bot.content.cache import Cache
from bot.render import limits
from bot.transports.discord.client import AjarClient


@dataclass
class Discord:
    """One server, one channel, and two people in it."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    ada: simcord.MemberActor
    ben: simcord.MemberActor

    @property
    def me(self) -> str:
        """What a person writes to mention the bot."""
        return f"<@{self.env.bot.user.id}>"

    @property
    def last(self) -> dpy.Message:
        return self.channel.last_message

    def answers(self) -> list[dpy.Message]:
        """The bot's public messages in the channel, oldest first."""
        return [m for m in self.channel.history() if m.author.id == self.env.bot.user.id]

    async def restart(self) -> None:
        """A new process: another client, the same engine and the same Discord."""
        old = self.env.bot
        desk = old.clicks
        await self.env.restart_bot(AjarClient(desk.words.content, desk.engine, Cache(None)))


def check_all_payloads(env: simcord.Env) -> None:
    """Every message, form and command that went to Discord kept the limits, is of the form that
    its API has, and pinged nobody."""
    check_by_schema(env)
    for body in bodies(env):
        assert limits.validate(body) == []
        if "content" in body or ("components" in body and "title" not in body):
            mentions = body["allowed_mentions"]
            assert mentions.get("parse") == []
            assert not mentions.get("replied_user")
            assert not mentions.get("users")


def bodies(env: simcord.Env) -> Iterator[dict]:
    for request in env.http_requests:
        if request.method == "GET" or request.json is None:
            continue
        sent = request.json if isinstance(request.json, list) else [request.json]
        for body in sent:
            data = body.get("data", body)
            if data and set(data) & {"content", "choices", "title", "description", "components"}:
                yield data


Shown = dpy.Message | simcord.ResponseMessage


def parts(message: Shown) -> list[dict]:
    """Every component of a message, nested ones included, in the order of a reader."""
    trees = [each if isinstance(each, dict) else each.to_dict() for each in message.components]
    return list(limits.walk(trees))


def labels(message: Shown) -> list[str]:
    """The labels of all buttons, and of all options of selects."""
    found = []
    for each in parts(message):
        if each["type"] in (limits.BUTTON, limits.SELECT):
            found += [option["label"] for option in each.get("options", [each])]
    return found


def said(message: Shown) -> str:
    """All the text of a message, in whichever form it comes."""
    embeds = [each.description or "" for each in message.embeds]
    texts = [each["content"] for each in parts(message) if each["type"] == limits.TEXT]
    return "\n".join(filter(None, (message.content, *embeds, *texts)))
