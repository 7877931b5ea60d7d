"""Fuzzes one parser with atheris, from its corpus on: python -m tests.fuzz.run TARGET [-runs=N …].

Without a target it names them all. What crashes is written into the working directory; put it into
the corpus once it is mended, so that the tests replay it from then on.
"""

from __future__ import annotations

import sys
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"


def main(arguments: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["bot"]):
        from tests.fuzz.fuzz_targets import TARGETS
    if not arguments:
        print("\n".join(TARGETS))
        return
    target, *options = arguments
    found = Path("build") / "fuzz" / target
    found.mkdir(parents=True, exist_ok=True)
    # What is found on the way goes into the first folder; the corpus is only read.
    atheris.Setup([sys.argv[0], *options, str(found), str(CORPUS / target)], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
