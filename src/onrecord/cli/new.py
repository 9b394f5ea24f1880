"""``onrecord new``: a record from answers, as a canonical file in its place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli import console

if TYPE_CHECKING:
    from onrecord.curating import Desk
    from onrecord.diagnostics import Report
    from onrecord.drafts import Draft
    from onrecord.models import Kind

__all__ = ["KINDS", "command"]

KINDS = ("statement", "event", "source", "claim", "actor", "system")
"""The kinds of records as a person types them."""

EXAMPLES = """\b
Examples:
  onrecord new source                     asks field by field
  onrecord new statement --set date=2022-11-05 --set speakers.0.actor=hossein-amir-abdollahian
  onrecord new actor --from draft.yaml --no-ask
  onrecord new source --from - --no-ask --dry-run < partial.yaml

A path leads through lists by numbers, from 0; `citations.source` is that of the first citation.
`added`, a source's `accessed` and the id are proposed. What is wrong with a single field is asked
again; what the rules find in the record as a whole is shown.

The path of the new file goes to standard output, findings to standard error. Exit code: 0 if the
file is written and has no errors, 1 if it has, or is no whole record (then it is not written), 2 if
the command could not be carried out."""


@click.command("new", epilog=EXAMPLES, short_help="Write a new record, asking for its fields.")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.option("--set", "assignments", multiple=True, metavar="PATH=VALUE", help="Give an answer.")
@click.option("--from", "source", type=click.File("r", encoding="utf-8"), help="Answers in YAML.")
@click.option("--records", default="records", type=click.Path(), help="The folder of records.")
@click.option(
    "--ask/--no-ask",
    default=None,
    help="Ask for what is missing; the default in a terminal.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; print the file.")
def command(
    kind: str,
    assignments: tuple[str, ...],
    source: Any,
    records: str,
    ask: bool | None,
    dry_run: bool,
) -> int:
    """Write a new record of a KIND: statement, event, source, claim, actor or system."""
    from onrecord import curating
    from onrecord.drafts import assign
    from onrecord.models import MODELS, Kind

    wanted = Kind(kind)
    given = curating.read_partial(source.read(), source.name) if source is not None else {}
    data = assign(given, MODELS[wanted], assignments)
    with console.progress("checking") as tell:
        desk = curating.open_desk(records, progress=tell)
    is_asked = ask if ask is not None else console.is_terminal(sys.stdin)
    made = (_asked if is_asked else _made)(wanted, data, desk)
    if dry_run:
        report = curating.findings(desk, {made.path: made.content})
        console.write(made.text)
        _show(report)
        return 0 if report.ok else 1
    return _written(desk, made, was_shown=is_asked)


def _written(desk: Desk, made: Draft, *, was_shown: bool) -> int:
    from onrecord import curating
    from onrecord.diagnostics import InvalidRecordsError

    try:
        report = curating.create(desk, made)
    except InvalidRecordsError as error:
        _show(error.report)
        console.write(f"{error}\n", to_errors=True)
        return 1
    console.write(f"{desk.shown(made.path)}\n")
    if not was_shown:
        _show(report)
    return 0 if report.ok else 1


def _made(kind: Kind, data: dict[str, Any], desk: Desk) -> Draft:
    from onrecord.curating import today
    from onrecord.drafts import DraftError, draft, with_proposals

    whole = with_proposals(kind, data, desk.dataset, today())
    if "id" not in whole:
        raise DraftError("nothing here says what to call the record: --set id=… does")
    return draft(kind, whole)


def _asked(kind: Kind, data: dict[str, Any], desk: Desk) -> Draft:
    """Asks for what is missing, then shows the file and what is found until it may be written."""
    from onrecord import curating
    from onrecord.cli.asking import Asker
    from onrecord.drafts import DraftError, assign, draft, propose_id, with_proposals
    from onrecord.models import MODELS

    asker = Asker(kind, data, desk.dataset, lambda data, at: curating.complaints(kind, data, at))
    data = asker.ask()
    if "id" not in data:
        data["id"] = asker.ask_id(propose_id(kind, data, desk.dataset))
    while True:
        whole = with_proposals(kind, data, desk.dataset, curating.today())
        made = draft(kind, whole)
        console.write(f"\n# {desk.shown(made.path)}\n{made.text}\n", to_errors=True)
        _show(curating.findings(desk, {made.path: made.content}))
        typed = click.prompt(
            "Enter writes it, path=value changes a field, Ctrl-C stops",
            default="",
            show_default=False,
            err=True,
        ).strip()
        if not typed:
            return made
        try:
            data = assign(whole, MODELS[kind], [typed])
        except DraftError as error:
            console.write(f"{error}\n", to_errors=True)


def _show(report: Report) -> None:
    from onrecord.reporters import render

    console.write(render(report, "text", console.look(sys.stderr)), to_errors=True)
