"""Splits a message into the questions and the statements that it is made of."""

from __future__ import annotations

import re

QUESTIONS = re.compile(
    r"(?<=[?!;])\s+|\n+|(?<=[a-z)]{3}\.)\s+|\s+(?=(?:and )?also )", re.IGNORECASE
)
STATEMENTS = re.compile(
    r"[?!;:\n]+|[.,](?!\d)|(?<!\d)[.,]|\s+-\s+|"
    r"\s+(?:but|and|though|while|whereas|because|so|plus|yet|except|also)\s+",
    re.IGNORECASE,
)
FILLERS = (
    r"(?:(?:so|and|but|ok|okay|um|uh|hey|hi|well|also|then|wait|no|first|hold on|hmm|oh|btw|like|"
    r"quick question|before that|before i answer|hang on|hold up|one sec|by the way|sorry|actually|"
    r"just|now)[ ,]+){0,4}"
)
WORD_OF_QUESTION = r"(?:what|which|who|whose|how|why|when|where|whats|hows|whos|wats|wat|wot)\b"
REQUEST = (
    r"(?:explain|tell me|describe|define|compare|list|show me|give me|name|sum up|talk me through|"
    r"walk me through|help me understand|(?:i|we)(?:d| would)? (?:like|want|need) to "
    r"(?:know|understand|learn|hear))\b"
)
# "can it run" asks, "can be anything" tells: after these words a question has its subject.
BEFORE_A_SUBJECT = (
    r"(?:is|are|am|was|were|do|does|did|can|could|should|would|will|may|might|must|has|have|isnt|"
    r"arent|dont|doesnt|didnt|cant|couldnt|shouldnt|wouldnt|wont|havent|hasnt)\s+"
    r"(?:i|you|u|we|they|he|she|it|this|that|there|these|those|the|a|an|my|our|your|their|any\w*|"
    r"some\w*|every\w*|all|both|either|one|open\w*|closed\w*|proprietary|models?|llms?|ai|ais|"
    r"people|companies|vendors?|qq(?:model|vendor|license))\b"
)
# "does rag have anything to do with it": a subject of one word, whichever, and its verb.
BEFORE_A_VERB = (
    r"(?:do|does|did|has|have)\s+(?!not|never|always|really|also|only|just)\w+\s+"
    r"(?:have|got|get|mean|work|need|cost|run|use|help|make|come|count|matter|apply|require|know)\b"
)
ASKING = re.compile(
    rf"^{FILLERS}(?:{WORD_OF_QUESTION}|{REQUEST}|{BEFORE_A_SUBJECT}|{BEFORE_A_VERB})",
    re.IGNORECASE,
)
# "it is in force, is it": a statement with a question behind it.
TAG = re.compile(
    r",\s*(?:(?:is|are|was|were|do|does|did|can|could|will|would|has|have|should)(?:n?t)? "
    r"(?:it|they|he|she|that|there|you|we|i|one|this)|right|correct|innit)\W*$",
    re.IGNORECASE,
)
# "i wonder if that settles it": a question that is told.
WONDERING = re.compile(
    r"\b(?:i|we) (?:(?:do not|dont|cant|cannot|never) (?:know|tell|see|remember)|wonder|"
    r"(?:have|ve) no idea|am not sure|im not sure|are not sure|"
    r"(?:want|need|would like|d like) to know)\s+"
    r"(?:if|whether|what|who|how|why|where|when|which)\b",
    re.IGNORECASE,
)
SUPPOSING = re.compile(
    r"\b(?:what if|suppose|supposing|assuming|assume|imagine|lets say|say|if)\s+(?=(?:we|i)\b)",
    re.IGNORECASE,
)
# "lol accurate. way out?": what was said before is acknowledged, and then something asked.
NOD = re.compile(
    r"^(?:(?:lol|lmao|haha+|hehe|hm+|ok|okay|oh|ah|aha|wow|damn|nice|cool|great|lovely|perfect|fine|"
    r"right|alright|true|fair|fair enough|i see|got it|good to know|makes sense|interesting|"
    r"accurate|brilliant|super|thanks|thank you|thx|ty|cheers)[ ,]*){1,3}[.!\n]+\s*(?=\S+\s+\S)",
    re.IGNORECASE,
)
MOST = 6
SHORTEST_QUESTION = 3
ALTERNATIVE = re.compile(r"\w+ or \w+")
QUOTES = str.maketrans("", "", "'’")


def questions_of(text: str) -> tuple[str, ...]:
    """The parts of a message that may each be a question; one part where it can't be split."""
    parts = [part.strip() for part in QUESTIONS.split(text) if part and part.strip()]
    long_enough = [part for part in parts if len(part.split()) >= SHORTEST_QUESTION]
    return tuple(long_enough[:MOST]) if len(long_enough) > 1 else (text,)


def without_nod(text: str) -> str:
    """The message without the few words before it that but acknowledge what was said."""
    return NOD.sub("", text)


def statements_of(text: str) -> tuple[str, ...]:
    """The message as small statements, in order; "what if we had" is heard as "we had"."""
    parts = STATEMENTS.split(SUPPOSING.sub(", ", text))
    return tuple(dict.fromkeys(part.strip() for part in parts if part and part.strip()))[: 3 * MOST]


def is_question(text: str, masked: str = "") -> bool:
    """Whether it is put as a question or a request to be told something; `masked` is the same
    with a mask for each name, as names are subjects too: "is it free", "is qqmodel free"."""
    bare = text.strip().translate(QUOTES)
    is_tagged = bool(TAG.search(bare))
    return text.rstrip().endswith("?") or is_tagged or any(map(ASKING.match, (bare, masked)))


def is_choice(part: str) -> bool:
    """ "rent or buy": two words to choose from, which ask without a mark."""
    return bool(ALTERNATIVE.fullmatch(part))


def asks_within(text: str) -> bool:
    """Whether any part of it is put as a question."""
    parts = statements_of(text)
    return bool(WONDERING.search(text.translate(QUOTES))) or any(
        is_choice(part) or (is_question(part) and len(part.split()) >= SHORTEST_QUESTION)
        for part in parts
    )
