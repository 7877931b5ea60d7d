"""Makes any text safe and plain: bounded length, no control characters, one form of each letter."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 2000
MAX_PLAIN = 2 * MAX_CHARACTERS
MAX_TOKENS = 300
LONGEST_TOKEN = 40
INVISIBLE = frozenset(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0x00AD, 0xFEFF, 0x2800]
)
TOKEN = re.compile(r"[a-z0-9]+")
APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ·")
STRETCHED = re.compile(r"([a-z])\1{2,}")
TIMES = re.compile(r"\b(\d{1,2})\s?x\s?(?=[a-z]?\d{2,4})()")
POSSESSIVE = re.compile(
    r"\b(?!(?:what|who|how|that|it|where|there|here|let|he|she|when|why|one)['’])(\w+)['’]s\b"
)
MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:)[^<>\s]{1,60}>")
# Letters of other scripts that look like Latin ones (Cyrillic, Greek, small capitals).
LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһԛԝьАЕОРСУХІЈЅВКМНТοαευιρνκτχΟΑΕΙΡΝΚΤΧΒΗΜΖɪʟʀɴꜰɢʙʜᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢ",
    "aeopcyxijsdhqwbAEOPCYXIJSBKMHToaeuipvktxOAEIPNKTXBHMZilrnfgbhacdejkmoptuvwz",
)


def clean(text: str, limit: int = MAX_CHARACTERS) -> tuple[str, bool]:
    """The text with nothing in it that could harm a log, a database or a screen.

    Returns (text, whether it was cut at `limit` characters). Lone surrogates, control, format and
    invisible characters are dropped; line breaks and tabs become blanks.
    """
    is_cut = len(text) > limit
    if text.isascii() and text.isprintable():
        return re.sub(r" {2,}", " ", text[:limit]).strip(), is_cut
    kept: list[str] = []
    for char in text[:limit]:
        if char in "\n\r\t":
            kept.append(" ")
        elif ord(char) in INVISIBLE or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            continue
        else:
            kept.append(char)
    return re.sub(r" {2,}", " ", "".join(kept)).strip(), is_cut


def plain(text: str) -> str:
    """Lower case, compatibility forms and look-alike letters folded, accents and marks removed.

    One letter may be short for up to 18 others, so that text other than ASCII is cut here as well.
    """
    if text.isascii():
        return MARKUP.sub(" ", text).lower()
    folded = unicodedata.normalize("NFKC", MARKUP.sub(" ", text))[:MAX_PLAIN]
    latin = sum("a" <= char.lower() <= "z" for char in folded)
    foreign = sum(char.isalpha() and ord(char) > 0x24F for char in folded)
    if latin and foreign <= 2 * latin:
        folded = folded.translate(LOOKALIKES)
    decomposed = unicodedata.normalize("NFKD", folded.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokens(text: str) -> list[str]:
    """Words and numbers of an already plain text; "noooo" becomes "noo"."""
    if "'" in text or "’" in text:
        text = POSSESSIVE.sub(r"\1", text)
    bare = text.translate(APOSTROPHES)
    if "x" in bare:
        bare = TIMES.sub(r"\1x \2", bare)
    if STRETCHED.search(bare):
        bare = STRETCHED.sub(r"\1\1", bare)
    return [token[:LONGEST_TOKEN] for token in TOKEN.findall(bare)[:MAX_TOKENS]]
