"""Who said what on Iran's arms exports: statements, events and sources as checked data.

    >>> import onrecord
    >>> ds = onrecord.load()
    >>> for statement in ds.statements_by("hossein-amir-abdollahian"):
    ...     print(statement.date, statement.summary)

Names are looked up when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.api import build, load, validate
    from onrecord.dataset import (
        ClaimStatus,
        Contradiction,
        Dataset,
        History,
        Hit,
        Origins,
        Records,
        SearchError,
        UnknownError,
    )
    from onrecord.diagnostics import (
        Diagnostic,
        InvalidRecordsError,
        OnrecordError,
        Place,
        Report,
        Severity,
    )
    from onrecord.diff import Changes, compare
    from onrecord.models import Actor, Claim, Event, Kind, Record, Source, Statement, System
    from onrecord.values.edtf import Edtf, EdtfError
    from onrecord.versions import download, publish, verify

    __version__: str

__all__ = [
    "Actor",
    "Changes",
    "Claim",
    "ClaimStatus",
    "Contradiction",
    "Dataset",
    "Diagnostic",
    "Edtf",
    "EdtfError",
    "Event",
    "History",
    "Hit",
    "InvalidRecordsError",
    "Kind",
    "OnrecordError",
    "Origins",
    "Place",
    "Record",
    "Records",
    "Report",
    "SearchError",
    "Severity",
    "Source",
    "Statement",
    "System",
    "UnknownError",
    "__version__",
    "build",
    "compare",
    "download",
    "load",
    "publish",
    "validate",
    "verify",
]

_HOMES = {
    "onrecord.api": ("build", "load", "validate"),
    "onrecord.dataset": (
        "ClaimStatus",
        "Contradiction",
        "Dataset",
        "History",
        "Hit",
        "Origins",
        "Records",
        "SearchError",
        "UnknownError",
    ),
    "onrecord.diagnostics": (
        "Diagnostic",
        "InvalidRecordsError",
        "OnrecordError",
        "Place",
        "Report",
        "Severity",
    ),
    "onrecord.models": (
        "Actor",
        "Claim",
        "Event",
        "Kind",
        "Record",
        "Source",
        "Statement",
        "System",
    ),
    "onrecord.diff": ("Changes", "compare"),
    "onrecord.values.edtf": ("Edtf", "EdtfError"),
    "onrecord.versions": ("download", "publish", "verify"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("onrecord")
    elif name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    else:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
