"""``onrecord verify``: everything that a release says, held against what is in it."""

from __future__ import annotations

import click

from onrecord.cli import console
from onrecord.cli.options import format_option

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord verify release
  onrecord verify release --previous last-release
  onrecord verify release --records records --format json | jq .ok

With --records the release is built again from them and must have the same bytes. That takes the
same version of onrecord, and of pyarrow for the Parquet files.

Exit code: 0 if all holds, 1 if something does not, 2 if it could not be looked at."""


@click.command("verify", epilog=EXAMPLES, short_help="Hold a release against itself.")
@click.argument("release", type=click.Path())
@click.option("--records", type=click.Path(), help="The records that it was built from.")
@click.option("--previous", type=click.Path(), help="The release before it.")
@format_option()
def command(release: str, records: str | None, previous: str | None, format_: str) -> int:
    """Check sums, counts, references and hash of the RELEASE, and that its formats agree."""
    from onrecord import versions
    from onrecord.reporters.data import to_json
    from onrecord.reporters.verified import render_verification, verification_data

    found = versions.verify(release, records=records, previous=previous)
    if format_ == "json":
        console.write(to_json(verification_data(found)))
    else:
        console.write(render_verification(found, console.look()))
    return 0 if found.ok else 1
