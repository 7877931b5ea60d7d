"""A search that goes on: its next page, and corrections such as "not open, closed"."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.content.snapshot import Content
from bot.conversation.draft import Draft
from bot.knowledge.find import find_models, parse_query, unheeded
from bot.knowledge.find.code import decode
from bot.knowledge.find.refine import drops, refined
from bot.knowledge.wording import words_of
from bot.reply import Reply
from bot.understanding.context import points
from bot.understanding.leaning import OPENERS
from bot.understanding.reading import Reading
from bot.understanding.request import Answer, Outcome

LONGEST = 12
BARE = 3
SURE = 0.8
# "no, under 20B" corrects; "no mit" leaves something out.
CORRECTING = re.compile(
    r"^\s*(?:no|nope|nah|sorry|actually|i meant?)\s*[,.:;!–-]+\s*", re.IGNORECASE
)
AGREED = "ok"


def next_page(draft: Draft) -> Reply | None:
    """The page after the one that was shown last; None where the talk is not about a search, or
    there is none."""
    code, _, page = draft.before.focus.search.partition(":")
    if not page:
        return None
    shown = find_models(draft.content, decode(code, draft.content), int(page) + 1)
    return shown if shown.search != draft.before.focus.search else None


def refine(draft: Draft, reading: Reading, outcome: Outcome) -> Reply | None:
    """The last search, continued or corrected; None where the message does neither."""
    code = draft.before.focus.search.partition(":")[0]
    if not code or draft.asking:
        return None
    content = draft.content
    if reading.corrected in words_of(content, "knowledge_find_next"):
        return next_page(draft)
    if not _leans(content, reading) or _is_else(content, reading, outcome):
        return None
    said = _without_no(reading)
    wishes = parse_query(said.text, said, content)
    query = refined(content, decode(code, content), wishes, said.corrected)
    if query is None:
        return None
    return find_models(content, query, note=unheeded(content, reading.corrected))


def _without_no(reading: Reading) -> Reading:
    """The reading without a "no," at its head, which bars nothing; its words keep their places."""
    text = CORRECTING.sub("", reading.text)
    if text == reading.text:
        return reading
    words = [AGREED, *reading.corrected.split()[1:]]
    return replace(reading, text=text, corrected=" ".join(words))


def _leans(content: Content, reading: Reading) -> bool:
    words = reading.corrected.split()
    if not words or len(words) > LONGEST:
        return False
    is_new = any(noun in words for noun in words_of(content, "knowledge_find_fresh"))
    is_pointed = points(words) and not is_new
    return (
        len(words) <= BARE
        or is_pointed
        or _begins_anew(content, reading)
        or drops(content, reading.corrected)
    )


def _begins_anew(content: Content, reading: Reading) -> bool:
    """Whether the message begins as something that goes on from what was said."""
    first = reading.corrected.split()[0]
    is_opened = OPENERS.match(reading.corrected) is not None
    return is_opened or first in words_of(content, "knowledge_refine_words")


def _is_else(content: Content, reading: Reading, outcome: Outcome) -> bool:
    """Whether the message is surely about something else, such as a model that it names."""
    if reading.stranger or reading.term:
        return True
    is_pointed = points(reading.corrected.split())
    if reading.ids("model"):
        return not is_pointed
    if not isinstance(outcome, Answer) or _begins_anew(content, reading):
        return False
    request = outcome.requests[0]
    is_topic = request.act in {"section", "license", "hardware", "cost", "recommend", "smalltalk"}
    by_itself = reading.best.confidence if reading.best else 0.0
    return is_topic and min(request.confidence, by_itself) >= SURE and not is_pointed
