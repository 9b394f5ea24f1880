"""Validation as one pass: bytes → documents → models → dataset → rules → report.

The only caller of rules. It reaches neither the disk nor the network: files come in as bytes, and
what could not be read comes in with the reason. A file that fails at one stage stops there; the
others go on, and nothing that is found hides anything else.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from onrecord.dataset import Dataset
from onrecord.diagnostics import Diagnostic, Report
from onrecord.garbage import without_collection
from onrecord.models import MODELS, Kind
from onrecord.validation.judging import Judgment
from onrecord.validation.reading import File, Reading, read
from onrecord.validation.workers import each

__all__ = ["Checked", "File", "Progress", "revalidate", "validate"]

Progress = Callable[[int, int], None]
"""Called after each file with how many files are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a run found, and the dataset of all records that could be read whole.

    The dataset is ``None`` where ``dataset.yaml`` is missing or wrong.
    """

    report: Report
    dataset: Dataset | None


def validate(
    files: Iterable[File],
    *,
    today: datetime.date | None = None,
    root: str = "",
    progress: Progress | None = None,
    against: Dataset | None = None,
) -> Checked:
    """Checks files of records against everything there is to check; never raises for their content.

    ``today`` is the day past which no record may lie (the computer's, in UTC, if not given).
    ``root`` is put before every path in the report. ``against`` is an earlier dataset, from which
    this one should not have strayed far. In which order the files come makes no difference.
    """
    today = today or datetime.datetime.now(datetime.UTC).date()
    with without_collection():
        ordered = sorted(files, key=lambda file: file.path)
        judgment = Judgment(root)
        found: list[Diagnostic] = []
        counts: Counter[Kind | None] = Counter()
        for file, reading in zip(ordered, _readings(ordered, root, progress), strict=True):
            judgment.add(file, reading)
            found += reading.found
            counts[reading.kind] += reading.data is not None
        found += judgment.found(today, against)
    report = Report(
        diagnostics=tuple(sorted(found, key=Diagnostic.sort_key)),
        files=len(ordered),
        records={kind.value: counts[kind] for kind in MODELS if counts[kind]},
    )
    return Checked(report, judgment.dataset if judgment.metadata is not None else None)


def revalidate(
    files: Iterable[File],
    kept: bytes | None,
    *,
    today: datetime.date | None = None,
    root: str = "",
    progress: Progress | None = None,
) -> tuple[Report, bytes | None]:
    """The report that ``validate`` gives, with only what a change asks for done again.

    ``kept`` is what an earlier run over the same folder gave to be kept; what cannot be used is as
    good as ``None``. Gives what is to be kept now, ``None`` if what there was will do.
    """
    from onrecord.validation.again import Rerun

    with without_collection():
        rerun = Rerun(kept, root, today or datetime.datetime.now(datetime.UTC).date())
        report = rerun.report(sorted(files, key=lambda file: file.path), progress)
        return report, rerun.kept()


def _readings(files: Sequence[File], root: str, progress: Progress | None) -> Iterator[Reading]:
    for done, reading in enumerate(each(partial(read, root=root), files), start=1):
        if progress is not None:
            progress(done, len(files))
        yield reading
