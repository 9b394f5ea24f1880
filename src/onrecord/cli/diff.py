"""``onrecord diff``: what changed between two versions of the records, by consequence."""

from __future__ import annotations

import click

from onrecord.cli import console

__all__ = ["FORMATS", "command"]

FORMATS = ("text", "markdown", "json")
"""The names of the formats, here so that ``--help`` need not load them."""

EXAMPLES = """\b
Examples:
  onrecord diff HEAD                      the last commit against the folder `records` here
  onrecord diff v2026.11.0 v2026.12.0     two tags
  onrecord diff release-old release-new --format markdown
  onrecord diff old/onrecord.json records --format json | jq .counts

OLD and NEW are a folder of records, a release or its onrecord.json, or a revision of the git
checkout that you are in (what exists on the disk comes first). A change is of facts unless all that
differs is a field of wording; docs/compare.md lists those.

Exit code: 0, whatever differs; with --exit-code 1 if anything does; 2 if it cannot be told."""


@click.command("diff", epilog=EXAMPLES, short_help="What changed between two versions.")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path(), default="records")
@click.option(
    "--folder",
    default="records",
    show_default=True,
    help="Where the records are in a revision, from the root of the checkout.",
)
@click.option("--exit-code", "tell", is_flag=True, help="Exit with 1 if anything differs.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, for a page, or for programs.",
)
def command(old: str, new: str, folder: str, tell: bool, format_: str) -> int:
    """Show what changed from OLD to NEW: facts, records added, withdrawn, renamed, wording."""
    from onrecord import versions
    from onrecord.reporters.changes import render_changes

    changes = versions.differences(old, new, folder=folder)
    console.write(render_changes(changes, format_, console.look()))
    return 1 if tell and changes else 0
