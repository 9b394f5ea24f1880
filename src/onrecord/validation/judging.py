"""All records together: from what was read to the dataset, and to what its rules find.

It knows files only by their readings, and reads one again where a finding needs its place.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache, cached_property, partial

from onrecord.dataset import Dataset
from onrecord.diagnostics import Diagnostic, Finding, Place
from onrecord.documents import Document, parse
from onrecord.models import Kind, Metadata, Record, Vocabulary
from onrecord.rules import Context, Rule, Stage, all_rules, rules_of
from onrecord.rules.fit import DATASET_FILE, Fit
from onrecord.rules.waivers import Waived, apply_waivers
from onrecord.validation.reading import File, Reading, diagnose, fit_of
from onrecord.validation.workers import each

__all__ = ["Judgment", "no_metadata"]


class Judgment:
    """What all readings come to: the dataset, and what is wrong between its records."""

    def __init__(self, root: str) -> None:
        self.metadata: Metadata | None = None
        self._has_description = False
        self._root = root
        self._files: dict[str, File] = {}
        self._models: list[Record | Vocabulary] = []
        self._twice: list[tuple[File, File]] = []
        self._unread: dict[str, bytes] = {}
        self._waived: list[tuple[str, Waived]] = []

    def add(self, file: File, reading: Reading) -> None:
        """Takes in what was read; files come in order of their paths."""
        self._has_description |= file.path == DATASET_FILE
        holder = DATASET_FILE if reading.kind is Kind.DATASET else reading.id
        self._waived += ((holder, waived) for waived in reading.waived)
        model = reading.model()
        if isinstance(model, Metadata):
            self.metadata = model
            self._files[DATASET_FILE] = file
        elif not isinstance(model, Record | Vocabulary):
            self._unread.setdefault(reading.id, file.content)
        elif reading.id in self._files:
            self._twice.append((file, self._files[reading.id]))
        else:
            self._files[reading.id] = file
            self._models.append(model)

    @cached_property
    def dataset(self) -> Dataset:
        """The dataset of all records that were read whole."""
        return Dataset.from_records(
            [model for model in self._models if isinstance(model, Record)],
            metadata=self.metadata or no_metadata(),
            vocabularies=[model for model in self._models if isinstance(model, Vocabulary)],
        )

    def found(self, today: datetime.date, against: Dataset | None = None) -> Iterator[Diagnostic]:
        """What rules find in the records, in the dataset and in the files as a whole.

        The dataset is held against an earlier one only where its own description was read.
        """
        yield from self._found_in_files()
        earlier = against if self.metadata is not None else None
        context = Context(self.dataset, today, self._unread, earlier)
        found = _findings(context)
        is_release = earlier is not None
        for rule, finding in apply_waivers(
            found, self.dataset, self._waived, is_release=is_release
        ):
            yield self._placed(rule, finding)

    def _found_in_files(self) -> Iterator[Diagnostic]:
        if not self._has_description:
            fit = Fit(DATASET_FILE, Kind.DATASET, Document(self._root + DATASET_FILE, b"{}"))
            yield from self._whole("S020", fit)
        for file, first in self._twice:
            fit, _ = fit_of(file, self._root)
            yield from self._whole("R006", fit, fit_of(first, self._root)[0])

    def _whole(self, code: str, fit: Fit, *more: Fit) -> Iterator[Diagnostic]:
        rule = all_rules()[code]
        for finding in rule.check(fit, *more):
            yield diagnose(rule, finding, fit.document, fit.file)

    def _placed(self, rule: Rule, finding: Finding) -> Diagnostic:
        related: list[tuple[Place, str]] = []
        for other in finding.related:
            if other.record in self._files:
                place = self._document(other.record).place(other.path)
                related.append((place, other.message))
        document, path = self._document(finding.record), self._files[finding.record].path
        return diagnose(rule, finding, document, path, tuple(related))

    def _document(self, record_id: str) -> Document:
        file = self._files[record_id]
        return parse(file.content, self._root + file.path)


def _findings(context: Context) -> Iterator[tuple[Rule, Finding]]:
    _ = context.named  # found out here once, not in every process
    stages = (Stage.DATASET, Stage.RELEASE) if context.earlier else (Stage.DATASET,)
    # Rules on the dataset take long: they begin first, while other processes judge records.
    jobs = (*(rule for stage in stages for rule in rules_of(stage)), *context.dataset)
    for found in each(partial(_carry_out, context), jobs):
        yield from ((all_rules()[code], finding) for code, finding in found)


def _carry_out(context: Context, job: Rule | Record) -> list[tuple[str, Finding]]:
    """What one rule finds in the dataset, or all that run on records find in one."""
    if isinstance(job, Rule):
        return [(job.code, finding) for finding in job.check(context)]
    return [
        (rule.code, finding)
        for rule in context.rules_on(job)
        for finding in rule.check(job, context)
    ]


@cache
def no_metadata() -> Metadata:
    """What stands for a description that is missing or wrong, while the records are judged."""
    return Metadata.model_validate(
        {
            "format": 1,
            "version": "2000.1.0",
            "title": "none",
            "description": "none",
            "license": "none",
            "maintainers": [{"name": "none"}],
        }
    )
