"""What has to be there before a measure, each made by a process of its own.

A process that grows counts as memory of those that it starts, so the one that measures stays small.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.corpus import write_corpus

__all__ = ["main"]


def main(what: str, first: str, target: str) -> None:
    """``records SIZE FOLDER`` writes a corpus, ``compiled RECORDS FILE`` compiles one."""
    match what:
        case "records":
            write_corpus(Path(target), int(first))
        case "compiled":
            from onrecord.api import compile_records

            Path(target).write_bytes(compile_records(first))
        case _:
            sys.exit(f"nothing is called {what}")


if __name__ == "__main__":
    main(*sys.argv[1:])
