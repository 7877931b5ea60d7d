"""Splits a message into the questions and the statements that it is made of."""

from __future__ import annotations

import re

QUESTIONS = re.compile(
    r"(?<=[?!;])\s+|\n+|(?<=[a-z)]{3}\.)\s+|\s+(?=(?:and )?also )", re.IGNORECASE
)
STATEMENTS = re.compile(
    r"[?!;:\n]+|(?<!\d)[.,](?!\d)|\s+-\s+|\s+(?:but|and|though|while|whereas|because|so|plus)\s+",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"^(?:(?:so|and|but|ok|okay|um|uh|hey|hi|well|also|then|wait|no|first|hold on|hmm|oh|btw|like|"
    r"quick question|before that|sorry|actually|just|now)[ ,]+){0,4}(?:what|which|who|whose|how|why|"
    r"when|where|is|are|am|was|were|do|does|did|can|could|should|would|will|may|must|has|have you|"
    r"whats|hows|whos|wats|wat|isnt|arent|dont|doesnt|cant|explain|tell me|describe|define|compare|"
    r"list|show me|give me|name)\b",
    re.IGNORECASE,
)
MOST = 6
SHORTEST_QUESTION = 3


def questions_of(text: str) -> tuple[str, ...]:
    """The parts of a message that may each be a question; one part where it can't be split."""
    parts = [part.strip() for part in QUESTIONS.split(text) if part and part.strip()]
    long_enough = [part for part in parts if len(part.split()) >= SHORTEST_QUESTION]
    return tuple(long_enough[:MOST]) if len(long_enough) > 1 else (text,)


def statements_of(text: str) -> tuple[str, ...]:
    """The message as small statements, in order, the whole among them where it is short."""
    parts = [part.strip() for part in STATEMENTS.split(text) if part and part.strip()]
    return tuple(dict.fromkeys(parts[: 3 * MOST]))


def is_question(text: str) -> bool:
    """Whether it is put as a question or a request to be told something."""
    return text.rstrip().endswith("?") or bool(ASKING.match(text.strip().translate(_QUOTES)))


_QUOTES = str.maketrans("", "", "'’")
