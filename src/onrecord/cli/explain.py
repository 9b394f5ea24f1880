"""``onrecord explain``: what a rule says, why, and how to follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from onrecord.cli import console
from onrecord.cli.options import format_option

if TYPE_CHECKING:
    from onrecord.rules import Rule

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord explain                        every rule, by family
  onrecord explain Y005
  onrecord explain duplicate-key"""


def _complete(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from onrecord.rules import all_rules

    words = [word for rule in all_rules().values() for word in (rule.code, rule.name)]
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


@click.command("explain", epilog=EXAMPLES, short_help="Say what a rule means; list all rules.")
@click.argument("rule", required=False, shell_complete=_complete)
@format_option()
def command(rule: str | None, format_: str) -> int:
    """Say what a RULE (its code or name) means: why, wrong, right; without one, list them all."""
    from onrecord.reporters import explain
    from onrecord.reporters.data import to_json
    from onrecord.rules import all_rules

    if rule is None:
        rules = all_rules().values()
        if format_ == "json":
            console.write(to_json([explain.rule_data(each) for each in rules]))
        else:
            console.write(explain.render_rules(rules, console.look()))
        return 0
    found = _find(rule)
    if format_ == "json":
        console.write(to_json(explain.rule_data(found)))
    else:
        console.write(explain.render_rule(found, console.look()))
    return 0


def _find(word: str) -> Rule:
    from onrecord.rules import all_rules, find_rule
    from onrecord.rules.registry import UnknownRuleError
    from onrecord.values.ids import nearest

    try:
        return find_rule(word)
    except UnknownRuleError as error:
        words = [name for rule in all_rules().values() for name in (rule.code, rule.name)]
        raise console.UnknownError(str(error), nearest(word, words)) from error
