"""What every content model is made of: kinds of text, dates, and the base class."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def real_date(text: str) -> str:
    """The text where it is a year, a month or a day of the calendar."""
    try:
        if not DATE.fullmatch(text):
            raise ValueError
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError as error:
        raise PydanticCustomError("date", "{text} is no date", {"text": repr(text)}) from error
    return text


Side = Literal["open", "closed"]
Leaning = Literal["open", "closed", "neutral", "unknown"]
# Programs are told ids, and may rely on this form.
GROUPS = r"[a-z0-9]+([._-][a-z0-9]+)*"
Id = Annotated[str, StringConstraints(pattern=rf"^{GROUPS}(/{GROUPS})*$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Date = Annotated[str, AfterValidator(real_date)]
Permission = Literal["yes", "no", "conditional"]


class Part(BaseModel):
    """Base of all content models."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceRef(Part):
    """Where a statement comes from; `url` may be missing, as for a book."""

    title: Text
    url: Text | None = None
    as_of: Date | None = None
