"""``python -m benchmarks``: everything measured side by side, each beside its target."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.corpus import corpus
from benchmarks.measures import GROUPS, Bench, Measure
from benchmarks.page import page, table
from benchmarks.timing import CHECKOUT

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints a table, and with ``--write`` writes the page of the documentation."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        bench = Bench(
            folder=Path(folder),
            sizes=tuple(sorted(options.sizes)),
            peers=tuple(sorted(options.peers)),
            repeat=options.repeat,
        )
        measures = list(_taken(bench, options.only or list(GROUPS)))
    print(table(measures))
    if options.write:
        contents = [content for _, content in corpus(1000)]
        average = sum(map(len, contents)) // len(contents)
        text = page(measures, bytes_a_record=average)
        (CHECKOUT / "docs/benchmarks.md").write_text(text, encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], metavar="N")
    parser.add_argument(
        "--peers", type=int, nargs="*", default=[10_000], metavar="N",
        help="sizes at which other validators run too; 10,000 take them minutes",
    )  # fmt: skip
    parser.add_argument("--repeat", type=int, default=5, metavar="N")
    parser.add_argument("--only", nargs="+", choices=list(GROUPS), help="groups of measures")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    return parser


def _taken(bench: Bench, names: Sequence[str]) -> Iterator[Measure]:
    for name in names:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        yield from GROUPS[name](bench)


if __name__ == "__main__":
    sys.exit(main())
