"""``onrecord fmt``: record files in canonical form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from onrecord.cli import console

if TYPE_CHECKING:
    from onrecord.mending import Formatted

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord fmt                            the folder `records` here
  onrecord fmt records/actors/iran.yaml
  onrecord fmt --check                    write nothing; exit code 1 if a file would change
  onrecord fmt --diff                     the same, and show the lines

What a record says never changes, and comments stay. Keys that no kind has are kept, after those
that belong there: 'onrecord validate' tells of them. A file that cannot be read is left as it is,
told of, and makes the exit code 1."""


@click.command("fmt", epilog=EXAMPLES, short_help="Lay records out in canonical form.")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--check", is_flag=True, help="Write nothing; say which files would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def command(paths: tuple[str, ...], check: bool, diff: bool) -> int:
    """Bring the record files in PATHS into canonical form: one order of keys, one layout."""
    from onrecord.mending import format_records

    writes = not (check or diff)
    seen = changed = failed = 0
    for made in format_records(paths or ("records",), write=writes):
        seen += 1
        failed += made.problem is not None
        changed += made.changes
        _tell(made, diff=diff, writes=writes)
    files = "file" if changed == 1 else "files"
    done = "formatted" if writes else "would format"
    console.write(f"{done} {changed:,} {files} of {seen:,}\n", to_errors=diff)
    return 1 if failed or (changed and not writes) else 0


def _tell(made: Formatted, *, diff: bool, writes: bool) -> None:
    from onrecord.reporters.terminal import visible

    if made.problem is not None:
        console.write(f"cannot format {visible(made.problem)}\n", to_errors=True)
    elif made.changes and diff:
        console.write("".join(_difference(made)))
    elif made.changes:
        word = "formatted" if writes else "would format"
        console.write(f"{word} {visible(made.file)}\n")


def _difference(made: Formatted) -> Iterator[str]:
    from difflib import unified_diff

    from onrecord.reporters.terminal import visible

    before, after = (
        content.decode("utf-8", "replace").splitlines() for content in (made.before, made.after)
    )
    for line in unified_diff(before, after, made.file, made.file, lineterm=""):
        yield f"{visible(line)}\n"
