"""``onrecord validate``: every file checked, every finding shown, and what can be mended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli import console

if TYPE_CHECKING:
    from onrecord.dataset import Dataset
    from onrecord.mending import FixedRecords
    from onrecord.rules.selection import Selection

__all__ = ["FORMATS", "command"]

FORMATS = ("text", "json", "sarif", "github", "markdown")
"""The names of the reporters, here so that ``--help`` need not load them."""

SEVERITIES = ("error", "warning", "note")

EXAMPLES = """\b
Examples:
  onrecord validate                       the folder `records` here
  onrecord validate path/to/records
  onrecord validate --select R,T005       one family of rules, and one rule
  onrecord validate --fix                 mend how things are written
  onrecord validate --fix=unsafe          mend what is likely meant, too: look at it
  onrecord validate --changed origin/main --format github
  onrecord validate --against releases/2026.10.0
  onrecord validate --format json | jq .summary

Exit code: 0 if there is no error (warnings are allowed) among what was asked for, 1 if there is
one, 2 if the command could not be carried out."""


class _Command(click.Command):
    """Takes ``--fix`` without a value, whatever follows it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words, with the value spelt out."""
        end = args.index("--") if "--" in args else len(args)
        spelt = ["--fix=safe" if word == "--fix" else word for word in args[:end]]
        return super().parse_args(ctx, spelt + args[end:])


@click.command("validate", cls=_Command, epilog=EXAMPLES, short_help="Check a folder of records.")
@click.argument("path", default="records", type=click.Path())
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, for programs, for code hosts, for a comment.",
)
@click.option(
    "--select", multiple=True, metavar="RULES", help="Only these: codes, names or families."
)
@click.option("--ignore", multiple=True, metavar="RULES", help="All but these.")
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    default="note",
    show_default=True,
    help="The least to show.",
)
@click.option(
    "--changed",
    metavar="BASE",
    help="Only files that changed since a revision in git, and what names them.",
)
@click.option(
    "--fix",
    "fix_",
    type=click.Choice(("safe", "unsafe")),
    metavar="[=unsafe]",
    help="Mend what can be mended, and show the rest.",
)
@click.option(
    "--against",
    metavar="PLACE",
    help="Also what was lost since a release, another folder, or a revision in git.",
)
@click.option("--no-cache", is_flag=True, help="Check everything anew, and keep nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing if nothing was found.")
def command(path: str, format_: str, quiet: bool, fix_: str | None, **asked: Any) -> int:
    """Check every record in PATH and show what is wrong, where, and how to mend it."""
    from onrecord import api

    cache = not asked["no_cache"]
    earlier = _earlier(asked["against"], fix_)
    selection = _selection(path, asked)
    with console.progress("checking") as tell:
        if fix_ is None:
            report = api.validate(path, progress=tell, cache=cache, against=earlier)
        else:
            fixed = _fixed(path, fix_, selection, cache=cache, progress=tell)
            report = fixed.report
    if fix_ is not None:
        console.write("".join(_done(fixed)), to_errors=format_ != "text")
    shown = report if selection is None else selection.among(report)
    if shown.diagnostics or not quiet:
        from onrecord.reporters import render

        console.write(render(shown, format_, console.look()))
    return 0 if shown.ok else 1


def _earlier(place: str | None, fix_: str | None) -> Dataset | None:
    """The dataset that the records are held against, if one is asked for."""
    if place is None:
        return None
    if fix_ is not None:
        raise click.UsageError("--fix and --against do not go together: fix first")
    from onrecord.versions import dataset_at

    return dataset_at(place)


def _selection(path: str, asked: dict[str, Any]) -> Selection | None:
    """What is to be shown; ``None`` if that is everything."""
    is_all = not (asked["select"] or asked["ignore"] or asked["changed"])
    if is_all and asked["severity"] == "note":
        return None
    from onrecord.diagnostics import Severity
    from onrecord.mending import touched_since
    from onrecord.rules.selection import Selection, codes_of

    return Selection(
        codes=codes_of(asked["select"]) if asked["select"] else None,
        ignored=codes_of(asked["ignore"]),
        severity=Severity(asked["severity"]),
        files=touched_since(path, asked["changed"]) if asked["changed"] else None,
    )


def _fixed(
    path: str, safety: str, selection: Selection | None, *, cache: bool, progress: Any
) -> FixedRecords:
    from onrecord.diagnostics import Safety
    from onrecord.mending import fix

    wanted = selection.chooses if selection is not None else None
    return fix(path, safety=Safety(safety), wanted=wanted, cache=cache, progress=progress)


def _done(fixed: FixedRecords) -> Iterable[str]:
    """What was mended, a line each."""
    from onrecord.reporters.terminal import visible

    for found in fixed.mended:
        said = found.fix.description if found.fix else ""
        yield f"fixed {found.code} in {visible(found.place.file)}: {visible(said)}\n"
    for file in fixed.left:
        yield f"left {visible(file)} as it is: it changed meanwhile, run the command again\n"
    if fixed.mended or fixed.left:
        yield "\n"
