"""Looks for secrets among the files of the repository, with detect-secrets; needs no network.

Run: python .ci/secrets.py [FILE …]; without files, all that git knows. Exits with 1 where something
looks like a secret and `.ci/known-secrets.json` doesn't explain it. That file has the SHA-1 of each
text that is none, as detect-secrets gives it, and why.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

ROOT = Path(__file__).resolve().parent.parent
KNOWN = ROOT / ".ci" / "known-secrets.json"
# Hashes of packages and of texts, which are random by nature.
UNREAD = (".lock", KNOWN.name)


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [name for name in listed.stdout.split("\0") if name]


def found_in(names: list[str]) -> list[tuple[str, int, str, str]]:
    """(file, line, kind, hash) of whatever looks like a secret and is not explained."""
    known = json.loads(KNOWN.read_text())
    secrets = SecretsCollection(root=str(ROOT))
    with default_settings():
        read = (each for each in names if not each.endswith(UNREAD) and (ROOT / each).is_file())
        secrets.scan_files(*read)
    return sorted(
        (name, secret.line_number, secret.type, secret.secret_hash)
        for name, secret in secrets
        if secret.secret_hash not in known
    )


def main(names: list[str]) -> int:
    found = found_in(names or tracked())
    for name, line, kind, hash_ in found:
        print(f"{name}:{line}: this looks like a secret ({kind}, {hash_})")
    if found:
        print("Take it out and revoke it; if it is none, say why in .ci/known-secrets.json.")
    else:
        print("No secrets found.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
