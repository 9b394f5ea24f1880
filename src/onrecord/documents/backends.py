"""The event parsers of PyYAML: the one in C where libyaml is there, else the one in Python.

Nothing outside this package may know which of the two reads a file.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, Protocol, cast

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

try:
    from yaml._yaml import CParser as _CParser
except ImportError:  # PyYAML built without libyaml
    _LIBYAML: Any = None
else:
    _LIBYAML = _CParser

__all__ = ["FASTEST", "Backend", "Event", "NextEvent", "next_event"]


class Backend(StrEnum):
    """Which parser makes the events."""

    LIBYAML = "libyaml"
    PYTHON = "python"


class _Mark(Protocol):
    index: int


class Event(Protocol):
    """An event of PyYAML; marks count characters from the beginning of the text.

    A scalar's ``style`` is empty when it is plain.
    """

    start_mark: _Mark
    end_mark: _Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    explicit: bool
    flow_style: bool


NextEvent = Callable[[], Event]
"""Gives the next event of a text; raises ``yaml.YAMLError`` where the syntax is wrong."""

FASTEST: Final = Backend.PYTHON if _LIBYAML is None else Backend.LIBYAML
"""The backend to use when nobody asks for one."""


class _PythonParser(Reader, Scanner, Parser):
    """The scanner and parser of PyYAML alone: no resolver, no constructor."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def next_event(text: str, backend: Backend) -> NextEvent:
    """A function that gives the events of ``text``, one a call."""
    parser: Any = _PythonParser if backend is Backend.PYTHON else _LIBYAML
    return cast("NextEvent", parser(text).get_event)
