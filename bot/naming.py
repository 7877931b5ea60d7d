"""The ids of people and channels as they are kept: safe for every database, or under a key."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

LONGEST = 128
HEX = 64
LOCAL = "local"
KEYED = re.compile(rf"hmac:[0-9a-f]{{{HEX}}}")


@dataclass(frozen=True)
class Naming:
    """Turns an id as a front end gives it into the one that is kept.

    With a `key` that is HMAC-SHA256 (RFC 2104) of the id: the same person is known again, and who
    it is can't be told, or tried out from a list of ids, without the key.
    """

    key: bytes = b""

    def __call__(self, text: str) -> str:
        return keyed(plain(text), self.key) if self.key else plain(text)

    def every(self, text: str) -> tuple[str, ...]:
        """All ids under which something may be kept of a person, as from before there was a key."""
        return tuple(dict.fromkeys((self(text), plain(text))))


def plain(text: str) -> str:
    """Never empty, without NUL and lone surrogates, at most 128 characters; two ids that differ
    stay apart, since what would not fit or can't be kept gives way to a hash of the whole."""
    raw = text.encode("utf-8", "surrogatepass")
    safe = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "?")
    if len(text) > LONGEST or safe != text:
        return f"{safe[: LONGEST - HEX - 1]}#{hashlib.sha256(raw).hexdigest()}"
    return safe or LOCAL


def keyed(name: str, key: bytes) -> str:
    """A kept id under the key; one that is under a key already stays as it is."""
    if KEYED.fullmatch(name):
        return name
    return f"hmac:{hmac.new(key, name.encode(), hashlib.sha256).hexdigest()}"
