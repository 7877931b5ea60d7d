"""Makes a person's words safe to repeat: no mark-up, no mention, no link, not too long."""

from __future__ import annotations

import re

LONGEST = 80
LINK = re.compile(r"\S*(?:://|www\.)\S*")
UNSAFE = re.compile(r"[^\w\s.,;:!?%$€£+'’/()-]")
UNDERSCORES = re.compile(r"_+")


def quote(text: str, longest: int = LONGEST) -> str:
    """`text` in quotation marks, cut at a word; links and marks that a chat would obey left out."""
    bare = UNSAFE.sub(" ", LINK.sub("…", text))
    bare = " ".join(UNDERSCORES.sub(" ", bare).replace("](", " ").split())
    if len(bare) > longest:
        bare = bare[:longest].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return f"“{bare}”"
