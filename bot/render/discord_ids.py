"""The custom ids of the bot's buttons: a version, what the button does, and where it belongs.

They hold all that a click needs, so that a button works after a restart. Nothing in them is
trusted: the engine checks whose session it is and whether the option is still on offer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.render.limits import CUSTOM_ID, length

VERSION: Final = "a1"
SESSION = r"(?P<session>[^:\s]{0,22})"
USER = r"(?P<user>\d{1,20})"

# `stay` is "s" where a click leaves the message as it is, and "e" where it edits it.
PRESS: Final = re.compile(rf"{VERSION}:p:(?P<stay>[se]):{SESSION}:(?P<option>[^\n]+)")
MENU: Final = re.compile(rf"{VERSION}:m:(?P<stay>[se])\d:{SESSION}")
WORDS: Final = re.compile(rf"{VERSION}:w:{USER}:(?P<factor>[a-z0-9_-]{{0,60}})")
TERM: Final = f"{VERSION}:t"
FORM: Final = re.compile(rf"{VERSION}:f:(?P<factor>[a-z0-9_-]{{0,60}})")
SEALED: Final = re.compile(rf"{VERSION}:r:{USER}:(?P<token>[\w-]{{1,32}})")
STARTER: Final = re.compile(rf"{VERSION}:q:(?P<prompt>[a-z0-9_]{{1,60}})")
COMPONENTS: Final = (PRESS, MENU, WORDS, SEALED, STARTER)


@dataclass(frozen=True)
class Place:
    """The session that a message belongs to, and whether a click may edit that message."""

    session: str
    is_edited: bool

    @property
    def mark(self) -> str:
        return "e" if self.is_edited else "s"


def press(place: Place, option: str) -> str | None:
    """The id of an option's button; None where it can't be put in one and found again."""
    custom_id = f"{VERSION}:p:{place.mark}:{place.session}:{option}"
    match = PRESS.fullmatch(custom_id)
    is_same = match is not None and (match["session"], match["option"]) == (place.session, option)
    return custom_id if is_same and length(custom_id) <= CUSTOM_ID else None


def menu(place: Place, number: int) -> str:
    """The id of the message's select with this number, 0 to 9; `place` is one that carries ids."""
    return f"{VERSION}:m:{place.mark}{number}:{place.session}"


def words(user: str, factor: str) -> str | None:
    """The id of the button that asks for an answer in the person's own words."""
    custom_id = f"{VERSION}:w:{user}:{factor}"
    return custom_id if WORDS.fullmatch(custom_id) else None


def form(factor: str) -> str:
    return f"{VERSION}:f:{factor}"


def sealed(user: str, token: str) -> str:
    """The id of the button that shows a private reply to the person it is for."""
    return f"{VERSION}:r:{user}:{token}"


def starter(prompt: str) -> str:
    """The id of a button that says a fixed sentence for whoever clicks it."""
    return f"{VERSION}:q:{prompt}"
