"""Which findings a reader asked for: by rule, by family, by how much they weigh, by file.

It chooses among what was found; what is checked does not depend on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from onrecord.diagnostics import Diagnostic, OnrecordError, Report, Severity
from onrecord.rules.registry import FAMILIES, all_rules
from onrecord.values.ids import nearest

__all__ = ["Selection", "UnknownSelectorError", "codes_of"]


class UnknownSelectorError(OnrecordError):
    """A word that is no code, no name and no family of rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is to be shown: rules by code, the least weight, and files by path (``None``: all)."""

    codes: frozenset[str] | None = None
    ignored: frozenset[str] = frozenset()
    severity: Severity = Severity.NOTE
    files: Set[str] | None = None

    def chooses(self, found: Diagnostic) -> bool:
        """Whether a finding is of a rule and in a file that were asked for, whatever it weighs."""
        if found.code in self.ignored or (self.codes is not None and found.code not in self.codes):
            return False
        if self.files is None:
            return True
        places = (found.place, *(place for place, _ in found.related))
        return any(place.file in self.files for place in places)

    def among(self, report: Report) -> Report:
        """The report with what was asked for alone; what was looked at stays as it was."""
        chosen = tuple(
            found
            for found in report.diagnostics
            if self.chooses(found) and found.severity.rank <= self.severity.rank
        )
        left_out = len(report.diagnostics) - len(chosen)
        return replace(report, diagnostics=chosen, hidden=report.hidden + left_out)


def codes_of(selectors: Iterable[str]) -> frozenset[str]:
    """The codes of the rules that words name: codes, names, letters of families; commas part them.

    Raises ``UnknownSelectorError``, with the nearest word, for one that names none.
    """
    words = [word.strip() for text in selectors for word in text.split(",")]
    return frozenset(code for word in words if word for code in _codes(word))


def _codes(word: str) -> list[str]:
    rules = all_rules()
    letter = word.upper()
    if letter in FAMILIES:
        return [code for code in rules if code[0] == letter]
    if letter in rules:
        return [letter]
    named = [rule.code for rule in rules.values() if rule.name == word.lower()]
    if named:
        return named
    names = [*rules, *(rule.name for rule in rules.values())]
    near = nearest(word, names)
    hint = f"; did you mean {near!r}?" if near else ""
    families = ", ".join(FAMILIES)
    message = f"no rule or family is called {word!r}{hint} (families are {families})"
    raise UnknownSelectorError(message)
