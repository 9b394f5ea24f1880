"""``onrecord validate``: every file checked, every finding shown."""

from __future__ import annotations

import click

from onrecord.cli import console

__all__ = ["FORMATS", "command"]

FORMATS = ("text", "json")
"""The names of the reporters, here so that ``--help`` need not load them."""

EXAMPLES = """\b
Examples:
  onrecord validate                       the folder `records` here
  onrecord validate path/to/records
  onrecord validate --format json | jq .summary

Exit code: 0 if there is no error (warnings are allowed), 1 if there is one, 2 if the command could
not be carried out."""


@click.command("validate", epilog=EXAMPLES, short_help="Check a folder of records.")
@click.argument("path", default="records", type=click.Path())
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing if nothing was found.")
def command(path: str, format_: str, quiet: bool) -> int:
    """Check every record in PATH and show what is wrong, where, and how to mend it."""
    from onrecord import api
    from onrecord.reporters import render

    with console.progress("checking") as tell:
        report = api.validate(path, progress=tell)
    if report.diagnostics or not quiet:
        console.write(render(report, format_, console.look()))
    return 0 if report.ok else 1
