"""``onrecord build``: a release, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli import console
from onrecord.cli.options import format_option

if TYPE_CHECKING:
    from onrecord.api import Built
    from onrecord.reporters import Look

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord build --out release
  onrecord build path/to/records --out release --format json
  onrecord build --out release --previous last-release

Records with an error are refused: the report is printed, nothing is written and the exit code is 1.
A release that was in the folder before stays as it was until the new one is complete."""


@click.command("build", epilog=EXAMPLES, short_help="Check records and write a release.")
@click.argument("records", default="records", type=click.Path())
@click.option("--out", required=True, type=click.Path(), help="The folder to write into.")
@click.option("--previous", type=click.Path(), help="The release before: tell what changed since.")
@format_option(help="How to tell what was written.")
def command(records: str, out: str, previous: str | None, format_: str) -> int:
    """Check RECORDS and write a release: JSON, Parquet, CSV, SQLite and more, with hashes."""
    from onrecord import api
    from onrecord.diagnostics import InvalidRecordsError
    from onrecord.reporters import render

    try:
        with console.progress("checking") as tell:
            built = api.build(records, out, previous=previous, progress=tell)
    except InvalidRecordsError as error:
        console.write(render(error.report, format_, console.look()))
        console.write("nothing was written: the records have errors\n", to_errors=True)
        return 1
    console.write(_as_json(built) if format_ == "json" else _as_text(built, console.look()))
    return 0


def _as_text(built: Built, look: Look) -> str:
    from onrecord.reporters.text import summary

    width = max(map(len, built.files))
    sizes = {name: f"{size:,}" for name, size in built.files.items()}
    digits = max(map(len, sizes.values()))
    lines = [summary(built.report, look), ""]
    lines += [f"  {name:<{width}}  {size:>{digits}} bytes" for name, size in sizes.items()]
    counts = ", ".join(f"{count:,} {kind}" for kind, count in _counts(built).items())
    lines += ["", f"records    {counts}", f"data hash  {built.data_hash}", ""]
    lines += [f"wrote version {built.dataset.version} to {look.paint('strong', built.out)}"]
    return "\n".join(lines) + "\n"


def _as_json(built: Built) -> str:
    from onrecord.reporters.data import to_json

    data = {
        "version": built.dataset.version,
        "out": built.out,
        "data_hash": built.data_hash,
        "records": _counts(built),
        "files": dict(built.files),
    }
    return to_json(data)


def _counts(built: Built) -> dict[str, int]:
    """How many records of each kind were written."""
    from onrecord.models import RECORD_KINDS

    return {kind.folder: len(built.dataset.of_kind(kind)) for kind in RECORD_KINDS}
