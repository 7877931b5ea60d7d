"""Whether a message goes on with the last sum rather than standing by itself."""

from __future__ import annotations

from typing import Literal

from bot.content.snapshot import Content
from bot.knowledge.cost.changes import is_lone, multiple
from bot.knowledge.cost.load import COUNTED
from bot.knowledge.cost.own import named_device
from bot.knowledge.cost.terms import BUYS, RENTS, Terms, terms_of
from bot.knowledge.numbers import amounts, fold, no_number

Likelihood = Literal["sure", "likely", "no"]


def goes_on(content: Content, text: str, opens: bool, is_settled: bool) -> Likelihood:
    """Whether a text changes a sum: surely by its terms; likely by its work, the card, or the way
    to it.

    `opens` where it begins as what goes on does ("and …", "what if …"); `is_settled` where it may
    as well be about something else, so that only terms count that can't be.
    """
    folded = fold(text)
    if multiple(folded):
        return "sure"
    found = amounts(text)
    terms = terms_of(folded, found, follows=not is_settled)
    if is_settled:
        clear = (terms.utilisation, terms.kwh_usd, terms.rent_usd)
        return "sure" if any(value is not None for value in clear) else "no"
    if terms != Terms():
        return "sure"
    counts = any(each.unit in COUNTED or each.period for each in found if each.unit != "money")
    ways = BUYS.search(folded) or RENTS.search(folded)
    card = opens and named_device(content, (folded,))[0]
    lone = len(found) == 1 and is_lone(found[0], folded)
    return "likely" if counts or lone or ways or card or no_number(text) else "no"
