"""``onrecord graph``: the records and their references as a graph."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli import console
from onrecord.cli.options import records_option
from onrecord.cli.reading import dataset_as_of

__all__ = ["FORMATS", "command"]

FORMATS = ("graphml", "json")
"""The formats as a person types them."""

EXAMPLES = """\b
Examples:
  onrecord graph --out onrecord.graphml           for Gephi, yEd, Cytoscape, networkx
  onrecord graph --format json --out onrecord-graph.json
  onrecord graph --as-of 2022-11-05 --out then.graphml

Nodes are records. Edges are references: speaks, takes-stance, cites, responds-to, participates,
publishes, derived-from, part-of and so on, with the stance, the role or the capacity."""


@click.command("graph", epilog=EXAMPLES, short_help="Write the records as a graph.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="graphml",
    show_default=True,
    help="GraphML, or node-link JSON.",
)
@click.option("--out", type=click.Path(dir_okay=False), help="A file to write instead.")
@click.option("--as-of", metavar="EDTF", help="Only what surely was there by the end of this day.")
@records_option
def command(format_: str, out: str | None, as_of: str | None, records: str | None) -> int:
    """Write the records and their references as a graph, for programs that draw networks."""
    from onrecord.exports import graph

    content = graph.FORMATS[format_](dataset_as_of(records, as_of))
    if out is None:
        console.write(content.decode())
    else:
        Path(out).write_bytes(content)
    return 0
