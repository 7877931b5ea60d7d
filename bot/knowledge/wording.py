"""Small pieces of wording: lists, dates, numbers, labels, and cuts between words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.content.snapshot import Content

UNKNOWN = "knowledge_not_known"
NOT_ALNUM = re.compile(r"[^a-z0-9]+")


def quick_key(name: str) -> str:
    """The letters and digits of a name in lower case, by which two spellings are one."""
    return NOT_ALNUM.sub("", name.lower())


def has(content: Content, key: str) -> bool:
    return key in content.phrases.phrases


def word(content: Content, group: str, value: str) -> str:
    """The wording of a code such as "open-weights"; a code that has none is shown as words."""
    key = f"knowledge_{group}_{NOT_ALNUM.sub('_', value.lower())}"
    return content.say(key) if has(content, key) else value.replace("-", " ")


def words_of(content: Content, key: str) -> tuple[str, ...]:
    """A list of words that the content keeps under `key`; empty where it keeps none."""
    phrase = content.phrases.phrases.get(key, ())
    return (phrase,) if isinstance(phrase, str) else phrase


def listing(content: Content, items: Sequence[str]) -> str:
    """Gives "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return content.say("knowledge_list", first=", ".join(items[:-1]), last=items[-1])


def some_of(content: Content, items: Sequence[str], most: int) -> str:
    """The first `most` items as a list, and how many more there are."""
    if len(items) <= most:
        return listing(content, items)
    return content.say("knowledge_and_more", first=", ".join(items[:most]), n=len(items) - most)


def day(content: Content, date: str) -> str:
    """Gives "2026-11-10" as "10 November 2026"; a month or a year alone likewise."""
    parts = date.split("-")
    if len(parts) == 1:
        return date
    month = content.say("knowledge_months", int(parts[1]) - 1)
    return " ".join((*(str(int(part)) for part in parts[2:]), month, parts[0]))


def when(content: Content, date: str) -> str:
    """The date with its preposition: "on 5 August 2025", "in August 2025"."""
    key = "knowledge_on_day" if date.count("-") == 2 else "knowledge_in_month"
    return content.say(key, date=day(content, date))


def number(value: float) -> str:
    """At most three significant decimals, thousands set apart: "1,600", "27.8", "0.308"."""
    digits = 1 if value >= 10 else 2 if value >= 1 else 3
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".")


def dollars(content: Content, value: float) -> str:
    """Gives "$2", "$2.50", "$0.0398"."""
    whole, _, part = f"{value:,.4f}".rstrip("0").partition(".")
    amount = f"{whole}.{part:0<2}" if part else whole
    return content.say("knowledge_dollars", amount=amount)


def cut(text: str, limit: int) -> str:
    """The text, or as many whole words of it as fit in `limit` characters with "…"."""
    if len(text) <= limit:
        return text
    kept = text[:limit].rpartition(" ")[0] or text[: limit - 1]
    return kept.rstrip(" ,;:([") + "…"


def cut_list(text: str, limit: int) -> str:
    """As `cut`, but between the items of a list with commas where one fits."""
    if len(text) <= limit:
        return text
    head = text[:limit].rpartition(", ")[0]
    return f"{head}…" if len(head) >= limit // 2 else cut(text, limit)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """With a small first letter, unless it begins with an abbreviation such as "OSI"."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = capital(text.strip())
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def bullet(content: Content, label: str, value: str) -> str:
    """Gives "- **Label:** value"; `label` is the key of a row's title."""
    return f"- **{content.say(label)}:** {value}"


def known(content: Content, value: str | None) -> str:
    return content.say(UNKNOWN) if value is None else value
