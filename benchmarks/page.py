"""Measures as a Markdown table, and the page of the documentation around it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from typing import Final

from benchmarks.measures import Measure

__all__ = ["page", "row", "table"]

_HEAD: Final = (
    "What", "Beside", "Records", "Ratio", "Target", "Met", "onrecord", "Its time", "Memory",
)  # fmt: skip
_PEERS: Final = (
    "pydantic",
    "pyyaml",
    "check-jsonschema",
    "yamllint",
    "yamale",
    "pyarrow",
    "orjson",
)

_PAGE: Final = """\
---
hide:
  - navigation
  - toc
---

# Benchmarks

How long the library takes, beside other tools on the same files in the same run. Times belong to
one machine; the ratios travel. `python -m benchmarks --write` in a checkout measures everything
again and writes this page.

{table}

## What is compared

The corpus is made up, of records of every kind, {bytes} bytes each on average, and every rule is
content with it. `python -m benchmarks` writes it from a seed, so that it is the same everywhere.

- **validate** reads every file, checks it with every rule, follows every reference and knows the
  line and column of all it could report. check-jsonschema and yamale check structure alone, with
  one schema a kind; yamllint checks layout alone. Each is run as a fresh process, once for each
  kind where it takes one schema at a time.
- **The floor** is what no validator of YAML in Python can leave out: to read the files, to have
  libyaml parse them without making an object, and to run the models over data that is there
  already.
- **Fresh processes** are timed from outside, with Python's compiled files in place.
- **build** makes all files of a release in memory; beside it pyarrow and orjson write the rows of
  those very files, from Python objects that are there already.

A ratio says how many times the other's time the library takes, or how many times it is *as fast*.
All times are medians, memory is the most that the largest process held. The targets of validation
are for 10,000 records and more: below that it is the start of Python that counts.

## What stands in the way of the others

- **Cold validation.** About a quarter of the time is the objects that PyYAML makes of libyaml's
  events, each with two marks; the floor has none of them. Another parser of YAML would be faster,
  and a second reading of the same text, which may differ: records are worth more than the time. A
  seventh is the canonical form, two fifths are the rules.
- **One record changed.** What must be there to judge a single record, which is models, parser and
  rules, takes as long to import as the whole run takes where nothing changed.
- **A fresh process, explain.** pydantic's `BaseModel` with one model built takes 2.4 times as
  long as `import pydantic`, which loads neither.
- **build.** The peers write rows that are there already; here the rows are made of records first,
  and each record is written in the form that is hashed.

Measured with Python {python} on {cores} cores of {machine}, beside {versions}.
"""


def row(measure: Measure) -> tuple[str, ...]:
    """The cells of one measure."""
    records = "" if measure.records is None else f"{measure.records:,}"
    memory = "" if measure.megabytes is None else f"{measure.megabytes:,.0f} MB"
    met = {True: "met", False: "**missed**", None: ""}[measure.is_met]
    return (
        measure.what, measure.other, records, _ratio(measure), _target(measure), met,
        _time(measure.ours), _time(measure.theirs), memory,
    )  # fmt: skip


def _ratio(measure: Measure) -> str:
    return f"{measure.ratio:,.2f}×{' as fast' if measure.faster else ''}"


def _target(measure: Measure) -> str:
    parts = []
    if measure.at_most is not None:
        parts.append(f"at most {measure.at_most:g}×")
    if measure.at_least is not None:
        parts.append(f"at least {measure.at_least:g}×")
    if measure.limit_mb is not None:
        parts.append(f"{measure.limit_mb:,.0f} MB")
    return ", ".join(parts)


def _time(seconds: float) -> str:
    if seconds < 0.001:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def table(measures: Iterable[Measure]) -> str:
    """The measures as a table that reads well as plain text too."""
    rows = [_HEAD, *map(row, measures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line(cells, widths) for cells in rows]
    return "\n".join([lines[0], _line(["-" * width for width in widths], widths), *lines[1:]])


def _line(cells: Iterable[str], widths: list[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def page(measures: Iterable[Measure], *, bytes_a_record: int) -> str:
    """The whole page of the documentation."""
    return _PAGE.format(
        table=table(measures),
        bytes=f"{bytes_a_record:,}",
        python=platform.python_version(),
        cores=os.cpu_count(),
        machine=platform.machine(),
        versions=", ".join(f"{name} {version(name)}" for name in _PEERS),
    )
