"""``onrecord lsp``: the server that an editor starts."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout

import click

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord lsp                            waits for an editor at standard input and output

How to set up an editor is on the page Editors of the documentation. The server needs an extra:
  pip install 'onrecord[lsp]'"""


@click.command("lsp", epilog=EXAMPLES, short_help="Check and complete records in an editor.")
def command() -> int:
    """Serve an editor over the Language Server Protocol, at standard input and output."""
    from onrecord.exports.bridges import MissingPackageError

    try:
        from onrecord.lsp.server import make_server
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in ("pygls", "lsprotocol"):
            raise
        message = f"this needs {package}: pip install 'onrecord[lsp]'"
        raise MissingPackageError(message, name=package) from error
    # Its own way out, which it may close: what else is written must not come between messages.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out, redirect_stdout(sys.stderr):
        make_server().start_io(sys.stdin.buffer, out)
    return 0
