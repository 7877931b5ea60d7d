"""Makes a text safe to show and short enough, cut where a reader would pause."""

from __future__ import annotations

import re

FENCE = "```"
CLOSING = "\n" + FENCE
MORE = " …"
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
PARAGRAPH = re.compile(r"(?=\n\n)")
# The end of a line or of a sentence, but neither "e.g." nor the number of a list item.
PAUSE = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\n\d)[.!?…][)\"'”’*_]*(?=\s)|(?=\n)")
WORD = re.compile(r"(?=\s)")
# Where each cut is taken: only if it keeps at least this share of the room.
CUTS = ((PARAGRAPH, 0.75), (PAUSE, 0.3), (WORD, 0.01))


def showable(text: str) -> str:
    """The text without what could upset a screen: control and bidirectional marks are dropped, a
    lone surrogate becomes U+FFFD; line breaks and tabs stay."""
    if not UNSAFE.search(text):
        return text
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return UNSAFE.sub("", paired)


def one_line(text: str, limit: int) -> str:
    """The text on one line of at most `limit` characters, with no fence in it."""
    flat = " ".join(showable(text).split()).replace(FENCE, "'''")
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def shorten(text: str, room: int) -> str:
    """At most `room` characters of a Markdown text, with every code fence closed.

    Cut at the end of a paragraph, line or sentence where one is near enough, else between words,
    and in a word only where the text holds nothing else. What was cut ends in "…".
    """
    if text.count(FENCE) % 2 == 0 and len(text) <= room:
        return text
    space = room - len(CLOSING) if FENCE in text else room
    piece = text if len(text) <= space else _cut(text, space)
    return piece + CLOSING if piece.count(FENCE) % 2 else piece


def _cut(text: str, room: int) -> str:
    space = room - len(MORE)
    if space < 1:
        return ""
    for pattern, share in CUTS:
        # One character more lets a pattern see what follows its last place.
        found = [match.end() for match in pattern.finditer(text, 0, space + 1)]
        last = max((end for end in found if end <= space), default=0)
        if last >= space * share and text[:last].strip():
            return text[:last].rstrip() + MORE
    return text[:space] + MORE
