"""The pages of the rules, one a family: each rule's own docstring, laid out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onrecord.diagnostics import Safety
from onrecord.exports.reference.markdown import code, page, table, yaml
from onrecord.models import RECORD_KINDS
from onrecord.rules import Rule, all_rules
from onrecord.rules.registry import FAMILIES

__all__ = ["rule_pages"]

_ORIGIN: Final = "the rules' docstrings"
_INTRODUCTION: Final = """\
What `onrecord validate` checks. An **error** stops a release, a **warning** does not. Each finding
names the file, the line and the column, what stands there and how to mend it; `onrecord explain
CODE` shows what stands here. A finding that is meant to be there is waived in the record itself,
with a reason (see [waivers](../format/statement.md#waivers)); a waiver that waives nothing is a
finding too. Codes are never given to another rule."""


def rule_pages() -> dict[str, str]:
    """The list of all rules, and a page for each family."""
    families = {letter: _members(letter) for letter in FAMILIES}
    pages = {"rules/index.md": _index(families)}
    for letter, members in families.items():
        module, name = FAMILIES[letter]
        parts = [part for rule in members for part in _section(rule)]
        pages[f"rules/{module}.md"] = page(f"Rules: {name} ({letter})", _ORIGIN, parts)
    return pages


def _members(letter: str) -> list[Rule]:
    return [rule for code_, rule in all_rules().items() if code_.startswith(letter)]


def _index(families: dict[str, list[Rule]]) -> str:
    parts = [_INTRODUCTION]
    for letter, members in families.items():
        module, name = FAMILIES[letter]
        rows = (
            (
                f"[{rule.code}]({module}.md#{rule.code.lower()})",
                code(rule.name),
                rule.severity.value,
                _flat(rule.title),
            )
            for rule in members
        )
        parts += [f"## {letter}: {name}", table(("Code", "Name", "Severity", "Finds"), rows)]
    return page("Rules", _ORIGIN, parts)


def _section(rule: Rule) -> Iterator[str]:
    yield f"## {rule.code} {rule.name} {{ #{rule.code.lower()} }}"
    yield f"*{rule.severity.value}{_looks_at(rule)}{_mended(rule)}*"
    yield f"**{_flat(rule.title)}** {_flat(rule.why)}"
    yield "Wrong:"
    yield yaml(rule.wrong)
    yield "Right:"
    yield yaml(rule.right)


def _looks_at(rule: Rule) -> str:
    if set(rule.kinds) == set(RECORD_KINDS):
        return ""
    return f", looks at {', '.join(kind.folder for kind in rule.kinds)}"


def _mended(rule: Rule) -> str:
    if rule.fix is None:
        return ""
    return f", mended by `--fix{'' if rule.fix is Safety.SAFE else '=unsafe'}`"


def _flat(text: str) -> str:
    return " ".join(text.split())
