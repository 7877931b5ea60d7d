"""Whether the words of a message alone make it lean on the talk before, or stand by itself."""

from __future__ import annotations

import re

from bot.understanding.reading import Reading

OPENERS = re.compile(
    r"^(?:(?:ouch|wow|ok|okay|lol|hm+|nice|cool|thanks|great|damn|oh|ah|right|fine) )*"
    r"(?:and|n|but|so|ok|okay|now|next|then|also|or|what about|how about|wot about|whats about|"
    r"not|no|nope|i meant?|sorry|instead|same|versus|vs)\b"
)
SMALL = frozenset(
    {"and", "n", "but", "so", "ok", "okay", "or", "then", "too", "also", "as", "well", "instead"}
    | {"same", "for", "with", "now", "what", "about", "how", "the", "a", "an", "on", "at", "of"}
    | {"in", "please", "pls", "hm", "ouch", "wow", "nice", "cool", "lol", "thanks", "that", "one"}
    | {"is", "it", "will", "would", "does", "can", "again", "maybe", "just", "only"}
)
BOTH = re.compile(r"\b(?:two|both|those|these|them|they|each other)\b")
VERSUS = re.compile(
    r"\b(?:differ|differen\w*|compare\w*|versus|vs|against|next to|beside|instead of|better|"
    r"worse)\b"
)
DIFFER = re.compile(
    r"\b(?:differ|differen\w*|compare\w*|versus|vs|better|which|side by side|next to each other)\b"
)
SUPPOSING = re.compile(r"^(?:and |but |so |ok )*(?:what |even )?(?:if|when|for)\b")
# Asked of models in general: "which models fit in 24 gb".
MANY = re.compile(
    r"\b(?:which|what) (?:\w+ )?(?:models?|ones?|llms?|fits?|runs?|can|could)\b|\ball\b",
    re.IGNORECASE,
)
WEAK = 0.45


def is_own(reading: Reading) -> bool:
    """Whether a message surely steers, chats or wants advice."""
    best = reading.best
    group = best.intent.partition("/")[0] if best else ""
    own = group in {"recommend", "control", "smalltalk"}
    return own and best is not None and best.confidence >= WEAK


def is_all_name(reading: Reading) -> bool:
    """Whether a message holds a name and only small words beside it: "gpt-oss 120b too?"."""
    named = {n for m in reading.mentions for n in range(m.start, m.end)}
    words = reading.corrected.split()
    return all(word in SMALL for place, word in enumerate(words) if place not in named)


def names_two(reading: Reading) -> bool:
    """ "openai vs anthropic", "llama or a closed one": it brings both of what it asks about."""
    return len({*reading.ids("vendor", "model", "license"), *reading.sides}) >= 2
