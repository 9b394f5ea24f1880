"""What came of verifying a release, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.releases.verifying import Check, Verification
from onrecord.reporters.terminal import Look, clip, visible

__all__ = ["render_verification", "verification_data"]

_LONGEST = 400
_SHOWN = 20


def render_verification(found: Verification, look: Look) -> str:
    """A line for each check, its problems below it, then one line that sums up."""
    lines = [line for check in Check for line in _check(found, check, look)]
    return "\n".join([*lines, "", _sum(found, look)]) + "\n"


def _check(found: Verification, check: Check, look: Look) -> Iterator[str]:
    problems = found.of(check)
    if check in found.skipped:
        yield f"{look.paint('faint', 'skipped')}  {check}: {visible(found.skipped[check])}"
        return
    if not problems:
        yield f"{look.paint('good', 'ok')}       {check}: {check.meaning}"
        return
    yield f"{look.paint('error', 'failed')}   {check}: {check.meaning}"
    for problem in problems[:_SHOWN]:
        yield f"         {clip(visible(str(problem)), _LONGEST)}"
    if len(problems) > _SHOWN:
        yield f"         … and {len(problems) - _SHOWN:,} more"


def _sum(found: Verification, look: Look) -> str:
    what = f"release {visible(found.version)}" if found.version else "no release"
    files = f"{found.files:,} {'file' if found.files == 1 else 'files'}"
    if found.ok:
        return f"{what}, {files}: {look.paint('good', 'verified')}"
    number = len(found.problems)
    problems = f"{number:,} {'problem' if number == 1 else 'problems'}"
    return f"{what}, {files}: {look.paint('error', problems)}"


def verification_data(found: Verification) -> dict[str, Any]:
    """The same as plain data, with the same keys in the same order every time."""
    return {
        "ok": found.ok,
        "version": found.version or None,
        "files": found.files,
        "checks": [
            {
                "check": check.value,
                "result": _result(found, check),
                "skipped": found.skipped.get(check),
                "problems": [
                    {"file": each.file, "message": each.message} for each in found.of(check)
                ],
            }
            for check in Check
        ],
    }


def _result(found: Verification, check: Check) -> str:
    if check in found.skipped:
        return "skipped"
    return "failed" if found.of(check) else "ok"
