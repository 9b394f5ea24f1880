"""Validation of one folder again and again in one process, with unsaved files among its files.

What an earlier check made of files that did not change stays in memory, and nothing is written. It
knows nothing of editors: each check takes all files as they are, and gives all that is found.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from onrecord.dataset import Dataset
from onrecord.diagnostics import Report
from onrecord.models import Model
from onrecord.validation.again import Progress, Rerun
from onrecord.validation.ledger import Ledger, read_ledger
from onrecord.validation.reading import File

__all__ = ["Session", "View", "check_once"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one check came to, and the files that it was of, by path.

    ``dataset`` has every record that could be read whole, made when it is asked for;
    ``is_described`` tells whether its own description is among them. ``homes`` has the path of each
    of them by its id, vocabularies too.
    """

    report: Report
    dataset: Dataset
    is_described: bool
    files: Mapping[str, File]
    homes: Mapping[str, str]
    made: Mapping[str, Model]

    def is_made(self, record_id: str) -> bool:
        """Whether the record with this id can be had without parsing its file."""
        return self.homes.get(record_id) in self.made


class Session:
    """Checks the files of one folder; ``kept`` is what an earlier process gave to be kept."""

    def __init__(self, kept: bytes | None = None) -> None:
        self._ledger = read_ledger(kept)
        self._last: View | None = None

    def check(self, files: Iterable[File], today: datetime.date | None = None) -> View:
        """All that is to be said of these files, with only what a change asks for done again.

        ``today`` is as in ``validate``. Places in the report begin at the files' paths.
        """
        ordered = sorted(files, key=lambda file: file.path)
        run = _Run.over(self._ledger, self._still_made(ordered), today or _today())
        report = run.report(ordered, None)
        self._ledger = run.taken_over()
        self._last = run.view(report, ordered)
        return self._last

    def to_keep(self) -> bytes:
        """What a later session over the same folder can start from."""
        return self._ledger.to_bytes(self._ledger.entries.values())

    def _still_made(self, files: Iterable[File]) -> dict[str, Model]:
        """The records that were made from files that are as they were.

        A copy: what the last view makes of its own files later is not for the next.
        """
        if self._last is None:
            return {}
        before, made = self._last.files, self._last.made
        return {
            file.path: made[file.path]
            for file in files
            if file.path in made and before[file.path].content == file.content
        }


def check_once(
    files: Iterable[File],
    kept: bytes | None,
    *,
    root: str = "",
    progress: Progress | None = None,
) -> tuple[View, bytes | None]:
    """One check in a process, with what an earlier one kept, and what the next one can use.

    That is ``None`` where the next one is as well off with what there was. ``root`` stands before
    the paths in the report.
    """
    ordered = sorted(files, key=lambda file: file.path)
    run = _Run(kept, root, _today())
    report = run.report(ordered, progress)
    return run.view(report, ordered), run.kept()


class _Run(Rerun):
    """A run that can begin and end with a ledger in memory, and can be looked at."""

    @classmethod
    def over(cls, ledger: Ledger, made: dict[str, Model], today: datetime.date) -> Self:
        """A run with a ledger in memory, and the records that were made from files as they are."""
        run = cls(None, "", today)
        # Time only makes what lay in the future past: a day before the last run turns that round.
        run._ledger = ledger if ledger.day <= today.isoformat() else Ledger()
        run._is_new_day = run._ledger.day != today.isoformat()
        run._made = made
        return run

    def taken_over(self) -> Ledger:
        """The ledger as the next run needs it."""
        others = [entry for entry in self._entries if not self._is_standing(entry)]
        self._ledger.day = self._today.isoformat()
        self._ledger.entries = {entry.path: entry for entry in (*others, *self._in_order)}
        return self._ledger

    def view(self, report: Report, files: Iterable[File]) -> View:
        return View(
            report=report,
            dataset=self.dataset,
            is_described=self.metadata is not None,
            files={file.path: file for file in files},
            homes={id_: file.path for id_, file in self._files.items()},
            made=self._made,
        )


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
