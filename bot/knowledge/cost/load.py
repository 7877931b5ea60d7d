"""What is to be paid for: requests, tokens, pictures, a month or once, with every assumption."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.figures import Item, Prices
from bot.knowledge.numbers import Amount, first
from bot.knowledge.numbers.units import Period

# More than this many tokens a month is no workload that anyone has.
MOST_TOKENS = 1e16
HEAVY = re.compile(r"\b(?:all day|all the time|constant\w*|heav\w+|non-?stop|24/7|power users?)\b")
COUNTED = frozenset({"items", "users", "tokens", "tokens_in", "tokens_out", "words", "images"})


@dataclass(frozen=True)
class Assumption:
    """A key of a phrase and its slots: something that the reply took for granted."""

    key: str
    slots: tuple[tuple[str, float | str], ...] = ()


@dataclass(frozen=True)
class Load:
    """Pieces of work a month (in all where `once`) and what each reads and writes, in tokens."""

    pieces: float
    tokens_in: float
    tokens_out: float
    images: float = 0.0
    once: bool = False
    item: str = "request"
    assumptions: tuple[Assumption, ...] = ()

    @property
    def total_in(self) -> float:
        return self.pieces * self.tokens_in

    @property
    def total_out(self) -> float:
        return self.pieces * self.tokens_out

    @property
    def total(self) -> float:
        return self.total_in + self.total_out

    @property
    def is_possible(self) -> bool:
        """At least one token or picture, and no more than the world uses."""
        sizes = (self.pieces, self.tokens_in, self.tokens_out, self.images)
        if not all(math.isfinite(size) and size >= 0 for size in sizes):
            return False
        return self.amount >= 1 and self.amount <= MOST_TOKENS

    @property
    def amount(self) -> float:
        """Tokens, or pictures where it is about these."""
        return max(self.total, self.images)


def odd(found: Sequence[Amount]) -> Amount | None:
    """An amount that can't be one of work: below or equal to zero, or beyond all measure."""
    counted = [each for each in found if each.unit in COUNTED]
    return next((each for each in counted if not 0 < each.value <= MOST_TOKENS), None)


def load_of(
    prices: Prices, found: Sequence[Amount], text: str, read_share: float | None = None
) -> Load | None:
    """The work that the amounts describe; None where they describe none. `read_share` is the part
    of the tokens, of 1, that is read, where somebody set it."""
    counts = [each for each in found if each.unit in COUNTED or _is_bare_rate(each)]
    period = next((each.period for each in counts if each.period and each.unit != "users"), None)
    users, pieces = first(counts, "users"), _pieces(counts)
    item = _item(prices, pieces, text)
    images = first(counts, "images")
    if images and not pieces:
        return _images(prices, images, period)
    if pieces is None and users is None:
        return _volume(prices, counts, period, read_share)
    number, taken = _number(prices, users, pieces, period, text)
    tokens_in, tokens_out, sizes = _sizes(prices, counts, item, read_share)
    return Load(
        number,
        tokens_in,
        tokens_out,
        once=period is None and users is None,
        item=item.id,
        assumptions=(*sizes, *taken),
    )


def _is_bare_rate(amount: Amount) -> bool:
    """ "10k a day": no unit, but how often."""
    return amount.unit == "count" and amount.period is not None


def _pieces(counts: Sequence[Amount]) -> Amount | None:
    """The amount of pieces of work, one with a period before one without."""
    pieces = [each for each in counts if each.unit in {"items", "count"}]
    return next((each for each in pieces if each.period), pieces[0] if pieces else None)


def _item(prices: Prices, pieces: Amount | None, text: str) -> Item:
    """What kind of work: by the noun of the amount, or chats where people chat."""
    noun = pieces.noun if pieces else "chat" if re.search(r"\bchat", text) else ""
    for item in prices.items:
        if any(_is_same(noun, word) for word in item.words):
            return item
    return prices.items[0]


def _is_same(noun: str, word: str) -> bool:
    flat = noun.replace("-", "")
    forms = {word, f"{word}s", f"{word[:-1]}ies"}
    return flat in {form.replace("-", "") for form in forms}


def monthly(prices: Prices, period: Period | None) -> float:
    """How many of a period are in a month; 1 for what happens once."""
    days = prices.days_a_month
    return {
        None: 1.0,
        "second": days * 86_400,
        "minute": days * 1440,
        "hour": days * 24,
        "day": days,
        "workday": prices.workdays_a_month,
        "week": 52 / 12,
        "month": 1.0,
        "year": 1 / 12,
    }[period]


