"""What a number counts, and how often: the words around it."""

from __future__ import annotations

import re
from typing import Literal

from bot.knowledge.numbers.read import Numeral

Period = Literal["minute", "second", "hour", "workday", "day", "week", "month", "year"]
Unit = Literal[
    "gb", "billion", "tokens", "tokens_in", "tokens_out", "words", "items", "users", "images",
    "money", "percent", "hours", "devices", "context", "count",
]  # fmt: skip
GROUP_OF: dict[str, str] = {"items": "work", "users": "work", "tokens": "work", "words": "work"}

NOUNS: dict[Unit, str] = {
    "gb": r"gb|gib|gigs?|gigabytes?|g|tb|terabytes?",
    "tokens": r"tokens?|toks?",
    "words": r"words?",
    "users": (
        r"users?|people|persons?|seats?|employees?|students?|colleagues?|customers?|members?|"
        r"staff|developers?|devs?|coworkers?|teachers?|pupils?|workers?|clients?|patients?"
    ),
    "images": r"images?|pictures?|photos?|pics?|illustrations?|drawings?|logos?",
    "money": r"dollars?|bucks?|euros?|eur|usd|gbp|quid|pounds?|francs?|chf|cents?",
    "percent": r"%|percent|per cent",
    "devices": r"gpus?|cards?|graphics cards?|servers?|machines?|macs?",
    "billion": r"params?|parameters?",
    "hours": r"hours?|hrs?|h",
    "items": (
        r"requests?|reqs?|rps|calls?|quer(?:y|ies)|questions?|prompts?|completions?|generations?|"
        r"answers?|hits?|times|jobs?|tasks?|inferences?|interactions?|chats?|messages?|msgs?|"
        r"conversations?|dialogues?|sessions?|turns?|e-?mails?|mails?|tickets?|letters?|reviews?|"
        r"comments?|posts?|product texts?|texts?|translations?|listings?|pages?|slides?|"
        r"documents?|docs?|reports?|pdfs?|contracts?|papers?|articles?|transcripts?|files?|"
        r"cases?|invoices?|summar(?:y|ies)|newsletters?|essays?|resumes?|cvs?"
    ),
}
STOP = (
    "a|an|per|each|every|on|in|for|with|and|or|to|the|at|over|is|are|was|be|vs|than|from|via|by|"
    "through|using|into|of|we|i|you|it|do|does|can|will|would|how|what|which"
)
GAP = rf"(?:[\s-]+(?!(?:{STOP})\b)[a-z][a-z'-]*){{0,2}}?"
UNIT = re.compile(
    r"(?:\s+of)?" + GAP + r"[\s-]*(?:"
    + "|".join(rf"(?P<{unit}>(?<![a-z])(?:{nouns}))" for unit, nouns in NOUNS.items())
    + r")(?![a-z0-9])"
)  # fmt: skip
# "in" and "out" alone count only where what follows can't make another word of them: "2k in 300
# out", but not "300 out of 500" or "2k in savings".
ENDS_SIZE = (
    r"(?=\s*(?:$|[,;:/+&.)?!|]|and\b|out|plus\b|then\b|per\b|each\b|tokens?\b|\d|[-x×]|"
    r"for\s+\d|every\b))"
)
IN_OUT = re.compile(
    r"\s*(?:-?\s*tokens?\s+)?(?:of\s+)?(?:"
    rf"(?P<tokens_in>in(?:put)?s?(?:\s+tokens?)?{ENDS_SIZE}|inputs?\b(?:\s+tokens?)?|prompt\s+tokens)|"
    rf"(?P<tokens_out>out(?:put)?s?(?:\s+tokens?)?(?:{ENDS_SIZE}|(?=\s+(?!of\b|there\b|here\b)[a-z]))|"
    rf"completion(?:\s+tokens)?{ENDS_SIZE})|(?P<prompt>prompt{ENDS_SIZE}))"
)
CONTEXT = re.compile(r"[\s-]*(?:tokens?\s+(?:of\s+|long\s+)?)?(?:ctx|context|window)\b")
BEFORE_CONTEXT = re.compile(
    r"(?:ctx|context|context window|context length)(?:\s+(?:of|is|=|:))?\s*$"
)
BEFORE_USERS = re.compile(
    r"\b(?:team|class|group|staff|company|office|cent(?:er|re)|school|department|firm|agency)"
    r"\s+(?:of|with)\s+(?:about\s+|around\s+)?$"
)
NAMES: tuple[tuple[Period, str], ...] = (
    ("workday", r"work(?:ing)? ?days?|weekdays?|business days?"),
    ("second", r"seconds?|secs?|s"),
    ("minute", r"minutes?|mins?"),
    ("hour", r"hours?|hrs?|h"),
    ("day", r"days?|nights?|24 ?h"),
    ("week", r"weeks?|wks?|w"),
    ("month", r"months?|mon?s?|mth"),
    ("year", r"years?|yrs?|annum|y"),
)
RATE = re.compile(
    r"(?:/\s*|\b(?:an?|per|each|every|p)[\s/]+)(?:single\s+)?(?:"
    + "|".join(rf"(?P<{name}>(?:{words})\b)" for name, words in NAMES)
    + r")"
)
ADVERB = re.compile(
    r"\b(?:(?P<hour>hourly)|(?P<day>daily|nightly|everyday)|(?P<week>weekly)|"
    r"(?P<month>monthly|this month)|(?P<year>yearly|annual(?:ly)?|this year))\b"
)
PER_ITEM_AFTER = re.compile(
    r"^\s*(?:each\b(?!\s+(?:day|week|month|year|hour))|apiece|(?:per|a|for each|in each|/)\s*"
    r"(?:request|call|query|chat|message|prompt|conversation|email|ticket|document|page|question|user|person|seat|head))"
)
PER_ITEM_BEFORE = re.compile(r"\b(?:of|with|averaging)\s+(?:about |around )?$")
SPAN = re.compile(r"\s*-?\s*(?:days?|weeks?|months?|mths?|years?|yrs?)\b")
SIZES = frozenset({"tokens", "tokens_in", "tokens_out", "words"})


