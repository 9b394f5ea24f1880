"""The commands: one function each, from arguments over the api to a reporter and an exit code.

A command is loaded when it is asked for, and what it needs beyond its arguments is imported inside
it, so that every one is quick to begin.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections import UserDict
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from onrecord.cli import console

__all__ = ["commands", "run"]

_INTERRUPTED = 130
_OUTPUT_CLOSED = 141

EXAMPLES = """\b
Examples:
  onrecord validate records               check a folder of records
  onrecord explain R001                   what a finding means and how to mend it
  onrecord show iran-supplied-drones-to-russia
  onrecord list statements --speaker hossein-amir-abdollahian
  onrecord build records --out release    write a release

\b
Colours appear in a terminal unless NO_COLOR is set. To complete words with the tab key:
  eval "$(_ONRECORD_COMPLETE=bash_source onrecord)"       (zsh_source, fish_source)"""


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if not value or context.resilient_parsing:
        return
    from onrecord import __version__

    console.write(f"onrecord {__version__}\n")
    context.exit()


_NAMES = (
    *("validate", "fmt", "explain", "show", "list", "search", "timeline", "history"),
    *("contradictions", "cite", "graph", "new", "rename", "from-issue", "lsp", "schema", "build"),
    *("diff", "verify", "publish", "fetch", "site", "generate"),
)
"""What the commands are called, in the order in which a newcomer needs them."""

_MODULES = {"list": "listing"}
"""Where the module is not called as its command is."""


class _Commands(UserDict[str, Any]):
    """Commands by name: each is loaded when it is first asked for, and ``None`` until then."""

    def __getitem__(self, name: str) -> Any:
        found = super().__getitem__(name)
        if found is None:
            module = _MODULES.get(name, name.replace("-", "_"))
            found = self[name] = import_module(f"{__name__}.{module}").command
        return found


class _Group(click.Group):
    """Shows the commands in their order."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(self.commands)


@click.group(
    cls=_Group,
    commands=_Commands(dict.fromkeys(_NAMES)),
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and stop.",
)
def commands() -> None:
    """Who said what on Iran's arms exports: check, read and release the records."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Carries out a command line (that of the process if not given) and returns the exit code.

    0: done. 1: errors in the records. 2: wrong use, or a failure of our own. 130: interrupted.
    141: nobody reads the output any more.
    """
    _never_fail_to_encode()
    try:
        code = _invoke(arguments)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        return _INTERRUPTED
    except (BrokenPipeError, console.ClosedOutputError):
        _drop_output()
        return _OUTPUT_CLOSED
    except Exception as error:
        return _failed(error)
    return code


def _invoke(arguments: Sequence[str] | None) -> int:
    from onrecord.diagnostics import InvalidRecordsError, OnrecordError

    try:
        code = commands.main(arguments, prog_name="onrecord", standalone_mode=False)
    except click.ClickException as error:
        return _misused(error)
    except InvalidRecordsError as error:
        _fail(str(error), "'onrecord validate' shows what is wrong and how to mend it")
        return 1
    except OnrecordError as error:
        return _fail(str(error))
    return code if isinstance(code, int) else 0


def _misused(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    hint = [f"see '{context.command_path} --help'"] if context is not None else []
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        console.write(f"{error.format_message()}\n", to_errors=True)
        return error.exit_code
    message = error.format_message()
    if isinstance(error, click.MissingParameter):
        message = " ".join(message.split())  # the choices would stand in lines of their own
    return _fail(message, *hint, code=error.exit_code)


def _fail(message: str, *hints: str, code: int = 2) -> int:
    from onrecord.reporters.terminal import visible

    look = console.look(sys.stderr)
    lines = [f"{look.paint('error', 'error:')} {visible(message)}", *hints]
    console.write("\n  ".join(lines) + "\n", to_errors=True)
    return code


def _failed(error: Exception) -> int:
    """Says what went wrong in a line, or where it did to who asks for it."""
    if isinstance(error, OSError):
        _drop_output()
    if os.environ.get("ONRECORD_DEBUG"):
        traceback.print_exc()
        return 2
    hint = "ONRECORD_DEBUG=1 shows where it happened"
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if error.filename else ""
        return _fail(f"{error.strerror}{place}", hint)
    return _fail(f"unexpected {type(error).__name__}: {error}", hint)


def _never_fail_to_encode() -> None:
    """Characters that a terminal's encoding lacks are written as escapes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Sends what is still in the buffer nowhere, so that the interpreter ends without a word."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
