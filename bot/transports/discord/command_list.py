"""The slash commands as data: what each asks for, and what it says to the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.content.snapshot import Content

Need = Literal["things", "models", "licenses", "devices", "choice"]
Offer = Literal["asked", "terms", "models", "licenses", "names", "things", "aspects", "devices"]


@dataclass(frozen=True)
class Slot:
    """One option of a command. `offers` names the list that completes it; `joins` the slot of the
    sentence in which several options come together; `choices` are (phrase, option id) pairs."""

    name: str
    offers: Offer | None = None
    is_needed: bool = True
    joins: str | None = None
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Spec:
    """A command: it brings `control`, an option id, to the engine, or answers by the front end's
    own `note`, or says a sentence: the phrase `discord_text_<name>`, with the names of the optional
    slots that were filled behind it, each after an underscore. `needs` is what a content pack must
    have for the command to be of use."""

    name: str
    slots: tuple[Slot, ...] = ()
    control: str | None = None
    note: str | None = None
    is_hidden: bool = False
    needs: tuple[Need, ...] = ()

    def sentence(self, given: Mapping[str, str], joint: str) -> tuple[str, dict[str, str]]:
        """The phrase's key and its slots; options that join are put together by `joint`."""
        slots: dict[str, str] = {}
        extra = ""
        for slot in self.slots:
            value = given.get(slot.name)
            if value is None:
                continue
            if slot.joins:
                slots[slot.joins] = joint.join(filter(None, (slots.get(slot.joins), value)))
                continue
            slots[slot.name] = value
            extra += "" if slot.is_needed else f"_{slot.name}"
        return f"discord_text_{self.name}{extra}", slots


THINGS: Final = ("first", "second", "third", "fourth")
RATINGS: Final = (
    ("discord_rating_good", "control:feedback-good"),
    ("discord_rating_bad", "control:feedback-bad"),
)
SPECS: Final = (
    Spec("ask", (Slot("question", "asked"),)),
    Spec(
        "compare",
        (
            *(Slot(name, "things", n < 2, joins="things") for n, name in enumerate(THINGS)),
            Slot("aspect", "aspects", is_needed=False),
        ),
        needs=("things",),
    ),
    Spec("model", (Slot("name", "models"),), needs=("models",)),
    Spec("license", (Slot("name", "licenses"),), needs=("licenses",)),
    Spec(
        "fits",
        (Slot("device", "devices"), Slot("model", "names", is_needed=False)),
        needs=("devices", "models"),
    ),
    Spec(
        "cost",
        (Slot("model", "names"), Slot("usage", is_needed=False)),
        needs=("models",),
    ),
    Spec("recommend", (Slot("about", is_needed=False),), needs=("choice",)),
    Spec("define", (Slot("term", "terms"),)),
    Spec("answers", control="control:summary", is_hidden=True, needs=("choice",)),
    Spec("export", control="control:export", is_hidden=True),
    Spec("privacy", note="discord_privacy"),
    Spec("forget", control="control:delete", is_hidden=True),
    Spec(
        "feedback",
        (Slot("rating", choices=RATINGS), Slot("comment", is_needed=False)),
        is_hidden=True,
        needs=("choice",),
    ),
    Spec("help", note="discord_help"),
)


def specs_for(content: Content) -> tuple[Spec, ...]:
    """The commands that this content has an answer for."""
    has: dict[Need, bool] = {
        "things": bool(content.guide.sides or content.models or content.licenses),
        "models": bool(content.models),
        "licenses": bool(content.licenses),
        "devices": bool(content.devices),
        "choice": bool(content.factors),
    }
    return tuple(spec for spec in SPECS if all(has[need] for need in spec.needs))
