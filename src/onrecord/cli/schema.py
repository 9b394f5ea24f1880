"""``onrecord schema``: the JSON Schemas as files, for editors that check YAML against them."""

from __future__ import annotations

import click

from onrecord.cli import console

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord schema --out schema            one file a kind
  onrecord schema --with-ids --out .schemas
  onrecord schema --with-ids path/to/records --out .schemas

With ids the files are those of one moment: write them again when there are new records."""


@click.command("schema", epilog=EXAMPLES, short_help="Write the JSON Schemas.")
@click.argument("records", default="records", type=click.Path())
@click.option("--with-ids", is_flag=True, help="List every id and term that RECORDS have.")
@click.option(
    "--out", required=True, type=click.Path(file_okay=False), help="The folder to write into."
)
def command(records: str, with_ids: bool, out: str) -> int:
    """Write the JSON Schema of every kind of file into a folder."""
    from onrecord import api, storage
    from onrecord.exports.schemas import schema_files

    files = schema_files(api.check(records).dataset) if with_ids else schema_files()
    storage.write_files(out, files)
    console.write("".join(f"{out.rstrip('/')}/{name}\n" for name in files))
    return 0
