"""Fixes carried out on files in memory, round by round, until nothing more can be mended.

It reaches no disk: files come in as bytes, and go out as bytes with what was done to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from onrecord.diagnostics import Diagnostic, Edit, Report, Safety
from onrecord.documents import apply_edits, parse
from onrecord.validation.reading import File

__all__ = ["Fixed", "mend"]

_MOST_ROUNDS: Final = 20

Check = Callable[[Sequence[File]], Report]
"""Gives the report on files, with places that begin at their paths."""

Wanted = Callable[[Diagnostic], bool]


@dataclass(slots=True, kw_only=True)
class Fixed:
    """What was done: the files as they are now, where each came from, and what was mended.

    ``origins`` has the path that each file had, also where it has it still.
    """

    files: dict[str, File]
    origins: dict[str, str]
    report: Report
    mended: list[Diagnostic] = field(default_factory=list)


def mend(files: Iterable[File], check: Check, wanted: Wanted, safety: Safety) -> Fixed:
    """Carry out the fixes of all wanted findings, as far as ``safety`` lets them.

    Edits that overlap are made one after the other, each on what the one before it left. A fix
    after which a file could not be read is not made.
    """
    there = {file.path: file for file in files}
    work = _Work(Fixed(files=there, origins={path: path for path in there}, report=Report()))
    for _ in range(_MOST_ROUNDS):
        work.fixed.report = check(list(work.fixed.files.values()))
        due = [one for one in work.fixed.report.diagnostics if _is_due(one, safety) and wanted(one)]
        if not work.round(due):
            break
    else:
        work.fixed.report = check(list(work.fixed.files.values()))
    return work.fixed


def _is_due(found: Diagnostic, safety: Safety) -> bool:
    return found.fix is not None and (found.fix.safety is Safety.SAFE or safety is Safety.UNSAFE)


class _Work:
    def __init__(self, fixed: Fixed) -> None:
        self.fixed = fixed
        self._seen: set[tuple[str, bytes]] = set()

    def round(self, due: Sequence[Diagnostic]) -> bool:
        """Carry out what goes together of the fixes that are due; whether there was any."""
        # Ids before all else: what names them may be right as it is once they are.
        renaming = [one for one in due if one.path == ("id",)]
        return bool(renaming and self._all(renaming)) or self._all(due)

    def _all(self, due: Sequence[Diagnostic]) -> bool:
        by_file: dict[str, list[Diagnostic]] = {}
        for found in due:
            by_file.setdefault(found.place.file, []).append(found)
        done = [self._file(path, some) for path, some in by_file.items()]
        return any(done)

    def _file(self, path: str, due: Sequence[Diagnostic]) -> bool:
        file = self.fixed.files[path]
        chosen = _together([one for one in due if one.fix and not one.fix.move_to])
        chosen = [one for one in chosen if self._may_rename(one, file)]
        content = _edited(file, chosen)
        if content is not None:
            self._seen.add((path, file.content))
            if (path, content) in self._seen:  # a fix that undoes another: let it be
                return False
            self.fixed.files[path] = File(path, content)
            self.fixed.mended += chosen
            return True
        return any(self._moved(file, one) for one in due if one.fix and one.fix.move_to)

    def _moved(self, file: File, found: Diagnostic) -> bool:
        target = found.fix.move_to if found.fix else None
        taken = {path.casefold() for path in self.fixed.files}
        if target is None or target.casefold() in taken:
            return False
        del self.fixed.files[file.path]
        self.fixed.files[target] = File(target, file.content)
        self.fixed.origins[target] = self.fixed.origins.pop(file.path)
        self.fixed.mended.append(found)
        return True

    def _may_rename(self, found: Diagnostic, file: File) -> bool:
        """Whether an id may be changed: nothing else has the new one, and nothing names the old."""
        if found.path != ("id",) or found.fix is None:
            return True
        new, old = found.nearest or "", found.seen or ""
        taken = re.compile(rb"(?m)^id: *[\"']?%s[\"']? *$" % re.escape(new).encode())
        named = re.compile(rb"(?<![a-z0-9-])%s(?![a-z0-9-])" % re.escape(old).encode())
        others = [one.content for path, one in self.fixed.files.items() if path != file.path]
        return not any(taken.search(one) or named.search(one) for one in others)


def _together(due: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The fixes that can be made at once: none overlaps another; all anew only if alone."""
    chosen: list[Diagnostic] = []
    taken: list[Edit] = []
    for found in sorted(due, key=lambda one: (_is_whole(one), one.sort_key())):
        edits = found.fix.edits if found.fix else ()
        if chosen and _is_whole(found):
            # Every finding of the layout of a file has the same fix.
            if _is_whole(chosen[0]) and chosen[0].fix == found.fix:
                chosen.append(found)
            continue
        if not any(_overlap(one, other) for one in edits for other in taken):
            chosen.append(found)
            taken += edits
    return chosen


def _is_whole(found: Diagnostic) -> bool:
    return found.fix is not None and found.fix.whole


def _overlap(one: Edit, other: Edit) -> bool:
    if one.start == other.start:
        return True
    return one.start < other.end and other.start < one.end


def _edited(file: File, chosen: Sequence[Diagnostic]) -> bytes | None:
    """The content with the fixes made; ``None`` if there is nothing that can be done."""
    edits = {edit: None for found in chosen if found.fix for edit in found.fix.edits}
    if not edits:
        return None
    content = apply_edits(file.content, edits)
    is_lost = parse(content, file.path).data is None and parse(file.content, file.path).data
    return None if is_lost or content == file.content else content
