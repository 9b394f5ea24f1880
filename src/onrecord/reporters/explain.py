"""Rules for people: one in full, or all of them by family."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from onrecord.diagnostics import Safety
from onrecord.reporters.terminal import Look, flow, pad, visible
from onrecord.rules import Rule
from onrecord.rules.registry import FAMILIES

__all__ = ["render_rule", "render_rules", "rule_data"]


def render_rule(rule: Rule, look: Look) -> str:
    """What a rule finds fault with, why, and an example of wrong and right."""
    code, weight = look.paint(rule.severity.value, rule.code), f"({rule.severity}, {rule.family})"
    lines = [f"{code} {look.paint('strong', rule.name)} {look.paint('faint', weight)}", ""]
    lines += [*_paragraph(rule.title, look), "", look.paint("strong", "Why")]
    lines += _paragraph(" ".join(rule.why.split()), look)
    lines += ["", look.paint("error", "Wrong"), *_example(rule.wrong, look)]
    lines += ["", look.paint("good", "Right"), *_example(rule.right, look)]
    if rule.fix is not None:
        option = "--fix" if rule.fix is Safety.SAFE else "--fix=unsafe"
        said = f"`onrecord validate {option}` mends it where it is clear how."
        lines += ["", look.paint("strong", "Fix"), *_paragraph(said, look)]
    return "\n".join(lines) + "\n"


def _paragraph(text: str, look: Look) -> list[str]:
    return [f"  {line}" for line in flow([" ".join(text.split())], look.width - 2, look)]


def _example(text: str, look: Look) -> list[str]:
    bar = look.paint("frame", "|")
    return [f"  {bar} {visible(line)}".rstrip() for line in text.splitlines()]


def render_rules(rules: Iterable[Rule], look: Look) -> str:
    """Every rule in a line, by family."""
    order = list(FAMILIES)
    found = sorted(rules, key=lambda rule: (order.index(rule.code[0]), rule.code))
    width = max((len(rule.name) for rule in found), default=0)
    lines: list[str] = []
    for family, members in groupby(found, key=lambda rule: rule.family):
        lines += ["", look.paint("strong", family)]
        for rule in members:
            lines += _listed(rule, width, look)
    return "\n".join(lines[1:]) + "\n"


def _listed(rule: Rule, width: int, look: Look) -> list[str]:
    head = f"  {look.paint(rule.severity.value, rule.code)}  {pad(rule.name, width)}  "
    hang = 2 + len(rule.code) + 2 + width + 2
    title = flow([" ".join(rule.title.split())], max(look.width - hang, 24), look)
    first, *more = title
    return [head + first, *(" " * hang + line for line in more)]


def rule_data(rule: Rule) -> dict[str, str | None]:
    """A rule as plain data."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "family": rule.family,
        "title": rule.title,
        "why": rule.why,
        "wrong": rule.wrong,
        "right": rule.right,
        "fix": rule.fix.value if rule.fix else None,
    }
