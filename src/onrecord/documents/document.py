"""One file as a document: plain data, what breaks the rules of strict YAML, where things stand.

It knows nothing of what the data means: models judge that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from onrecord.diagnostics import Place, RecordPath, Target
from onrecord.documents.backends import FASTEST, Backend, agreed_backend, next_event
from onrecord.documents.comments import find_touching
from onrecord.documents.compose import Data, compose
from onrecord.documents.persian import arabic_letters
from onrecord.documents.source import Flaw, Source, find_flaws, read_text
from onrecord.documents.survey import Span, Survey, survey

__all__ = ["Document", "Limits", "Problem", "parse"]

_HARMLESS: Final = frozenset(["Y002", "Y003", "Y018", "Y019"])
# With these in a file what the parser makes of the rest is not to be trusted.
_MISLEADING: Final = frozenset(["Y001", "Y004", "Y016"])
_MAY_TOUCH: Final = re.compile(r"""["'\[\]{},:]#|[\[{,\n] *\?[^\s]""")
_MOST_PROBLEMS: Final = 100
_DEEPEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a file may be, in bytes, and how deep collections may nest: the root is 1 deep."""

    max_bytes: int = 1_000_000
    max_depth: int = 50

    def __post_init__(self) -> None:
        if not 1 <= self.max_depth <= _DEEPEST:
            raise ValueError(f"max_depth is {self.max_depth}, not within 1 and {_DEEPEST}")


_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a file that strict YAML refuses, with the code of its rule and its place.

    ``related`` has other places that it is about, such as the first of two equal keys.
    """

    code: str
    message: str
    place: Place
    seen: str | None = None
    expected: str | None = None
    nearest: str | None = None
    related: tuple[tuple[Place, str], ...] = ()


class Document:
    """What one file holds.

    ``data`` is its mapping, or None if a problem leaves its meaning in doubt; problems of a byte
    order mark, of line ends or of how letters are encoded do not. ``problems`` are in the order of
    the file, at most a hundred.
    """

    __slots__ = ("_backend", "_limits", "_source", "_survey", "content", "data", "file", "problems")

    file: str
    content: bytes
    data: Data | None
    problems: tuple[Problem, ...]

    def __init__(
        self, file: str, content: bytes, limits: Limits = _LIMITS, backend: Backend = FASTEST
    ) -> None:
        """Read ``content``; :func:`parse` says the same in one word."""
        self.file = file
        self.content = content
        self._limits = limits
        self._backend = backend
        self._source: Source | None = None
        self._survey: Survey | None = None
        self.data = None
        self.problems = ()
        if len(content) > limits.max_bytes:
            self.problems = (self._too_large(),)
            return
        text, flawed = read_text(content)
        self._backend = backend = agreed_backend(text, backend)
        self.data = compose(next_event(text, backend), limits.max_depth)
        if self.data is None or flawed or _needs_survey(text):
            self.problems = tuple(self._find_problems())
            if any(problem.code not in _HARMLESS for problem in self.problems):
                self.data = None

    def __repr__(self) -> str:
        return f"Document({self.file!r}, {len(self.problems)} problems)"

    def place(self, path: RecordPath, target: Target = Target.VALUE) -> Place:
        """Where the key or the value at ``path`` stands.

        Of a path that is not there, the nearest ancestor that is: by its key, or by its first line
        if it has none.
        """
        spans = self._surveyed().spans
        known = path
        while known not in spans:
            if not known:
                return self._read().place(0, 0)
            known = known[:-1]
        span = spans[known]
        if span.key_start is not None and (target is Target.KEY or known != path):
            return self._read().place(span.key_start, span.key_end or span.key_start)
        if known != path or (target is Target.KEY and known):
            return self._first_line(span)
        return self._read().place(span.start, span.end)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end; characters refused stand as U+FFFD.

        Empty where there is no such line.
        """
        return self._read().line(number)

    def spans(self) -> dict[RecordPath, Span]:
        """The spans of all entries by path, in the order of the text."""
        return self._surveyed().spans

    def source(self) -> Source:
        """The text as it is parsed, with refused characters replaced."""
        return self._read()

    def _read(self) -> Source:
        if self._source is None:
            large = len(self.content) > self._limits.max_bytes
            self._source = Source(self.file, "" if large else read_text(self.content)[0])
        return self._source

    def _surveyed(self) -> Survey:
        if self._survey is None:
            self._survey = survey(self._read().text, self._backend, self._limits.max_depth)
        return self._survey

    def _first_line(self, span: Span) -> Place:
        text = self._read().text
        line_end = text.find("\n", span.start)
        end = len(text) if line_end < 0 else line_end
        return self._read().place(span.start, min(span.end, end))

    def _too_large(self) -> Problem:
        size, limit = len(self.content), self._limits.max_bytes
        return Problem(
            code="Y015",
            message=f"the file has {size:,} bytes, and {limit:,} is the limit: split it",
            place=Place(file=self.file, line=1, column=1, end_line=1, end_column=1),
            seen=str(size),
            expected=f"at most {limit}",
        )

    def _find_problems(self) -> Iterator[Problem]:
        flaws = find_flaws(self.content)
        misleading = any(flaw.code in _MISLEADING for flaw in flaws)
        flaws += (
            flaw
            for flaw in self._surveyed().flaws
            if not (misleading and flaw.code in ("Y010", "Y012", "Y020"))
        )
        if self.data is not None:
            flaws += find_touching(self._read().text, self._surveyed().spans)
            flaws += arabic_letters(self.data, self._surveyed().spans, self._read().text)
        for flaw in sorted(flaws, key=_offset)[:_MOST_PROBLEMS]:
            yield self._problem(flaw)

    def _problem(self, flaw: Flaw) -> Problem:
        place = self._read().place
        return Problem(
            code=flaw.code,
            message=flaw.message,
            place=place(flaw.start, flaw.end),
            seen=flaw.seen,
            expected=flaw.expected,
            related=tuple((place(start, end), said) for start, end, said in flaw.related),
        )


def parse(
    content: bytes, file: str, *, limits: Limits = _LIMITS, backend: Backend = FASTEST
) -> Document:
    """Read the bytes of one file as strict YAML; never raises for what the bytes hold.

    ``file`` is the name that places give. All problems are found that can be found: one that stops
    the parser hides only what comes after it. ``backend`` is for tests: both give the same.
    """
    return Document(file, content, limits, backend)


def _needs_survey(text: str) -> bool:
    # Escapes can spell what the text itself may not hold; the two letters are Y019's. Marks that
    # touch what they should not are read as if they did not.
    return (
        ("\\" in text and ("\\u" in text or "\\x" in text or "\\U" in text))
        or "\N{ARABIC LETTER YEH}" in text
        or "\N{ARABIC LETTER KAF}" in text
        or (("#" in text or "?" in text) and _MAY_TOUCH.search(text) is not None)
    )


def _offset(flaw: Flaw) -> tuple[int, str]:
    return flaw.start, flaw.code
