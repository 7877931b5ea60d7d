"""A question on cost, put together from one message or from several that go on with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.figures import Prices
from bot.content.schema import Model
from bot.knowledge.cost.changes import amounts_of
from bot.knowledge.cost.load import COUNTED, Load, load_of
from bot.knowledge.cost.price import Offer
from bot.knowledge.cost.terms import BUYS, OWN, OWNS, RENTS, Terms, newest, terms_of
from bot.knowledge.numbers import Amount, amounts, fold
from bot.knowledge.numbers.units import Unit
from bot.understanding.reading import Sum

SUBJECTS: dict[str, Unit] = {
    "requests": "items",
    "users": "users",
    "tokens": "tokens",
    "words": "words",
    "images": "images",
}


@dataclass(frozen=True)
class Said:
    """What the messages say: their folded texts, oldest first, the amounts that count, what was
    set, and the work that this describes; `counts_anew` where the newest message counts some."""

    texts: tuple[str, ...]
    found: tuple[Amount, ...]
    terms: Terms
    load: Load | None
    counts_anew: bool = False

    @property
    def text(self) -> str:
        return " . ".join(self.texts)

    @property
    def newest(self) -> str:
        return self.texts[-1]

    @property
    def is_own(self) -> bool:
        """Whether a server of one's own is spoken of."""
        return bool(OWN.search(self.text)) or self.terms.is_own

    @property
    def buys(self) -> bool:
        """Whether buying is to be spoken of."""
        owns = BUYS.search(self.text) or OWNS.search(self.text)
        return bool(owns) or self.terms.card_usd is not None

    @property
    def only_buys(self) -> bool:
        """Whether the newest message that speaks of either way speaks of buying alone."""
        told = next((t for t in reversed(self.texts) if BUYS.search(t) or RENTS.search(t)), "")
        return bool(BUYS.search(told)) and not RENTS.search(told)


@dataclass(frozen=True)
class Question:
    """What was asked: the models named, the offers that stand for them, and all that was said."""

    named: Sequence[Model]
    shown: Sequence[Offer]
    said: Said


def heard(prices: Prices, text: str, sums: Sequence[Sum], earlier: Sequence[str]) -> Said:
    """What a message says together with those that it goes on from, oldest first; where a text
    yields no amounts, those that the reading brings along count."""
    texts = tuple(fold(each) for each in (*earlier, text))
    found = [amounts(each) for each in texts]
    if not found[-1]:
        kept = [s for s in sums if s.unit in SUBJECTS]
        found[-1] = tuple(
            Amount(s.value, SUBJECTS[s.unit], None, s.unit, s.text, 0, 0) for s in kept
        )
    terms = [
        terms_of(each, amount, follows=number > 0)
        for number, (each, amount) in enumerate(zip(texts, found, strict=True))
    ]
    known = newest(terms)
    merged = amounts_of(list(zip(texts, found, strict=True)))
    load = load_of(prices, merged, " . ".join(texts), known.read_share)
    counts_anew = any(each.unit in COUNTED for each in found[-1])
    return Said(texts, merged, known, load, counts_anew)
