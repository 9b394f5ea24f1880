"""``onrecord site``: the pages of a site, for a builder of documentation to lay out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli import console

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord site --docs docs && mkdocs build --strict
  onrecord site path/to/records --docs docs --without-release

Records with an error are refused, and nothing is written. Files of an earlier run that are not made
any more are removed; files that the command did not write are never touched."""


@click.command("site", epilog=EXAMPLES, short_help="Write the pages of the web site.")
@click.argument("records", default="records", type=click.Path())
@click.option(
    "--docs",
    default="docs",
    show_default=True,
    type=click.Path(),
    help="The documentation's folder: pages are written below it.",
)
@click.option("--without-release", is_flag=True, help="Offer no release for download.")
@click.option("--repository", default="", help="The address where mistakes are reported.")
def command(records: str, docs: str, without_release: bool, repository: str) -> int:
    """Write a page for every record of RECORDS, lists, pictures and downloads, before the build."""
    from onrecord import api

    with console.progress("checking") as tell:
        written = api.site(
            records,
            docs,
            with_release=not without_release,
            repository=repository,
            progress=tell,
        )
    console.write(_told(written, docs))
    return 0


def _told(written: Mapping[str, int], docs: str) -> str:
    pages = sum(path.endswith(".md") for path in written)
    size = sum(written.values())
    return f"wrote {len(written):,} files, {pages:,} of them pages, {size:,} bytes, to {docs}\n"
