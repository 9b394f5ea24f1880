"""Waivers: a record may name a rule and the reason why its finding is meant to be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from onrecord.dataset import Dataset
from onrecord.diagnostics import Finding
from onrecord.models import Record
from onrecord.rules.registry import Rule, all_rules

__all__ = ["apply_waivers", "unused_waivers"]

UNUSED = "S021"


def apply_waivers(
    findings: Iterable[tuple[Rule, Finding]],
    dataset: Dataset,
    before: Set[tuple[str, str]] = frozenset(),
) -> Iterator[tuple[Rule, Finding]]:
    """The findings that no waiver of their record covers, and one for each waiver that covers none.

    A waiver covers every finding of its rule in its own record. ``before`` has the id and the code
    of what was waived already, while the record's file was read.
    """
    waived = {(record.id, waiver.rule) for record in dataset for waiver in record.waivers}
    used = set(before)
    for rule, finding in findings:
        key = (finding.record, rule.code)
        if key in waived:
            used.add(key)
        else:
            yield rule, finding
    yield from unused_waivers(dataset, used)


def unused_waivers(
    records: Iterable[Record], used: Set[tuple[str, str]]
) -> Iterator[tuple[Rule, Finding]]:
    """One finding for each waiver whose record and rule are not among those that were used."""
    rule = all_rules()[UNUSED]
    for record in records:
        for position, waiver in enumerate(record.waivers):
            if (record.id, waiver.rule) not in used:
                for finding in rule.check(record, position):
                    yield rule, finding
