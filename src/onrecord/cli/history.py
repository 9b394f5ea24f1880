"""``onrecord history``: what was said of a claim, in order, and its status at each step."""

from __future__ import annotations

import click

from onrecord.cli import console
from onrecord.cli.options import format_option, records_option
from onrecord.cli.reading import dataset_as_of, known_claim

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord history iran-supplied-drones-to-russia
  onrecord history iran-supplied-drones-to-russia --changes
  onrecord history iran-supplied-drones-to-russia --as-of 2022-11-05
  onrecord history iran-supplied-drones-to-russia --format json | jq .status

The marks are + affirms, − denies, ± partly affirms, ○ leaves open,
? declines to comment, × retracts, • an event.
How the status follows: docs/claims.md."""


@click.command("history", epilog=EXAMPLES, short_help="What was said of a claim, in order.")
@click.argument("claim", metavar="CLAIM")
@click.option("--changes", is_flag=True, help="Only where the claim's status changed.")
@click.option("--as-of", metavar="EDTF", help="Only what surely was said by the end of this day.")
@records_option
@format_option()
def command(claim: str, changes: bool, as_of: str | None, records: str | None, format_: str) -> int:
    """Show what was said of a CLAIM and bears on it, in order, with its status at each step."""
    from onrecord.reporters.cards.chain import history_data, render_history
    from onrecord.reporters.data import to_json

    dataset = dataset_as_of(records, as_of)
    history = dataset.history(known_claim(dataset, claim))
    if format_ == "json":
        console.write(to_json(history_data(history)))
    else:
        console.write(render_history(history, dataset, console.look(), changes=changes))
    return 0