def _number(
    prices: Prices, users: Amount | None, pieces: Amount | None, period: Period | None, text: str
) -> tuple[float, tuple[Assumption, ...]]:
    """(pieces of work a month, what was assumed)."""
    if pieces is not None:
        by_user = users is not None and (pieces.each or pieces.period is None or _few(pieces))
        many = pieces.value * users.value if users and by_user else pieces.value
        if users and by_user and period is None:
            return many * prices.workdays_a_month, (_workdays(prices),)
        return many * monthly(prices, period), _days(prices, period)
    heavy = HEAVY.search(text)
    each = prices.heavy_user_requests if heavy else prices.user_requests
    slots = (("n", each), ("days", prices.workdays_a_month))
    many = (users.value if users else 0.0) * each * prices.workdays_a_month
    return many, (Assumption("cost_took_users", slots),)


def _days(prices: Prices, period: Period | None) -> tuple[Assumption, ...]:
    """How many days a month has, where the period is a day or less."""
    if period not in {"second", "minute", "hour", "day"}:
        return ()
    return (Assumption("cost_took_days", (("days", prices.days_a_month),)),)


def _few(pieces: Amount) -> bool:
    """A count small enough to be one person's."""
    return pieces.value <= 500


def _workdays(prices: Prices) -> Assumption:
    return Assumption("cost_took_workdays", (("days", prices.workdays_a_month),))


def _sizes(
    prices: Prices, counts: Sequence[Amount], item: Item, read_share: float | None
) -> tuple[float, float, tuple[Assumption, ...]]:
    """(tokens read, tokens written, what was assumed) for each piece of work."""
    read, written = first(counts, "tokens_in"), first(counts, "tokens_out")
    whole = first(counts, "tokens") or first(counts, "words")
    if read or written:
        sizes = (read.value if read else item.tokens_in,
                 written.value if written else item.tokens_out)  # fmt: skip
        taken = () if read and written else (_took_sizes(item, *sizes),)
        return *sizes, taken
    if whole:
        tokens = _tokens(prices, whole)
        share, split = _split(item, read_share)
        return tokens * share, tokens * (1 - share), (*_word_note(prices, whole), *split)
    sizes, tokens = (item.tokens_in, item.tokens_out), item.tokens_in + item.tokens_out
    if read_share is not None:
        sizes = (tokens * read_share, tokens * (1 - read_share))
    return *sizes, (_took_sizes(item, *sizes),)


def _took_sizes(item: Item, tokens_in: float, tokens_out: float) -> Assumption:
    slots = (("tokens_in", tokens_in), ("tokens_out", tokens_out), ("item", item.words[0]))
    return Assumption("cost_took_sizes", slots)


def _split(item: Item, read_share: float | None) -> tuple[float, tuple[Assumption, ...]]:
    """(the part of the tokens that is read, what was assumed)."""
    if read_share is not None:
        return read_share, ()
    share = item.tokens_in / (item.tokens_in + item.tokens_out)
    return share, (Assumption("cost_took_split", (("share", round(100 * share)),)),)


def _tokens(prices: Prices, amount: Amount) -> float:
    return amount.value * (prices.tokens_per_word if amount.unit == "words" else 1.0)


def _word_note(prices: Prices, amount: Amount) -> tuple[Assumption, ...]:
    if amount.unit != "words":
        return ()
    return (Assumption("cost_took_words", (("per_word", f"{prices.tokens_per_word:g}"),)),)


def _volume(
    prices: Prices, counts: Sequence[Amount], period: Period | None, read_share: float | None
) -> Load | None:
    """Tokens or words as a whole, with no pieces of work named."""
    times = monthly(prices, period)
    days = _days(prices, period)
    read, written = first(counts, "tokens_in"), first(counts, "tokens_out")
    if read or written:
        values = (read.value if read else 0.0, written.value if written else 0.0)
        return Load(times, *values, once=period is None, item="volume", assumptions=days)
    whole = first(counts, "tokens") or first(counts, "words")
    if whole is None:
        return None
    tokens, item = _tokens(prices, whole), prices.items[0]
    share, split = _split(item, read_share)
    taken = (*_word_note(prices, whole), *split, *days)
    sizes = (tokens * share, tokens * (1 - share))
    return Load(times, *sizes, once=period is None, item="volume", assumptions=taken)


def _images(prices: Prices, images: Amount, period: Period | None) -> Load:
    many = images.value * monthly(prices, period)
    return Load(0.0, 0.0, 0.0, images=many, once=period is None, item="image")
