"""``onrecord list``: records of a kind that meet conditions."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli import console
from onrecord.cli.options import FOR_COMMANDS, format_option, records_option

if TYPE_CHECKING:
    from onrecord.dataset import Dataset
    from onrecord.models import Kind, Record

__all__ = ["KINDS", "command", "conditions", "select"]

KINDS = ("statements", "events", "sources", "claims", "actors", "systems")
"""The kinds of records as a person types them."""

EXAMPLES = """\b
Examples:
  onrecord list statements --speaker hossein-amir-abdollahian
  onrecord list statements --claim iran-supplied-drones-to-russia --period 2022-10/2022-12
  onrecord list events --type sanctions-designation --country US
  onrecord list sources --period 2023 --format json | jq '.[].url'
  onrecord list claims --format ids

In a pipe the columns are plain, uncut and without a heading. Conditions add up; --period takes any
EDTF date and finds what may fall into it, with --surely only what does."""


def conditions(command: Callable[..., int]) -> Callable[..., int]:
    """The options that narrow a list down, each named as the query is."""
    options = (
        ("--speaker", "ID", "Said by this actor."),
        ("--claim", "ID", "On this claim."),
        ("--topic", "TERM", "On this topic or a narrower one."),
        ("--system", "ID", "Naming this system."),
        ("--country", "CODE", "Of a speaker, participant, place, publisher or the actor itself."),
        ("--period", "EDTF", "Dated within this time, or possibly so."),
        ("--type", "TYPE", "Of this type (of statements: this act)."),
    )
    surely = click.option("--surely", is_flag=True, help="With --period: not what only may be.")
    command = surely(command)
    for name, metavar, text in reversed(options):
        command = click.option(name, metavar=metavar, help=text)(command)
    return command


@click.command("list", epilog=EXAMPLES, short_help="List records that meet conditions.")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@conditions
@click.option("--limit", type=click.IntRange(min=0), help="At most so many, from the first.")
@records_option
@format_option("table", "json", "ids", help=FOR_COMMANDS)
def command(
    kind: str, limit: int | None, records: str | None, format_: str, **conditions: str | bool | None
) -> int:
    """List the records of a KIND that meet every condition given.

    A KIND is statements, events, sources, claims, actors or systems.
    """
    from onrecord import api
    from onrecord.models import Kind

    dataset = api.load(records)
    wanted = next(each for each in Kind if each.folder == kind)
    found = select(dataset, (wanted,), conditions)
    shown = found if limit is None else found[:limit]
    console.write(_FORMATS[format_](shown, wanted, dataset))
    _sum_up(shown, found, kind)
    return 0


def select(
    dataset: Dataset, kinds: Sequence[Kind], options: Mapping[str, str | bool | None]
) -> list[Record]:
    """The records of these kinds that meet the conditions; wrong use where one names nothing.

    A condition, and a type, need be known to one of the kinds only.
    """
    from onrecord.dataset import UnknownError

    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    if "country" in given:
        given["country"] = given["country"].upper()
    if given["surely"] and "period" not in given:
        raise click.UsageError("--surely is of a period: give --period, too")
    try:
        return [
            record
            for kind in _with_type(dataset, _with_all(kinds, given), given.get("type"))
            for record in dataset.of_kind(kind).where(**given).values()
        ]
    except UnknownError as error:
        raise console.UnknownError(str(error)) from error
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--period") from error


def _with_all(kinds: Sequence[Kind], given: Mapping[str, Any]) -> Sequence[Kind]:
    """The kinds that can be selected by all that is given."""
    from onrecord.dataset import conditions_of

    asked = given.keys() - {"surely"}
    known = {kind: conditions_of(kind) for kind in kinds}
    fitting = [kind for kind in kinds if asked <= set(known[kind])]
    if fitting:
        return fitting
    lacking = next(name for name in given if name in asked - set(known[kinds[0]]))
    options = ", ".join(f"--{name}" for name in known[kinds[0]] if name != "active")
    message = f"{kinds[0].folder} have no {lacking}; they can be selected by {options}"
    raise console.UnknownError(message)


def _with_type(dataset: Dataset, kinds: Sequence[Kind], word: str | None) -> Sequence[Kind]:
    """The kinds of which this is a type, all of them without any."""
    from onrecord.dataset import UnknownError, types_of

    types = {kind: types_of(dataset, kind) for kind in kinds}
    known = [each for some in types.values() for each in some]
    if word is None or not known:
        return kinds
    if word not in known:
        folders = " or ".join(kind.folder for kind in kinds)
        raise UnknownError(word, f"{word!r} is no type of {folders}", known)
    return [kind for kind in kinds if word in types[kind]]


def _as_table(shown: list[Record], kind: Kind, dataset: Dataset) -> str:
    from onrecord.reporters.listing import HEADS, plain_table, rows_of, table

    rows = rows_of(shown, dataset)
    if not console.is_terminal(sys.stdout):
        return plain_table(rows)
    return table(HEADS[kind], rows, console.look())


def _as_json(shown: list[Record], kind: Kind, dataset: Dataset) -> str:  # noqa: ARG001  one signature for all
    from onrecord.reporters.data import to_json

    return to_json([record.to_dict() for record in shown])


def _as_ids(shown: list[Record], kind: Kind, dataset: Dataset) -> str:  # noqa: ARG001  one signature for all
    return "".join(f"{record.id}\n" for record in shown)


_FORMATS: dict[str, Callable[[list[Any], Any, Any], str]] = {
    "table": _as_table,
    "json": _as_json,
    "ids": _as_ids,
}


def _sum_up(shown: list[Record], found: list[Record], kind: str) -> None:
    """Tells a person how many there are; what is piped on holds records alone."""
    if not console.is_terminal(sys.stderr) or not console.is_terminal(sys.stdout):
        return
    look = console.look(sys.stderr)
    count = f"{len(found)} {kind}" if len(found) != 1 else f"1 {kind.removesuffix('s')}"
    cut = f", the first {len(shown)} shown" if len(shown) < len(found) else ""
    console.write("\n" * bool(shown) + look.paint("faint", f"{count}{cut}") + "\n", to_errors=True)
