"""What would mend a finding: the fix that its rule allows, as edits of the very spans.

It knows documents and the rules' word on how to mend what they find; it changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from onrecord.diagnostics import Finding, Fix, RecordPath, Target
from onrecord.documents import (
    Document,
    Problem,
    mend_problem,
    remove_entry,
    replace_key,
    replace_value,
    rewrite,
)
from onrecord.models import MODELS, Kind
from onrecord.models.walk import key_order
from onrecord.rules import Mend, Rule
from onrecord.rules.fit import kind_at, model_at
from onrecord.values.characters import spelt_out

__all__ = ["fix_of", "fix_of_problem"]

_IN_WORDS = {
    "Y002": "remove the byte order mark",
    "Y003": "end lines with LF",
    "Y010": "remove the marks of the document",
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
        case Mend.REMOVE:
            return _removed(rule, finding, document, file)
        case Mend.REMOVE_ITEM:
            item = replace(finding, path=finding.path[:-1])
            return _removed(rule, item, document, file)
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


def _removed(rule: Rule, finding: Finding, document: Document, file: str) -> Fix | None:
    if rule.fix is None or not finding.sure or document.data is None:
        return None
    path = _with_what_it_empties(document.data, finding.path)
    edits = remove_entry(document, path) if _may_go(kind_at(file), path, document.data) else ()
    if not edits:
        return None
    key = next(str(step) for step in reversed(path) if isinstance(step, str))
    what = f"`{key}`" if path[-1] == key else f"the entry of `{key}`"
    return Fix(description=f"remove {what}", safety=rule.fix, edits=edits)


def _with_what_it_empties(data: Any, path: RecordPath) -> RecordPath:
    """The path, or that of the outermost list or mapping that would be left empty."""
    while path and len(_at(data, path[:-1])) == 1:
        path = path[:-1]
    return path


def _may_go(kind: Kind | None, path: RecordPath, data: Any) -> bool:
    """Whether an entry is not required, and no other gets its number by going up one."""
    if kind is None or not path:
        return False
    step = path[-1]
    if isinstance(step, int):
        # A citation or a correction may name a field by the number of an item before it.
        return path[0] == "waivers" or step == len(_at(data, path[:-1])) - 1
    holder = model_at(kind, path[:-1])
    fields = holder.model_fields if holder else {}
    return not any(
        field.is_required() for name, field in fields.items() if (field.alias or name) == step
    )


def _at(data: Any, path: RecordPath) -> Any:
    for step in path:
        data = data[step]
    return data


def _replaced(rule: Rule, finding: Finding, document: Document) -> Fix | None:
    if rule.fix is None or not finding.nearest or not finding.sure:
        return None
    replace = replace_key if finding.target is Target.KEY else replace_value
    edits = replace(document, finding.path, finding.nearest)
    if not edits:
        return None
    said = f"write `{finding.nearest}` for `{spelt_out(finding.seen or '')}`"
    return Fix(description=said, safety=rule.fix, edits=edits)
