"""The event parsers of PyYAML: the one in C where libyaml is there, else the one in Python.

Nothing outside this package may know which of the two reads a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, Protocol, cast

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError

try:
    from yaml._yaml import CParser as _CParser
except ImportError:  # PyYAML built without libyaml
    _LIBYAML: Any = None
else:
    _LIBYAML = _CParser

__all__ = [
    "FASTEST",
    "LONGEST_SECOND_READING",
    "Backend",
    "Event",
    "NextEvent",
    "agreed_backend",
    "next_event",
]

LONGEST_SECOND_READING: Final = 100_000
"""How many characters the parser in Python may be given where libyaml is there: about 0.3 s."""

# Where the two disagree: a comment that touches the header of a block text, a question mark within
# brackets (in the line of the bracket, or where brackets span lines), and directives.
_TOUCHING_COMMENT: Final = re.compile(r"[|>][-+0-9]{0,2}#")
_QUESTION: Final = re.compile(r"[\[{][^\n]*\?|[\[{][^\]}\n]*$|[,\[{]\s*(?:#[^\n]*)?$", re.MULTILINE)
_DIRECTIVE: Final = re.compile(r"^%", re.MULTILINE)


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

    def scan_plain(self) -> Any:
        """Refuse ``{a:}`` as libyaml does: a colon that touches a bracket ends no key."""
        start = self.get_mark()
        token = super().scan_plain()
        if self.flow_level and self.peek() == ":" and self.peek(1) in ",?[]{}":
            raise ScannerError(
                "while scanning a plain scalar", start, "found unexpected ':'", self.get_mark()
            )
        return token


def next_event(text: str, backend: Backend) -> NextEvent:
    """A function that gives the events of ``text``, one a call."""
    parser: Any = _PythonParser if backend is Backend.PYTHON else _LIBYAML
    return cast("NextEvent", parser(text).get_event)


def agreed_backend(text: str, backend: Backend) -> Backend:
    """The backend to read ``text`` with: the one in Python where libyaml would say otherwise."""
    if len(text) > LONGEST_SECOND_READING:
        return backend
    in_brackets = "?" in text and ("[" in text or "{" in text)
    disagreed = (
        (in_brackets and _QUESTION.search(text))
        or ("#" in text and _TOUCHING_COMMENT.search(text))
        or ("%" in text and _DIRECTIVE.search(text))
    )
    return Backend.PYTHON if disagreed else backend
