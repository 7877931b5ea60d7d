"""A reply's text for Discord: nothing that a person typed can be clicked or pings anybody."""

from __future__ import annotations

import re
from typing import Final

from bot.content.schema import SourceRef
from bot.render import plain
from bot.render.limits import CONTENT, length, shorten
from bot.reply import Reply

# Between the signs that together would make a link, a mention or an invitation.
NOTHING: Final = "\u200b"
CLICKABLE: Final = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*:)(?=//)"
    r"|(?P<angle><)(?=[^\s\d=])"
    r"|(?P<masked>\])(?=\()"
    r"|(?P<everyone>@)(?=everyone|here)"
    r"|(?P<invite>(?:discord(?:app)?\.(?:gg|com|me|io|li)|dsc\.gg)(?=/))",
    re.IGNORECASE,
)
SAFE_URL: Final = re.compile(r"https?://[^\s<>()\[\]`|*\\]+")


def inert(text: str) -> str:
    """The text with every link, mention and invitation in it broken, looking the same."""
    return CLICKABLE.sub(lambda match: match[0] + NOTHING, text)


def text_of(
    reply: Reply,
    room: int = CONTENT,
    *,
    is_pictured: bool = False,
    labels: plain.Labels = plain.ENGLISH,
) -> str:
    """The reply as message content of at most `room` characters, sources linked as they fit.

    Links come from the reply's sources alone, without a preview. Empty where the reply is. A
    chart shows as bars, unless `is_pictured`.
    """
    full = plain.render(reply, is_pictured=is_pictured, labels=labels)
    line = plain.source_line(reply.sources, labels=labels) if reply.sources else ""
    if not line or not full.endswith(line):
        return shorten(inert(full), room)
    body = inert(full[: -len(line)])
    if length(body) + length(inert(line)) > room:
        body = shorten(body.rstrip(), room - length(inert(line)) - 2) + plain.JOINT
    return body + linked(line, reply, room - length(body))


def linked(line: str, reply: Reply, room: int) -> str:
    """The line of sources with as many titles turned into links as `room` allows."""
    flat = inert(line)
    pieces, at, size = [], 0, length(flat)
    for source in reply.sources:
        title = inert(source.title)
        start = flat.find(title, at)
        if start < 0:
            break
        link = f"[{title}](<{source.url}>)"
        extra = length(link) - length(title)
        is_linked = _can_link(source, title) and size + extra <= room
        pieces += [flat[at:start], link if is_linked else title]
        at, size = start + len(title), size + (extra if is_linked else 0)
    return "".join(pieces) + flat[at:]


def _can_link(source: SourceRef, title: str) -> bool:
    is_plain = not re.search(r"[\[\]\n`]", title)
    return bool(source.url and is_plain and SAFE_URL.fullmatch(source.url))
