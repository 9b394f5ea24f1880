"""What is kept of a run for the next: under which key, and a report as bytes and back.

It knows reports; where they are kept is the business of storage, and when of the verbs.
"""

from __future__ import annotations

import datetime
import json

from onrecord.diagnostics import Report, read_diagnostics, write_diagnostics

__all__ = ["kept_key", "kept_report", "report_to_keep"]


def kept_key(*parts: str) -> str:
    """The key of something kept; some rules look less closely where a package is not installed."""
    from hashlib import blake2b
    from importlib.util import find_spec

    wanted = ("convertdate", "langcodes", "rapidfuzz")
    there = [name for name in wanted if find_spec(name) is not None]
    return blake2b(repr((*parts, there)).encode(), digest_size=32).hexdigest()


def report_to_keep(report: Report) -> bytes:
    """A report with the day on which it was made."""
    data = {
        "day": _today(),
        "files": report.files,
        "records": report.records,
        "diagnostics": write_diagnostics(report.diagnostics),
    }
    return json.dumps(data, separators=(",", ":")).encode()


def kept_report(content: bytes | None) -> Report | None:
    """A report that was kept; none if it is of another day and has what a day may undo."""
    if content is None:
        return None
    try:
        data = json.loads(content)
        if data["day"] > _today() or (data["diagnostics"] and data["day"] != _today()):
            return None
        return Report(
            diagnostics=read_diagnostics(data["diagnostics"]),
            files=data["files"],
            records=data["records"],
        )
    except (ValueError, TypeError, KeyError):
        return None


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
