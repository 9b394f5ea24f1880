"""``onrecord contradictions``: places in the records that speak against each other."""

from __future__ import annotations

import click

from onrecord.cli import console
from onrecord.cli.options import format_option, records_option
from onrecord.cli.reading import dataset_as_of, known_claim

__all__ = ["KINDS", "command"]

KINDS = ("speaker", "party", "parties", "figures", "source")
"""The kinds of contradiction as a person types them."""

EXAMPLES = """\b
Examples:
  onrecord contradictions
  onrecord contradictions --claim iran-supplied-drones-to-russia --pairs
  onrecord contradictions --kind figures
  onrecord contradictions --certain --format json | jq length

No verdict is given: each is two places in the records that do not go together, and where it cannot
be told that they speak of the same thing, that is said."""


@click.command("contradictions", epilog=EXAMPLES, short_help="What on record speaks against what.")
@click.option("--claim", metavar="ID", help="Only stances on this claim.")
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="Only of this kind.")
@click.option("--certain", is_flag=True, help="Only those that surely are ones.")
@click.option("--pairs", is_flag=True, help="Show every pair of statements.")
@click.option("--as-of", metavar="EDTF", help="Only what surely was said by the end of this day.")
@records_option
@format_option()
def command(
    claim: str | None,
    kind: tuple[str, ...],
    certain: bool,
    pairs: bool,
    as_of: str | None,
    records: str | None,
    format_: str,
) -> int:
    """Show what on record speaks against what.

    Opposite stances on one claim, stances on two claims that do not go together, figures that
    cannot both be right, and sources that have another value than the record that cites them.
    """
    from onrecord.reporters.data import to_json
    from onrecord.reporters.opposed import contradictions_data, render_contradictions

    dataset = dataset_as_of(records, as_of)
    about = known_claim(dataset, claim).id if claim else None
    found = [
        each
        for each in dataset.contradictions()
        if (about is None or about in (each.subject, each.other))
        and (not kind or each.kind in kind)
        and (each.certain or not certain)
    ]
    if format_ == "json":
        console.write(to_json(contradictions_data(found)))
    else:
        console.write(render_contradictions(found, dataset, console.look(), pairs=pairs))
    return 0