def unit_after(number: Numeral, before: str, after: str) -> tuple[Unit, str, int]:
    """(unit, the noun that names it, characters of `after` that belong to it)."""
    if number.money:
        return "money", "", 0
    if match := CONTEXT.match(after):
        return "context", "", match.end()
    if match := IN_OUT.match(after):
        unit: Unit = "tokens_out" if match["tokens_out"] else "tokens_in"
        return unit, "", match.end()
    if match := UNIT.match(after):
        for name in NOUNS:
            if match[name]:
                return name, match[name], match.end()
    if BEFORE_CONTEXT.search(before):
        return "context", "", 0
    if BEFORE_USERS.search(before):
        return "users", "", 0
    return "count", "", 0


def is_span(after: str) -> bool:
    """Whether a number counts time itself, as in "over 24 months", and not what happens in it."""
    return bool(SPAN.match(after))


def period_in(text: str) -> Period | None:
    """The first period that a text names as a rate: "a day", "/month", "yearly"."""
    hits = [match for pattern in (RATE, ADVERB) if (match := pattern.search(text))]
    if not hits:
        return None
    match = min(hits, key=lambda hit: hit.start())
    named = {name for name, words in match.groupdict().items() if words}
    return next((name for name, _ in NAMES if name in named), None)


def per_item(unit: Unit, before: str, after: str) -> bool:
    """Whether an amount is the size of one item: "of 800 tokens", "800 tokens per request"."""
    is_size = unit in SIZES and PER_ITEM_BEFORE.search(before)
    return bool(PER_ITEM_AFTER.search(after) or is_size)
