"""A folder of built artefacts that may vanish or be damaged at any time without harm.

Every file carries the SHA-256 of what follows; one that does not match reads as absent.
Writing goes through a temporary file and a rename, so that two processes never see half a file.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

DIGEST_BYTES = 32
KEEP = 6


class Cache:
    """Named byte strings in a folder; a folder of None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def read_bytes(self, name: str) -> bytes | None:
        """What was written under `name`, or None where it is absent or damaged."""
        if self.folder is None:
            return None
        try:
            raw = (self.folder / name).read_bytes()
        except OSError:
            return None
        digest, body = raw[:DIGEST_BYTES], raw[DIGEST_BYTES:]
        return body if hashlib.sha256(body).digest() == digest else None

    def holds(self, name: str) -> bool:
        """Whether there is a file of this name; it may yet be damaged."""
        return self.folder is not None and (self.folder / name).exists()

    def write_bytes(self, name: str, body: bytes) -> None:
        """Keeps `body`; a folder that can't be written to is no error, only slower next time."""
        if self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(body).digest() + body)
            Path(temporary).replace(self.folder / name)
            self._tidy(name)
        except OSError:
            return

    def read_text(self, name: str) -> str | None:
        body = self.read_bytes(name)
        return None if body is None else body.decode("utf-8", "replace")

    def write_text(self, name: str, text: str) -> None:
        self.write_bytes(name, text.encode("utf-8"))

    def _tidy(self, name: str) -> None:
        """Keeps the newest few artefacts of this name's sort (the part before the hyphen)."""
        assert self.folder is not None
        sort = name.split("-", 1)[0]
        alike = sorted(
            self.folder.glob(f"{sort}-*"), key=lambda path: path.stat().st_mtime, reverse=True
        )
        for old in alike[KEEP:]:
            old.unlink(missing_ok=True)
