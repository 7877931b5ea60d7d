"""The program's entry: `python -m bot`, installed as `ajar`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from bot.errors import AjarError

INTERRUPTED = 130
RARELY = (100_000, 50, 100)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; errors meant for a person become one message.

    `jsonl` is taken first: programs start it often, and the command line's own modules are slow
    to import.
    """
    gc.set_threshold(*RARELY)  # nearly all that a start makes stays; looking for waste takes time
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments[:1] == ["jsonl"]:
            from bot.cli.jsonl import main as jsonl

            return jsonl(arguments[1:])
        from bot.cli.commands import main as commands

        commands(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except AjarError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
