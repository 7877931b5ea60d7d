"""What-ifs: other answers tried out while those held stay as they are."""

from __future__ import annotations

import re

from bot.conversation.draft import Draft
from bot.conversation.verdicts import suppose
from bot.reply import Answer, Reply
from bot.understanding.reading import Reading

CUE = re.compile(
    r"\b(?:what if|suppose|supposing|assuming|assume|imagine|lets say|say we|hypothetically|"
    r"if (?:we|i) (?:had|were|got|did|could|bought|hired|dropped|didnt|werent))\b"
)


def is_what_if(reading: Reading, draft: Draft) -> bool:
    """Only after a verdict: before it there is nothing to compare with."""
    dialogue = draft.dialogue
    concluded = dialogue is not None and bool(dialogue.verdict) and dialogue.status != "cancelled"
    return concluded and bool(CUE.search(reading.corrected)) and bool(reading.statements)


def what_if(draft: Draft, reading: Reading) -> Reply:
    supposed = {
        said.factor: Answer(said.value, said.leaning, said.text)
        for said in reading.statements
        if said.factor in draft.content.factors
    }
    dialogue = draft.dialogue
    assert dialogue is not None
    return suppose(draft, supposed, dialogue.verdict or "")
