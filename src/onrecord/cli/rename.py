"""``onrecord rename``: another id for a record, and every reference with it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from onrecord.cli import console

if TYPE_CHECKING:
    from onrecord.drafts import Renaming

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord rename mehdi-farahi seyyed-mehdi-farahi
  onrecord rename 2022-11-05-old-name 2022-11-05-new-name --dry-run

The file, the id in it and every reference change together, all files or none; comments and all else
stay as they are. The old id is added to `former_ids`, so that it goes on leading to the record.
Refused where a file in question has errors, and where the new id is or was another record's."""


@click.command("rename", epilog=EXAMPLES, short_help="Give a record another id, everywhere.")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--records", default="records", type=click.Path(), help="The folder of records.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say which files would change.")
def command(old: str, new: str, records: str, dry_run: bool) -> int:
    """Rename the record with the id OLD to NEW, and change every record that names it."""
    from onrecord import curating
    from onrecord.diagnostics import InvalidRecordsError
    from onrecord.reporters import render

    with console.progress("checking") as tell:
        desk = curating.open_desk(records, progress=tell)
    try:
        done = curating.rename(desk, old, new, write=not dry_run)
    except InvalidRecordsError as error:
        console.write(render(error.report, "text", console.look(sys.stderr)), to_errors=True)
        console.write(f"{error}\n", to_errors=True)
        return 1
    console.write("".join(f"{desk.shown(path)}\n" for path in sorted(done.files)))
    console.write(_sum(done, dry_run=dry_run), to_errors=True)
    return 0


def _sum(done: Renaming, *, dry_run: bool) -> str:
    references = f"{done.references} {'reference' if done.references == 1 else 'references'}"
    records = f"{done.naming} other {'record' if done.naming == 1 else 'records'}"
    verb = "would be" if dry_run else "is"
    return f"{done.old} {verb} {done.new} now: {references} in {records}\n".replace(
        "would be " + done.new + " now", "would be " + done.new
    )
