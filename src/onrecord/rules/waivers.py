"""Waivers: a record may name a rule and the reason why its finding is meant to be there.

What is found in the dataset as a whole stands in its description, and is waived there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Final

from onrecord.dataset import Dataset
from onrecord.diagnostics import Finding
from onrecord.models import Waiver
from onrecord.rules.fit import DATASET_FILE
from onrecord.rules.registry import Rule, Stage, all_rules, rules_of

__all__ = ["NEVER", "Holder", "apply_waivers", "not_looked_for", "unused_waivers"]

UNUSED: Final = "S021"

NEVER: Final = frozenset(["V001"])
"""The rules that nothing waives: whoever cited an id is owed the record, whatever the reason."""

Holder = tuple[str, Sequence[Waiver]]
"""The id of a record, or the name of the dataset's description, and its waivers."""


def apply_waivers(
    findings: Iterable[tuple[Rule, Finding]],
    dataset: Dataset,
    before: Set[tuple[str, str]] = frozenset(),
    *,
    is_release: bool = False,
) -> Iterator[tuple[Rule, Finding]]:
    """The findings that no waiver of their record covers, and one for each waiver that covers none.

    A waiver covers every finding of its rule in its own record. ``before`` has the id and the code
    of what was waived already, while the record's file was read; ``is_release`` tells that the
    dataset was held against an earlier one.
    """
    holders = [(record.id, record.waivers) for record in dataset]
    holders.append((DATASET_FILE, dataset.metadata.waivers))
    waived = {(id_, waiver.rule) for id_, waivers in holders for waiver in waivers}
    used = {*before, *(() if is_release else not_looked_for())}
    for rule, finding in findings:
        key = (finding.record, rule.code)
        if key in waived and rule.code not in NEVER:
            used.add(key)
        else:
            yield rule, finding
    yield from unused_waivers(holders, used)


def not_looked_for() -> Iterator[tuple[str, str]]:
    """What is found only where there is an earlier dataset: without one, waivers of it may wait."""
    codes = (rule.code for rule in rules_of(Stage.RELEASE))
    return ((DATASET_FILE, code) for code in codes if code not in NEVER)


def unused_waivers(
    holders: Iterable[Holder], used: Set[tuple[str, str]]
) -> Iterator[tuple[Rule, Finding]]:
    """One finding for each waiver whose record and rule are not among those that were used."""
    rule = all_rules()[UNUSED]
    for id_, waivers in holders:
        for position, waiver in enumerate(waivers):
            if (id_, waiver.rule) not in used:
                for finding in rule.check(id_, position, waiver.rule, waiver.rule in NEVER):
                    yield rule, finding
