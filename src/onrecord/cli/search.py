"""``onrecord search``: records by the words in them."""

from __future__ import annotations

import sys

import click

from onrecord.cli import console
from onrecord.cli.listing import KINDS
from onrecord.cli.options import FOR_COMMANDS, format_option, records_option
from onrecord.cli.reading import dataset_as_of

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  onrecord search drones
  onrecord search '"limited number" drone*' --kind statements
  onrecord search پهپاد* --lang fa
  onrecord search kanaani denial --format ids | xargs -n1 onrecord show

All words must be there. A phrase stands in double quotes, a star ends a beginning. Case, accents
and the Arabic and Persian forms of a letter do not count."""


@click.command("search", epilog=EXAMPLES, short_help="Find records by the words in them.")
@click.argument("query", nargs=-1, required=True, metavar="QUERY")
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="Only records of this kind.")
@click.option("--lang", metavar="TAG", help="Only texts in this language, such as fa.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="At most so many, the closest first.",
)
@click.option("--as-of", metavar="EDTF", help="Only what surely was there by the end of this day.")
@records_option
@format_option("text", "json", "ids", help=FOR_COMMANDS)
def command(
    query: tuple[str, ...],
    kind: tuple[str, ...],
    lang: str | None,
    limit: int,
    as_of: str | None,
    records: str | None,
    format_: str,
) -> int:
    """Find the records with all words of the QUERY in their texts and names."""
    from onrecord.models import Kind
    from onrecord.reporters.data import to_json
    from onrecord.reporters.found import hits_data, render_hits

    dataset = dataset_as_of(records, as_of)
    kinds = [each for each in Kind if each.folder in kind]
    found = dataset.search(" ".join(query), kinds=kinds, lang=lang)
    shown = found[:limit]
    if format_ == "json":
        console.write(to_json(hits_data(shown)))
    elif format_ == "ids":
        console.write("".join(f"{hit.record.id}\n" for hit in shown))
    else:
        console.write(render_hits(shown, dataset, console.look()))
        _sum_up(len(shown), len(found))
    return 0


def _sum_up(shown: int, found: int) -> None:
    """Tells a person how many there are; what is piped on holds records alone."""
    if not console.is_terminal(sys.stderr) or not console.is_terminal(sys.stdout):
        return
    cut = f", the closest {shown} shown" if shown < found else ""
    records = "record" if found == 1 else "records"
    text = f"{found or 'no'} {records}{cut}"
    console.write(console.look(sys.stderr).paint("faint", text) + "\n", to_errors=True)
