"""The verbs that change records: fix what is found in them, and lay them out in canonical form."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord import storage
from onrecord.api import as_files, shown_root, validate
from onrecord.diagnostics import Diagnostic, Place, Report, Safety

if TYPE_CHECKING:
    from onrecord.validation import File, Progress

__all__ = ["FixedRecords", "Formatted", "fix", "format_records", "touched_since"]

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedRecords:
    """What fixing did: what is still found, what was mended, and which files were left alone.

    ``left`` has the files that had changed on disk meanwhile, ``moved`` where files went; paths are
    as reports give them.
    """

    report: Report
    mended: tuple[Diagnostic, ...]
    left: tuple[str, ...]
    moved: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """A file as it was and in canonical form; ``problem`` says why that could not be told."""

    file: str
    before: bytes
    after: bytes
    problem: str | None = None

    @property
    def changes(self) -> bool:
        """Whether the file was not in canonical form."""
        return self.before != self.after


def fix(
    path: PathLike,
    *,
    safety: Safety = Safety.SAFE,
    wanted: Callable[[Diagnostic], bool] | None = None,
    cache: bool = True,
    progress: Progress | None = None,
) -> FixedRecords:
    """Mends what can be mended in a folder of records, and says what is left.

    Safe fixes change how something is written and nothing else; unsafe ones, if ``safety`` lets
    them, change what a record says. ``wanted`` chooses among the findings. A file that changes on
    disk meanwhile is left as it is. Raises ``OnrecordError`` where a file cannot be written.
    """
    from onrecord.validation import revalidate
    from onrecord.validation.fixing import mend

    root, kept = storage.dataset_root(path), None
    shown = shown_root(root)

    def is_wanted(found: Diagnostic) -> bool:
        return wanted is None or wanted(_shown(found, shown))

    def check(files: Sequence[File]) -> Report:
        nonlocal kept
        report, to_keep = revalidate(files, kept, progress=progress)
        kept = to_keep if to_keep is not None else kept
        return report

    files = tuple(as_files(storage.read_records(root)))
    fixed = mend(files, check, is_wanted, safety)
    before = {file.path: file.content for file in files}
    after = {
        now: (origin, before[origin], fixed.files[now].content)
        for now, origin in fixed.origins.items()
    }
    left = storage.write_changes(root, after)
    return FixedRecords(
        report=validate(path, progress=progress, cache=cache),
        mended=tuple(_shown(one, shown) for one in fixed.mended if one.place.file not in left),
        left=tuple(shown + file for file in sorted(left)),
        moved={
            shown + old: shown + now
            for now, old in fixed.origins.items()
            if now != old and old not in left
        },
    )


def format_records(paths: Sequence[PathLike], *, write: bool = True) -> Iterator[Formatted]:
    """Brings record files into canonical form: each path a file, or a folder of records.

    The data of a file never changes, nor does a file that cannot be read whole. Without ``write``
    nothing is written. Raises ``OnrecordError`` where there is no file, or it cannot be written.
    """
    for path in paths:
        for root, below in storage.places_of(path):
            made = _formatted(root, below)
            if write and made.changes:
                storage.replace_unchanged(made.file, made.before, made.after)
            yield made


def touched_since(path: PathLike, base: str) -> frozenset[str]:
    """The files that changed since a revision in git, and those that name a record in them.

    Paths are as reports give them. Raises ``OnrecordError`` where git cannot tell.
    """
    from onrecord.storage.changed import changed_since
    from onrecord.validation.scope import touched

    root = storage.dataset_root(path)
    changed = changed_since(root, base)
    files = touched(as_files(storage.read_records(root)), changed)
    return frozenset(shown_root(root) + file for file in files)


def _shown(found: Diagnostic, root: str) -> Diagnostic:
    """A finding with ``root`` before the path of each of its places."""

    def below(place: Place) -> Place:
        return replace(place, file=root + place.file)

    edits = found.fix.edits if found.fix else ()
    return replace(
        found,
        place=below(found.place),
        related=tuple((below(place), said) for place, said in found.related),
        fix=found.fix
        and replace(found.fix, edits=tuple(replace(one, place=below(one.place)) for one in edits)),
    )


def _formatted(root: os.PathLike[str], below: str) -> Formatted:
    from onrecord.validation.layout import formatted

    read = storage.read_record(root, below)
    shown = shown_root(root) + below
    if read.problem is not None:
        problem = f"{shown}: {read.problem.meaning} ({read.detail})"
        return Formatted(file=shown, before=b"", after=b"", problem=problem)
    after, trouble = formatted(below, shown, read.content)
    return Formatted(file=shown, before=read.content, after=after, problem=trouble)
