"""The rules: each one function whose docstring is its title, its reason and its examples.

A rule sees records and the dataset they form, never a file; what it yields are findings. Adding a
rule is adding a function here and its case file in ``tests/cases/rules``.
"""

from __future__ import annotations

from onrecord.rules.registry import Context, Mend, Rule, Stage, all_rules, find_rule, rule, rules_of

__all__ = ["Context", "Mend", "Rule", "Stage", "all_rules", "find_rule", "rule", "rules_of"]
