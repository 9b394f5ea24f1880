"""Waivers: a record may name a rule and the reason why its finding is meant to be there.

What is found in the dataset as a whole stands in its description, and is waived there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from onrecord.dataset import Dataset
from onrecord.diagnostics import Finding
from onrecord.models import Waiver
from onrecord.rules.fit import DATASET_FILE
from onrecord.rules.registry import Rule, Stage, all_rules, rules_of

__all__ = ["NEVER", "Holder", "Waived", "Waivers", "apply_waivers", "not_looked_for"]

UNUSED: Final = "S021"

NEVER: Final = frozenset(["V001"])
"""The rules that nothing waives: whoever cited an id is owed the record, whatever the reason."""

Holder = tuple[str, Sequence[Waiver]]
"""The id of a record, or the name of the dataset's description, and its waivers."""

Waived = tuple[str, tuple[str, ...]]
"""What was found and is waived: the code of the rule, and what the finding is of."""


class Waivers:
    """All waivers of these holders, and what was found that they might cover."""

    def __init__(self, holders: Iterable[Holder]) -> None:
        self._holders = [holder for holder in holders if holder[1]]
        self._waivers: dict[tuple[str, str], list[Waiver]] = {}
        self._found: dict[tuple[str, str], set[str]] = {}
        for id_, waivers in self._holders:
            for waiver in waivers:
                self._waivers.setdefault((id_, waiver.rule), []).append(waiver)

    def cover(self, id_: str, code: str, of: Iterable[str]) -> bool:
        """Whether a waiver of its holder covers what a rule found there, which is noted.

        One that names nothing covers all that the rule finds in its holder, another what is ``of``
        something that it names.
        """
        waivers = self._waivers.get((id_, code))
        if waivers is None or code in NEVER:
            return False
        self._found.setdefault((id_, code), set()).update(of)
        return any(not waiver.of or not set(waiver.of).isdisjoint(of) for waiver in waivers)

    def unused(self, waiting: Iterable[str] = ()) -> Iterator[tuple[Rule, Finding]]:
        """A finding for each waiver that covers nothing, and for each name in one that does not.

        ``waiting`` has the codes of rules that did not run.
        """
        rule, idle = all_rules()[UNUSED], frozenset(waiting) - NEVER
        for id_, waivers in self._holders:
            for position, waiver in enumerate(waivers):
                if waiver.rule not in idle:
                    found = self._found.get((id_, waiver.rule))
                    for finding in rule.check(id_, position, waiver, found, waiver.rule in NEVER):
                        yield rule, finding


def apply_waivers(
    findings: Iterable[tuple[Rule, Finding]],
    dataset: Dataset,
    before: Iterable[tuple[str, Waived]] = (),
    *,
    is_release: bool = False,
) -> Iterator[tuple[Rule, Finding]]:
    """The findings that no waiver of their record covers, and those of waivers that cover nothing.

    ``before`` has by the ids of their holders what was waived already, while files were read;
    ``is_release`` tells that the dataset was held against an earlier one.
    """
    holders = [(record.id, record.waivers) for record in dataset]
    waivers = Waivers([*holders, (DATASET_FILE, dataset.metadata.waivers)])
    for id_, (code, of) in before:
        waivers.cover(id_, code, of)
    for rule, finding in findings:
        if not waivers.cover(finding.record, rule.code, finding.of):
            yield rule, finding
    yield from waivers.unused(() if is_release else not_looked_for())


def not_looked_for() -> Iterator[str]:
    """What is found only where there is an earlier dataset: without one, waivers of it may wait."""
    return (rule.code for rule in rules_of(Stage.RELEASE))
