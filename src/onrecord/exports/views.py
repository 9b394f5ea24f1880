"""Ready joins over the tables, for whoever asks in SQL: the same in SQLite and in DuckDB.

A column of a view is described by the column of the table that it comes from, never again here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from onrecord.exports.tables import Table

__all__ = ["VIEWS", "View", "described_columns", "quoted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view: the tables it joins by a short name each, and its columns from them."""

    name: str
    description: str
    tables: Mapping[str, str]
    columns: Mapping[str, str]
    joined: str

    @property
    def statement(self) -> str:
        """The SQL that makes it."""
        wanted = (f"{_source(source)} AS {quoted(name)}" for name, source in self.columns.items())
        return f"CREATE VIEW {self.name} AS\nSELECT\n  {_COMMA.join(wanted)}\n{self.joined}"

    def sources(self) -> Iterator[str]:
        """The table and column that each of its columns comes from."""
        for source in self.columns.values():
            short, column = source.split(".")
            yield f"{self.tables[short]}.{column}"


_COMMA = ",\n  "


def _source(source: str) -> str:
    short, column = source.split(".")
    return f"{short}.{quoted(column)}"


def quoted(name: str) -> str:
    """A name in SQL, whatever words are reserved."""
    return f'"{name}"'


def described_columns(view: View, tables: Iterable[Table]) -> Iterator[tuple[str, str]]:
    """Each column of a view with the description that it has in its table."""
    known = {
        (table.name, column.name): column.description
        for table in tables
        for column in table.columns
    }
    for name, source in view.columns.items():
        short, column = source.split(".")
        yield name, known[view.tables[short], column]


_STATEMENT = {
    "statement": "s.id",
    "date": "s.date",
    "date_earliest": "s.date_earliest",
    "date_latest": "s.date_latest",
    "act": "s.act",
    "summary": "s.summary",
}
_SPEAKER = {
    "speaker": "p.actor",
    "speaker_name": "n.label",
    "speaker_type": "a.type",
    "speaker_country": "a.country",
    "capacity": "p.capacity",
    "on_behalf_of": "p.on_behalf_of",
}
_SPEAKERS = {"p": "speakers", "a": "actors", "n": "records"}
_JOINED_SPEAKERS = """\
JOIN speakers AS p ON p.record = s.id
JOIN actors AS a ON a.id = p.actor
JOIN records AS n ON n.kind = 'actor' AND n.id = p.actor"""

VIEWS = (
    View(
        name="said",
        description="Who said what: every statement that counts, a row for each of its speakers.",
        tables={"s": "statements", **_SPEAKERS},
        columns={**_STATEMENT, "medium": "s.medium", "occasion": "s.occasion", **_SPEAKER},
        joined=f"FROM statements AS s\n{_JOINED_SPEAKERS}\nWHERE s.status = 'active'",
    ),
    View(
        name="held_positions",
        description="The offices that a speaker may have held on the day of a statement.",
        tables={"s": "statements", **_SPEAKERS, "o": "positions"},
        columns={
            **_STATEMENT,
            **_SPEAKER,
            "position": "o.title",
            "body": "o.body",
            "held_from": "o.from",
            "held_to": "o.to",
        },
        joined=f"""\
FROM statements AS s
{_JOINED_SPEAKERS}
JOIN positions AS o ON o.record = p.actor
  AND (o.from_earliest IS NULL OR s.date_latest IS NULL OR o.from_earliest <= s.date_latest)
  AND (o.to_latest IS NULL OR s.date_earliest IS NULL OR o.to_latest >= s.date_earliest)
WHERE s.status = 'active'""",
    ),
    View(
        name="taken_stances",
        description="Who affirms and who denies what: a row for each stance and speaker.",
        tables={"t": "stances", "c": "claims", "s": "statements", **_SPEAKERS},
        columns={
            "claim": "t.claim",
            "claim_text": "c.text",
            "stance": "t.stance",
            "scope_period": "t.scope_period",
            "scope_period_earliest": "t.scope_period_earliest",
            "scope_period_latest": "t.scope_period_latest",
            "scope_systems": "t.scope_systems",
            "scope_note": "t.scope_note",
            **_STATEMENT,
            **_SPEAKER,
        },
        joined=f"""\
FROM stances AS t
JOIN claims AS c ON c.id = t.claim
JOIN statements AS s ON s.id = t.record
{_JOINED_SPEAKERS}
WHERE s.status = 'active'""",
    ),
    View(
        name="given_figures",
        description="The figures that statements and events that count give, with their bounds.",
        tables={"q": "quantities", "r": "records"},
        columns={
            "record_kind": "q.record_kind",
            "record": "q.record",
            "date": "r.date",
            **{
                name: f"q.{name}"
                for name in (
                    *("measure", "best", "low", "high", "unit", "hedge", "counts", "of"),
                    *("systems", "period", "period_earliest", "period_latest"),
                    *("bound_low", "bound_low_inclusive", "bound_high", "bound_high_inclusive"),
                    "original",
                )
            },
            "label": "r.label",
        },
        joined="""\
FROM quantities AS q
JOIN records AS r ON r.kind = q.record_kind AND r.id = q.record
WHERE r.status = 'active'""",
    ),
    View(
        name="cited_sources",
        description="Where each record that counts can be read: a row for each of its citations.",
        tables={"c": "citations", "r": "records", "s": "sources", "n": "records"},
        columns={
            "record_kind": "c.record_kind",
            "record": "c.record",
            "label": "r.label",
            "within": "c.within",
            "position": "c.position",
            "source": "c.source",
            "mode": "c.mode",
            "locator": "c.locator",
            "source_type": "s.type",
            "title": "s.title",
            "title_translated": "s.title_translated",
            "publisher": "s.publisher",
            "publisher_name": "n.label",
            "published": "s.published",
            "lang": "s.lang",
            "url": "s.url",
        },
        joined="""\
FROM citations AS c
JOIN records AS r ON r.kind = c.record_kind AND r.id = c.record
JOIN sources AS s ON s.id = c.source
JOIN records AS n ON n.kind = 'actor' AND n.id = s.publisher
WHERE r.status = 'active'""",
    ),
)
"""The views of a release's databases."""
