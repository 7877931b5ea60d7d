"""Holds a reply against the limits of every renderer."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, size
from bot.render import discord as for_discord
from bot.render import discord_words, words
from bot.render.jsonl import to_object
from bot.render.limits import validate
from bot.render.plain import LIMIT, render
from bot.render.terminal import as_text
from bot.reply import Reply

SOMEBODY = "100000000000000001"


class Fitting:
    """Holds one content's words for the renderers; `problems` says what a reply oversteps."""

    def __init__(self, content: Content) -> None:
        self._words = words.Words(content)
        self._discord_words = discord_words.Words(content)

    def problems(self, reply: Reply) -> list[str]:
        return list(self._problems(reply))

    def _problems(self, reply: Reply) -> Iterator[str]:
        shown = render(reply)
        if not 0 < len(shown) <= LIMIT:
            yield f"plain: {len(shown)} characters"
        if size(reply) > ROOM:
            yield f"reply: {size(reply)} characters, {ROOM} are planned for"
        if reply.text not in shown or reply.after_table not in shown:
            yield "plain: something was cut"
        if "{" in shown:
            yield "plain: an unfilled slot"
        if json.loads(json.dumps(to_object(reply, 1, 0.0)))["text"] != shown:
            yield "JSON lines: another text"
        if shown not in as_text(reply, self._words):
            yield "terminal: another text"
        payload = for_discord.render(reply, self._discord_words, SOMEBODY)
        yield from (f"Discord: {problem}" for problem in validate(payload.to_api()))
