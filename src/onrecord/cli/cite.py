"""``onrecord cite``: how to cite a source, or a record of the dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli import console
from onrecord.cli.options import records_option
from onrecord.cli.reading import known_record

if TYPE_CHECKING:
    from onrecord.dataset import Dataset
    from onrecord.models import Record

__all__ = ["STYLES", "command"]

STYLES = ("apa", "chicago", "bibtex", "csl-json", "wiki")
"""The styles as a person types them."""

EXAMPLES = """\b
Examples:
  onrecord cite 2022-11-05-babel-iran-supplied-drones
  onrecord cite 2022-11-05-amir-abdollahian-limited-number-of-drones --style bibtex
  onrecord list sources --period 2022-11 --format ids | xargs onrecord cite --style bibtex
  onrecord cite 2022-11-05-babel-iran-supplied-drones --style wiki

A source is cited itself; any other record is cited as a part of this version of the dataset.
Authors stand as the source prints their names."""


@click.command("cite", epilog=EXAMPLES, short_help="How to cite a source or a record.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option(
    "--style",
    type=click.Choice(STYLES),
    default="apa",
    show_default=True,
    help="A style of citing, or a format for programs.",
)
@records_option
def command(ids: tuple[str, ...], style: str, records: str | None) -> int:
    """Write how to cite each record with an ID given."""
    from onrecord import api
    from onrecord.reporters.terminal import visible

    dataset = api.load(records)
    found = [known_record(dataset, each) for each in ids]
    if style == "csl-json":
        console.write(_as_one_list(found, dataset))
        return 0
    for record in found:
        lines = dataset.cite(record, style).split("\n")
        console.write("".join(f"{visible(line)}\n" for line in lines))
    return 0


def _as_one_list(found: list[Record], dataset: Dataset) -> str:
    from onrecord.dataset.citing import csl_item, work_of
    from onrecord.reporters.data import to_json

    return to_json([csl_item(work_of(record, dataset)) for record in found])
