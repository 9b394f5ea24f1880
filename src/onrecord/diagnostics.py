"""What validation says and how it fails: severities, findings, diagnostics and the exceptions.

This is the lowest layer: it knows nothing of YAML, of records or of the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

__all__ = [
    "Diagnostic",
    "Edit",
    "Finding",
    "Fix",
    "InvalidRecordsError",
    "OnrecordError",
    "Place",
    "RecordPath",
    "Related",
    "Report",
    "Safety",
    "Severity",
    "Target",
    "read_diagnostics",
    "write_diagnostics",
]

RecordPath = tuple[str | int, ...]
"""Where in a record: keys and 0-based list positions from its root, ``("stances", 0, "claim")``."""


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for a note: the order in which reports sort."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class Target(StrEnum):
    """Which part of an entry a finding points at."""

    KEY = "key"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A span of text in a file: lines and columns from 1, in characters; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Safety(StrEnum):
    """What a fix may change."""

    SAFE = "safe"
    """How something is written, and nothing that it says but for what its description names."""

    UNSAFE = "unsafe"
    """What a record says: the likeliest guess, to be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Text to be put in the place of a span: ``start`` and ``end`` count bytes of the file."""

    place: Place
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """What mends a finding: edits in its file, or another place for the file.

    ``move_to`` is the path below the records' root to which the file goes. ``whole`` tells of edits
    that write all of the file anew, after all others.
    """

    description: str
    safety: Safety
    edits: tuple[Edit, ...] = ()
    move_to: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another record that a finding is about, and what stands there."""

    record: str
    path: RecordPath = ()
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule found in one record; where it stands in a file is not known here.

    ``record`` is the record's id. ``place`` is given only where a path cannot say it. ``seen`` is
    the offending value as text, ``expected`` says what would have been right, ``nearest`` is the
    closest thing that would be valid, each if there is one; ``sure`` tells that nothing else is
    nearly as close. ``about`` is what a waiver calls it where the value would say too little.
    """

    code: str
    record: str
    path: RecordPath = ()
    target: Target = Target.VALUE
    message: str
    seen: str | None = None
    expected: str | None = None
    nearest: str | None = None
    sure: bool = True
    related: tuple[Related, ...] = ()
    place: Place | None = None
    about: str | None = None

    @property
    def of(self) -> tuple[str, ...]:
        """What a waiver may name to be of this finding: the records pointed to, and the value."""
        own = self.about or self.seen
        return (*(other.record for other in self.related), *([own] if own else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A finding with its place: all that a reporter needs to show it.

    ``source_line`` is the text of the line that ``place`` begins on, without its end of line.
    ``fix`` is what ``onrecord validate --fix`` would do about it, if it can; ``of`` is what a
    waiver may name to be of this one alone.
    """

    code: str
    rule: str
    severity: Severity
    message: str
    place: Place
    source_line: str = ""
    record: str | None = None
    path: RecordPath = ()
    seen: str | None = None
    expected: str | None = None
    nearest: str | None = None
    related: tuple[tuple[Place, str], ...] = ()
    fix: Fix | None = None
    of: tuple[str, ...] = ()

    def sort_key(self) -> tuple[Place, str, str]:
        """By file, then place, then code: the order of every report."""
        return (self.place, self.code, self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All diagnostics of one run, sorted, with what was looked at.

    ``records`` counts what was read whole, by kind, with ``vocabulary`` and ``dataset`` among them;
    ``hidden`` is how many diagnostics were left out because nobody asked for them.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    files: int = 0
    records: dict[str, int] = field(default_factory=dict)
    hidden: int = 0

    def count(self, severity: Severity) -> int:
        """How many diagnostics have this severity."""
        return sum(d.severity is severity for d in self.diagnostics)

    @property
    def ok(self) -> bool:
        """Whether no diagnostic is an error."""
        return self.count(Severity.ERROR) == 0

    def __repr__(self) -> str:
        counts = ", ".join(f"{self.count(each)} {each}s" for each in Severity)
        return f"<Report on {self.files} files: {counts}>"


class OnrecordError(Exception):
    """The root of every exception that this library raises on purpose."""


class InvalidRecordsError(OnrecordError):
    """Records with errors where clean ones are needed; ``report`` has every finding."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


def write_diagnostics(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Diagnostics as plain data."""
    return [asdict(diagnostic) for diagnostic in found]


def read_diagnostics(plain: Iterable[Mapping[str, Any]]) -> tuple[Diagnostic, ...]:
    """Diagnostics from plain data."""
    return tuple(map(_diagnostic, plain))


def _diagnostic(plain: Mapping[str, Any]) -> Diagnostic:
    return Diagnostic(
        **{
            **plain,
            "severity": Severity(plain["severity"]),
            "place": Place(**plain["place"]),
            "path": tuple(plain["path"]),
            "of": tuple(plain["of"]),
            "related": tuple((Place(**place), said) for place, said in plain["related"]),
            "fix": None if plain["fix"] is None else _fix(plain["fix"]),
        }
    )


def _fix(plain: Mapping[str, Any]) -> Fix:
    edits = ({**edit, "place": Place(**edit["place"])} for edit in plain["edits"])
    safety = Safety(plain["safety"])
    return Fix(**{**plain, "safety": safety, "edits": tuple(Edit(**edit) for edit in edits)})
