"""What would mend a finding: the fix that its rule allows, as edits of the very spans.

It knows documents and the rules' word on how to mend what they find; it changes nothing.
"""

from __future__ import annotations

from onrecord.diagnostics import Finding, Fix, Target
from onrecord.documents import (
    Document,
    Problem,
    mend_problem,
    replace_key,
    replace_value,
    rewrite,
)
from onrecord.models import MODELS
from onrecord.models.walk import key_order
from onrecord.rules import Mend, Rule
from onrecord.rules.fit import kind_at

__all__ = ["fix_of", "fix_of_problem"]

_IN_WORDS = {
    "Y002": "remove the byte order mark",
    "Y003": "end lines with LF",
    "Y016": "remove the character",
    "Y017": "remove the character",
    "Y018": "write the letters in composed form (NFC)",
    "Y019": "write the Persian letters",
}


def fix_of(rule: Rule, finding: Finding, document: Document, file: str) -> Fix | None:
    """The fix of what a rule found in a document; ``file`` is its path below the records' root."""
    match rule.by:
        case Mend.CANONICAL:
            return _in_canonical_form(rule, document, file)
        case Mend.MOVE:
            return _moved(rule, finding, file)
        case _:
            return _replaced(rule, finding, document)


def fix_of_problem(rule: Rule, problem: Problem, document: Document) -> Fix | None:
    """The fix of what strict YAML refuses in a document."""
    if rule.fix is None:
        return None
    edits = mend_problem(document, problem)
    if not edits:
        return None
    return Fix(description=_IN_WORDS[rule.code], safety=rule.fix, edits=edits)


def _in_canonical_form(rule: Rule, document: Document, file: str) -> Fix | None:
    kind = kind_at(file)
    edits = rewrite(document, key_order(MODELS[kind])) if kind else ()
    if rule.fix is None or not edits:
        return None
    said = "write the file in canonical form"
    return Fix(description=said, safety=rule.fix, edits=edits, whole=True)


def _moved(rule: Rule, finding: Finding, file: str) -> Fix | None:
    if rule.fix is None or not finding.nearest or not finding.sure:
        return None
    target = f"{finding.nearest}/{file.rpartition('/')[2]}"
    return Fix(description=f"move the file to {target}", safety=rule.fix, move_to=target)


def _replaced(rule: Rule, finding: Finding, document: Document) -> Fix | None:
    if rule.fix is None or not finding.nearest or not finding.sure:
        return None
    replace = replace_key if finding.target is Target.KEY else replace_value
    edits = replace(document, finding.path, finding.nearest)
    if not edits:
        return None
    said = f"write `{finding.nearest}` for `{finding.seen}`"
    return Fix(description=said, safety=rule.fix, edits=edits)
