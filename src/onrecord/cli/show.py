"""``onrecord show``: one record as a card, with what other records say of it."""

from __future__ import annotations

from pathlib import PurePath

import click
from click.shell_completion import CompletionItem

from onrecord.cli import console
from onrecord.cli.options import format_option, records_option

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord show iran-supplied-drones-to-russia      a claim, with its history in order
  onrecord show hossein-amir-abdollahian            an actor: offices, statements
  onrecord show 2022-11-05-some-statement --format json
  onrecord show records/systems/shahed-136.yaml --records records

Without --records the dataset that was installed with onrecord is read. A former id finds the record
that now has another one."""


def _complete(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from onrecord import api

    dataset = api.load(context.params.get("records"))
    return [
        CompletionItem(record_id, help=kind)
        for kind in _kinds()
        for record_id in dataset.of_kind(kind)
        if record_id.startswith(incomplete)
    ]


@click.command("show", epilog=EXAMPLES, short_help="Show one record and what others say of it.")
@click.argument("id_", metavar="ID", shell_complete=_complete)
@records_option
@format_option()
def command(id_: str, records: str | None, format_: str) -> int:
    """Show the record with this ID, of any kind, and what other records say of it."""
    from onrecord import api
    from onrecord.reporters.cards import card_data, render_card
    from onrecord.reporters.data import to_json
    from onrecord.values.ids import nearest

    dataset = api.load(records)
    wanted = PurePath(id_).stem if id_.endswith(".yaml") else id_
    record = dataset.get(wanted)
    if record is None:
        known = [each for kind in _kinds() for each in dataset.of_kind(kind)]
        message = f"no record has the id {wanted!r}"
        raise console.UnknownError(message, nearest(wanted, known))
    if format_ == "json":
        console.write(to_json(card_data(record, dataset)))
    else:
        console.write(render_card(record, dataset, console.look()))
    return 0


def _kinds() -> tuple[str, ...]:
    from onrecord.models import RECORD_KINDS

    return tuple(RECORD_KINDS)
