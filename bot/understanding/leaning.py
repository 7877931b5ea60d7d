"""Whether a message leans on the talk before, or stands by itself: by its words, and by what it
likely does after the last reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.context import points
from bot.understanding.reading import Candidate, Reading
from bot.understanding.sequel import ALONE

OPENERS = re.compile(
    r"^(?:(?:ouch|wow|ok|okay|lol|hm+|nice|cool|thanks|great|damn|oh|ah|right|fine) )*"
    r"(?:and|n|but|so|ok|okay|now|next|then|also|or|what about|how about|wot about|whats about|"
    r"not|no|nope|i meant?|sorry|instead|same|versus|vs)\b"
)
SMALL = frozenset(
    {"and", "n", "but", "so", "ok", "okay", "or", "then", "too", "also", "as", "well", "instead"}
    | {"same", "for", "with", "now", "what", "about", "how", "the", "a", "an", "on", "at", "of"}
    | {"in", "please", "pls", "hm", "ouch", "wow", "nice", "cool", "lol", "thanks", "that", "one"}
    | {"is", "it", "will", "would", "does", "can", "again", "maybe", "just", "only", "add", "plus"}
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
ADDING = re.compile(r"^(?:and|add|plus|also|with|what about|how about)\b|\b(?:too|as well)$")
# "and in companies?": no verb, only what else or where else.
ELLIPTIC = re.compile(
    r"^(?:and|but|also|what about|how about)(?: (?:for|with|in|on|at|by|a|an|the|my|our|your))*"
    r"((?: [a-z0-9-]+){1,3})$"
)
STEM = 4
# Asked of models in general: "which models fit in 24 gb".
MANY = re.compile(
    r"\b(?:which|what) (?:\w+ )?(?:models?|ones?|llms?|fits?|runs?|can|could)\b|\ball\b",
    re.IGNORECASE,
)
ANOTHER = re.compile(r"\b(?:is|are) there (?:an?|any|some) (?:\w+ ){0,2}(?:models?|ones?)\b")
WEAK = 0.45
LEANS = 0.4
SURE_IT = 0.6
FEW, SHORT = 3, 5
CLEARLY = 0.25
MAYBE, LIKELY, SURELY = 0.3, 0.5, 0.8
GOES_ON = frozenset({"same", "stay"})
ELSEWHERE = frozenset({"outside", "recommend", "ask/compare"})


def answers(reading: Reading) -> bool:
    """Whether a message that asks nothing surely answers the question pending."""
    said = reading.answer
    return said is not None and said.fit * said.confidence >= SURE_IT and not reading.is_question


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


def asks_of_it(reading: Reading) -> bool:
    """ "who", "so can i use it at work": reads better with the last reply's thing put in than as it
    stands, be that as a wish to steer or to be advised."""
    best, leaning = reading.best, next(iter(reading.contextual), None)
    words = reading.corrected.split()
    if best is None or leaning is None or not leaning.intent.startswith("ask/"):
        return False
    if leaning.confidence < max(SURE_IT, best.confidence):
        return False
    is_far_better = leaning.confidence >= best.confidence + CLEARLY and len(words) <= SHORT
    return points(words) or len(words) <= FEW or is_far_better


def leaning_of(reading: Reading) -> Candidate:
    """The likeliest reading with the last reply's thing put in; where "its" points at that, what is
    asked of a thing comes before another world."""
    first = reading.contextual[0]
    if first.intent != "outside" or not points(reading.corrected.split()):
        return first
    asks = (c for c in reading.contextual if c.intent.startswith("ask/") and c.confidence >= LEANS)
    return next(asks, first)


def with_subject(reading: Reading, topic: str) -> Candidate | None:
    """The likeliest reading with the last reply's subject, `topic`, put in, where what the message
    asks by itself adds to that: "who do i ring when it breaks" asks for support, whatever "it" is.
    A part of the subject comes before the whole, which has just been told."""
    by_itself = {c.intent: c.confidence for c in reading.candidates}
    known = sorted(
        reading.contextual,
        key=lambda c: c.confidence + by_itself.get(c.intent, 0.0),
        reverse=True,
    )
    if not known:
        return None
    parts = (c for c in known if c.intent.startswith(f"{topic}/") and c.confidence >= MAYBE)
    meant = next(parts, known[0]) if known[0].intent == topic else known[0]
    return replace(meant, confidence=max(meant.confidence, by_itself.get(meant.intent, 0.0)))


def elliptic(text: str) -> tuple[str, ...]:
    """The words of "and in companies" that say something; none where it is more than that."""
    found = ELLIPTIC.match(text)
    return tuple(found[1].split()) if found and not points(text.split()) else ()


def names_any(words: Sequence[str], name: str) -> bool:
    """Whether one of the words begins as one of a name does: "quantized" as "quantization"."""
    stems = {each[:STEM] for each in re.findall(r"[a-z0-9]+", name.lower())}
    return any(word[:STEM] in stems for word in words)


def leans(reading: Reading, least: float = LIKELY) -> Candidate | None:
    """What the message does after the last reply, where that is likely and it doesn't stand by
    itself."""
    likeliest = next(iter(reading.sequels), None)
    if likeliest is None or likeliest.intent == ALONE:
        return None
    sure = likeliest.confidence
    if likeliest.intent in GOES_ON:  # these two are near each other, and lean alike
        sure = min(1.0, sum(c.confidence for c in reading.sequels if c.intent in GOES_ON))
    return replace(likeliest, confidence=sure) if sure >= least else None


def is_alone(reading: Reading) -> bool:
    """Whether a message likely stands by itself, although something was said before it."""
    return any(c.intent == ALONE and c.confidence >= LIKELY for c in reading.sequels[:1])


def may_go_on(reading: Reading) -> bool:
    """Whether a message may go on from the last reply, and so begins no dialogue."""
    return leans(reading, MAYBE) is not None and not wants_advice(reading)


def wants_advice(reading: Reading) -> bool:
    """Whether a message wishes for advice, more surely than it goes on from the last reply."""
    best = reading.best
    likeliest = max((c.confidence for c in reading.sequels), default=0.0)
    wishes = best is not None and best.intent == "recommend"
    return wishes and best is not None and best.confidence >= max(SURELY, likeliest)


def goes_on_with(reading: Reading, kind: str) -> bool:
    """Whether a message asks the last question, which was of this kind, with other particulars."""
    sequel, best = leans(reading), reading.best
    if sequel is None or sequel.intent not in {"same", "stay", kind}:
        return False
    if best is None or best.intent in {*ELSEWHERE, f"ask/{kind}"}:
        return True
    return best.confidence <= sequel.confidence


def sets_beside(reading: Reading) -> bool:
    """Whether a message wants to see something beside what was last talked of."""
    sequel = leans(reading, SURELY)
    return sequel is not None and sequel.intent == "compare"
