"""Validation as one pass: bytes → documents → models → dataset → rules → report.

The only caller of rules. It reaches neither the disk nor the network: files come in as bytes, and
what could not be read comes in with the reason. A file that fails at one stage stops there; the
others go on, and nothing that is found hides anything else.
"""

from __future__ import annotations

import datetime
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from pydantic import ValidationError

from onrecord.dataset import Dataset
from onrecord.diagnostics import Diagnostic, Finding, Place, Report
from onrecord.documents import Document, Problem, parse
from onrecord.models import MODELS, Kind, Metadata, Model, Record, Vocabulary
from onrecord.rules import Context, Rule, Stage, all_rules, rules_of
from onrecord.rules.fit import DATASET_FILE, Fit, Trouble, field_errors, kind_at
from onrecord.rules.waivers import apply_waivers

__all__ = ["Checked", "File", "Progress", "validate"]

Progress = Callable[[int, int], None]
"""Called after each file with how many files are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be checked: its path below the records' root, with ``/``, and its bytes.

    Where it could not be read, or should not have been, ``trouble`` says why.
    """

    path: str
    content: bytes
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a run found, and the dataset of all records that could be read whole.

    The dataset is ``None`` where ``dataset.yaml`` is missing or wrong.
    """

    report: Report
    dataset: Dataset | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file that was read, and the record in it where there is one."""

    fit: Fit
    model: Model | None = None


@dataclass(slots=True)
class _Run:
    """What one run has read and found so far."""

    root: str
    entries: list[_Entry] = field(default_factory=list)
    by_id: dict[str, _Entry] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)


def validate(
    files: Iterable[File],
    *,
    today: datetime.date | None = None,
    root: str = "",
    progress: Progress | None = None,
) -> Checked:
    """Checks files of records against everything there is to check; never raises for their content.

    ``today`` is the day past which no record may lie (the computer's, in UTC, if not given).
    ``root`` is put before every path in the report.
    """
    run = _Run(root)
    with _no_collection():
        _read_all(run, list(files), progress)
        dataset = _judge(run, today or datetime.datetime.now(datetime.UTC).date())
    counts = Counter(entry.fit.kind for entry in run.entries if entry.model is not None)
    report = Report(
        diagnostics=tuple(sorted(run.found, key=Diagnostic.sort_key)),
        files=len(run.entries),
        records={kind.value: counts[kind] for kind in MODELS if counts[kind]},
    )
    return Checked(report, dataset)


@contextmanager
def _no_collection() -> Iterator[None]:
    # Records hold no cycles: looking for some while making many costs a third of the time.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_all(run: _Run, files: list[File], progress: Progress | None) -> None:
    for done, file in enumerate(files, start=1):
        entry = _read(run, file)
        run.entries.append(entry)
        if isinstance(entry.model, Record | Vocabulary):
            first = run.by_id.setdefault(entry.model.id, entry)
            if first is not entry:
                _whole(run, "R006", entry.fit, first.fit)
        if progress is not None:
            progress(done, len(files))


def _read(run: _Run, file: File) -> _Entry:
    document = parse(file.content, run.root + file.path)
    kind = kind_at(file.path)
    if file.trouble is not None:
        fit = Fit(file.path, kind, document, trouble=file.trouble)
        _check_structure(run, fit)
        return _Entry(fit)
    for problem in document.problems:
        _add_problem(run, problem, document)
    if document.data is None or kind is None:
        fit = Fit(file.path, kind, document)
        _check_structure(run, fit)
        return _Entry(fit)
    return _fit(run, Fit(file.path, kind, document))


def _fit(run: _Run, fit: Fit) -> _Entry:
    assert fit.kind is not None
    model = None
    try:
        model = MODELS[fit.kind].model_validate(fit.document.data)
    except ValidationError as error:
        errors = field_errors(error, fit.document.data)
        fit = Fit(fit.file, fit.kind, fit.document, errors)
    _check_structure(run, fit)
    return _Entry(fit, model)


def _check_structure(run: _Run, fit: Fit) -> None:
    for rule in rules_of(Stage.STRUCTURE):
        for finding in rule.check(fit):
            run.found.append(_diagnose(rule, finding, fit.document, {}))


def _add_problem(run: _Run, problem: Problem, document: Document) -> None:
    rule = all_rules()[problem.code]
    run.found.append(
        Diagnostic(
            code=rule.code,
            rule=rule.name,
            severity=rule.severity,
            message=rule.check(problem),
            place=problem.place,
            source_line=document.line(problem.place.line),
            seen=problem.seen,
            expected=problem.expected,
            nearest=problem.nearest,
            related=problem.related,
        )
    )


def _judge(run: _Run, today: datetime.date) -> Dataset | None:
    """Makes the dataset and runs the rules that see records; ``None`` without metadata."""
    metadata = next((e.model for e in run.entries if isinstance(e.model, Metadata)), None)
    if not any(entry.fit.kind is Kind.DATASET for entry in run.entries):
        document = Document(run.root + DATASET_FILE, b"{}")
        _whole(run, "S020", Fit(DATASET_FILE, Kind.DATASET, document))
    entries = run.by_id.values()
    dataset = Dataset.from_records(
        [entry.model for entry in entries if isinstance(entry.model, Record)],
        metadata=metadata or _NO_METADATA,
        vocabularies=[e.model for e in run.entries if isinstance(e.model, Vocabulary)],
    )
    context = Context(
        dataset,
        today,
        unread={e.fit.id: e.fit.document.content for e in run.entries if e.model is None},
    )
    findings = list(_findings(context))
    documents = {record_id: entry.fit.document for record_id, entry in run.by_id.items()}
    for rule, finding in apply_waivers(findings, dataset):
        document = documents[finding.record]
        run.found.append(_diagnose(rule, finding, document, documents))
    return dataset if metadata is not None else None


_NO_METADATA = Metadata.model_validate(
    {
        "format": 1,
        "version": "2000.1.0",
        "title": "none",
        "description": "none",
        "license": "none",
        "maintainers": [{"name": "none"}],
    }
)


def _whole(run: _Run, code: str, fit: Fit, *more: object) -> None:
    rule = all_rules()[code]
    documents = {entry.fit.id: entry.fit.document for entry in run.entries}
    for finding in rule.check(fit, *more):
        run.found.append(_diagnose(rule, finding, fit.document, documents))


def _findings(context: Context) -> Iterator[tuple[Rule, Finding]]:
    for record in context.dataset:
        for rule in rules_of(Stage.RECORD, record.kind):
            for finding in rule.check(record, context):
                yield rule, finding
    for rule in rules_of(Stage.DATASET):
        for finding in rule.check(context):
            yield rule, finding


def _diagnose(
    rule: Rule, finding: Finding, document: Document, others: dict[str, Document]
) -> Diagnostic:
    place = finding.place or document.place(finding.path, finding.target)
    return Diagnostic(
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        message=finding.message,
        place=place,
        source_line=document.line(place.line),
        record=finding.record,
        path=finding.path,
        seen=finding.seen,
        expected=finding.expected,
        nearest=finding.nearest,
        related=tuple(_related(finding, others)),
    )


def _related(finding: Finding, others: dict[str, Document]) -> Iterator[tuple[Place, str]]:
    for related in finding.related:
        document = others.get(related.record)
        if document is not None:
            yield document.place(related.path), related.message
