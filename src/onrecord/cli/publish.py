"""``onrecord publish``: lays a release into a channel, from where others fetch it."""

from __future__ import annotations

import click

from onrecord.cli import console
from onrecord.cli.options import format_option

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord publish release --channel site/channel

A channel is a folder with index.json and a folder for each version: any web server can serve it as
it stands. The release is verified first. A version that is there is never rewritten."""


@click.command("publish", epilog=EXAMPLES, short_help="Lay a release into a channel.")
@click.argument("release", type=click.Path())
@click.option("--channel", required=True, type=click.Path(), help="The folder of the channel.")
@format_option()
def command(release: str, channel: str, format_: str) -> int:
    """Lay the RELEASE into a channel, whole or not at all."""
    from dataclasses import asdict

    from onrecord import versions
    from onrecord.reporters.data import to_json

    done = versions.publish(release, channel)
    if format_ == "json":
        console.write(to_json(asdict(done)))
        return 0
    size = f"{done.files:,} files, {done.size:,} bytes"
    console.write(f"published version {done.version} ({size}) as {done.out}\n")
    return 0
