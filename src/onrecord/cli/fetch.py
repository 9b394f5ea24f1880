"""``onrecord fetch``: gets a release from a channel, held against its sums."""

from __future__ import annotations

import click

from onrecord.cli import console
from onrecord.cli.options import format_option

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord fetch --from https://example.org/channel
  onrecord fetch 2026.11.0 --from https://example.org/channel --out release
  onrecord fetch --from ../channel --out release

Every file is held against the size and SHA-256 in the channel's index. What was fetched stays in
the cache: a version that is there needs no network, and an interrupted download goes on where it
ended. Without --from, the channel is that of the environment's ONRECORD_CHANNEL."""


@click.command("fetch", epilog=EXAMPLES, short_help="Get a release from a channel.")
@click.argument("version", required=False)
@click.option("--from", "source", metavar="URL|PATH", help="The address or folder of the channel.")
@click.option("--out", type=click.Path(), help="A folder to write the release into.")
@click.option(
    "--allow-host",
    "hosts",
    metavar="HOST",
    multiple=True,
    help="A host that may have a private address and no encryption.",
)
@format_option()
def command(
    version: str | None, source: str | None, out: str | None, hosts: tuple[str, ...], format_: str
) -> int:
    """Get a release, the newest or that of VERSION, whole or not at all."""
    from onrecord import versions
    from onrecord.reporters.data import to_json

    got = versions.download(version, source=source, out=out, allow_hosts=hosts)
    if format_ == "json":
        data = {
            "version": got.version,
            "out": got.out,
            "data_hash": got.data_hash,
            "files": dict(got.files),
        }
        console.write(to_json(data))
        return 0
    size = f"{len(got.files):,} files, {sum(got.files.values()):,} bytes"
    where = f"in {got.out}" if got.out else "in the cache"
    console.write(f"version {got.version} ({size}) is {where}\n")
    return 0
