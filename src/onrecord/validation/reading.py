"""One file: from its bytes to the record in it, and to all that is wrong with it by itself.

It knows no other file, so that many can be read at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import compress
from operator import not_
from typing import Any, NamedTuple

from pydantic import ValidationError

from onrecord.diagnostics import Diagnostic, Finding, Place
from onrecord.documents import Document, Problem, parse
from onrecord.models import MODELS, Kind, Metadata, Model, Record
from onrecord.rules import Rule, Stage, all_rules, rules_of
from onrecord.rules.fit import Fit, Trouble, field_errors, kind_at, kind_meant
from onrecord.rules.waivers import Waived, Waivers
from onrecord.validation.mending import fix_of, fix_of_problem
from onrecord.values.characters import spelt_out

__all__ = ["File", "Reading", "diagnose", "fit_of", "read"]


class File(NamedTuple):
    """A file to be checked: its path below the records' root, with ``/``, and its bytes.

    Where it could not be read, or should not have been, ``trouble`` says why. ``digest`` is of all
    that, if somebody has it already.
    """

    path: str
    content: bytes
    trouble: Trouble | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: the plain data of its record if that is whole, and what was found.

    ``waived`` has what was found and is waived by the record: codes, and what each finding is of.
    """

    id: str
    kind: Kind | None
    data: dict[str, Any] | None
    found: tuple[Diagnostic, ...] = ()
    waived: tuple[Waived, ...] = ()
    made: Model | None = field(default=None, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        # To make a record anew takes a quarter of the time that it takes to hand one to a process.
        return Reading, (self.id, self.kind, self.data, self.found, self.waived)

    def model(self) -> Model | None:
        """The record, vocabulary or description of the dataset that the file holds."""
        if self.made is not None or self.kind is None or self.data is None:
            return self.made
        return MODELS[self.kind].model_validate(self.data)


def fit_of(file: File, root: str) -> tuple[Fit, Model | None]:
    """How a file fits the model of its kind, and what the model makes of it where it does."""
    document = parse(file.content, root + file.path)
    kind = kind_at(file.path)
    if file.trouble is not None or document.data is None or kind is None:
        return Fit(file.path, kind, document, trouble=file.trouble), None
    try:
        return Fit(file.path, kind, document), MODELS[kind].model_validate(document.data)
    except ValidationError as error:
        meant = kind_meant(kind, document.data)
        if meant is not None:
            elsewhere = Trouble("S011", f"it has the keys of records in {meant.folder}/")
            return Fit(file.path, meant, document, trouble=elsewhere), None
        return Fit(file.path, kind, document, field_errors(error, document.data)), None


def read(file: File, root: str) -> Reading:
    """Reads one file; never raises for what is in it."""
    fit, model = fit_of(file, root)
    found = tuple(_found(fit))
    waived: tuple[Waived, ...] = ()
    if found and isinstance(model, Record | Metadata) and model.waivers:
        waivers = Waivers([(fit.id, model.waivers)])
        covered = [waivers.cover(fit.id, each.code, each.of) for each in found]
        waived = tuple((each.code, each.of) for each in compress(found, covered))
        found = tuple(compress(found, map(not_, covered)))
    data = fit.document.data if model is not None else None
    return Reading(fit.id, fit.kind, data, found, waived, model)


def diagnose(
    rule: Rule,
    finding: Finding,
    document: Document,
    file: str,
    related: tuple[tuple[Place, str], ...] = (),
) -> Diagnostic:
    """A finding with the place at which it stands in a document, whose file has this path."""
    place = finding.place or document.place(finding.path, finding.target)
    fix = fix_of(rule, finding, document, file) if rule.fix is not None else None
    return Diagnostic(
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        message=spelt_out(finding.message),
        place=place,
        source_line=document.line(place.line),
        record=finding.record,
        path=finding.path,
        seen=finding.seen,
        expected=finding.expected,
        nearest=finding.nearest,
        related=related,
        fix=fix,
        of=finding.of,
    )


def _found(fit: Fit) -> Iterator[Diagnostic]:
    if fit.trouble is None:
        for problem in fit.document.problems:
            yield _refused(problem, fit)
    for rule in rules_of(Stage.STRUCTURE, None, fit.given):
        for finding in rule.check(fit):
            yield diagnose(rule, finding, fit.document, fit.file)


def _refused(problem: Problem, fit: Fit) -> Diagnostic:
    rule = all_rules()[problem.code]
    return Diagnostic(
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        message=spelt_out(rule.check(problem)),
        place=problem.place,
        source_line=fit.document.line(problem.place.line),
        record=fit.id,
        seen=problem.seen,
        expected=problem.expected,
        nearest=problem.nearest,
        related=problem.related,
        fix=fix_of_problem(rule, problem, fit.document),
        of=(problem.seen,) if problem.seen else (),
    )
