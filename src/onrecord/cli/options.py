"""The options that several commands have, described once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["FOR_COMMANDS", "FOR_PEOPLE", "format_option", "records_option"]

F = TypeVar("F", bound=Callable[..., Any])

FOR_PEOPLE = "For people or for programs."
FOR_COMMANDS = "For people, for programs, or for another command."


def format_option(*words: str, help: str = FOR_PEOPLE) -> Callable[[F], F]:  # noqa: A002  as click has it
    """``--format``, one of these words; the first is the default, and without any text or JSON."""
    choices = words or ("text", "json")
    return click.option(
        "--format",
        "format_",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help=help,
    )


def records_option(command: F) -> F:
    """``--records``, for commands that read the installed dataset unless told otherwise."""
    option = click.option(
        "--records", type=click.Path(), help="A folder of records to read instead."
    )
    return option(command)
