"""``onrecord timeline``: what was said and what happened, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from onrecord.cli import console
from onrecord.cli.listing import conditions, select
from onrecord.cli.options import FOR_COMMANDS, format_option, records_option
from onrecord.cli.reading import dataset_as_of

if TYPE_CHECKING:
    from onrecord.models import Event, Statement

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord timeline --period 2022-10
  onrecord timeline --claim iran-supplied-drones-to-russia --period 2022-10/2022-12
  onrecord timeline --topic sanctions --country GB
  onrecord timeline --speaker nasser-kanaani --whole

Conditions add up; --period takes any EDTF date and finds what may fall into it, with --surely only
what does. The marks are “ a statement, • an event; with --claim, + affirms, − denies, ± partly
affirms and so on."""


@click.command("timeline", epilog=EXAMPLES, short_help="What was said and happened, in order.")
@conditions
@click.option("--whole", is_flag=True, help="Do not cut long summaries.")
@click.option("--as-of", metavar="EDTF", help="Only what surely was there by the end of this day.")
@records_option
@format_option("text", "json", "ids", help=FOR_COMMANDS)
def command(
    whole: bool, as_of: str | None, records: str | None, format_: str, **given: str | bool | None
) -> int:
    """Show the statements and events that meet every condition given, in order, by month."""
    from onrecord.models import Kind
    from onrecord.reporters.data import to_json
    from onrecord.reporters.timeline import render_timeline

    dataset = dataset_as_of(records, as_of)
    chosen = select(dataset, (Kind.STATEMENT, Kind.EVENT), given)
    found = [cast("Statement | Event", record) for record in chosen if record.is_active]
    found.sort(key=lambda record: (record.date.sort_key, record.id))
    if format_ == "json":
        console.write(to_json([{"kind": each.kind.value, **each.to_dict()} for each in found]))
    elif format_ == "ids":
        console.write("".join(f"{record.id}\n" for record in found))
    else:
        claim = dataset.resolve(str(given["claim"])) if given["claim"] else None
        look = console.look()
        console.write(render_timeline(found, dataset, look, whole=whole, claim=claim))
    return 0
