"""What several kinds of card say alike: names, dates, figures, citations, ties, administration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.dataset import Dataset
from onrecord.models import (
    About,
    Actor,
    Citation,
    Event,
    Kind,
    OriginalDate,
    Record,
    Source,
    Statement,
    Waiver,
)
from onrecord.reporters.cards.page import Line, Page
from onrecord.reporters.dates import as_period, in_words
from onrecord.reporters.terminal import clip
from onrecord.values.edtf import Edtf

__all__ = [
    "ANSWERS",
    "CALENDARS",
    "MOST",
    "about",
    "administration",
    "answers",
    "by_kind",
    "citations",
    "dated",
    "label_of",
    "lasting",
    "listed",
    "named",
    "names_of",
    "term",
    "timeline",
    "topics_of",
    "when",
    "who",
]

MOST = 25
"""How many entries a section shows before it says where the rest is."""

ANSWERS = {
    "responds-to": "response",
    "repeats": "repetition",
    "retracts": "retraction",
    "corrects": "correction",
    "elaborates": "addition",
    "quotes": "quotation",
}
"""What a statement is to one that it is tied to, by the word of the tie."""

CALENDARS = {"solar-hijri": "Solar Hijri calendar"}
"""The names of calendars for people."""


def label_of(dataset: Dataset, record_id: str) -> str:
    """A record's name for people; its id where the dataset does not have it."""
    record = dataset.get(record_id)
    return record.label if record else record_id


def named(dataset: Dataset, record_id: str) -> Line:
    """A record's name for people and its id."""
    return [f"{label_of(dataset, record_id)} (", ("name", record_id), ")"]


def names_of(dataset: Dataset, ids: Iterable[str]) -> list[Line]:
    """Each record by name and id."""
    return [named(dataset, record_id) for record_id in ids]


def term(dataset: Dataset, vocabulary: str, word: str) -> str:
    """A term's label for people; the word itself where the vocabulary does not have it."""
    found = dataset.vocabularies.get(vocabulary)
    terms = found.terms if found else ()
    return next((entry.label for entry in terms if entry.id == word), word)


def dated(date: Edtf) -> Line:
    """A date in words, and as EDTF."""
    return [f"{in_words(date)} ", ("faint", f"({date})")]


def lasting(date: Edtf) -> str:
    """A stretch of time in words, and as EDTF."""
    words = as_period(date)
    return words if words == date.text else f"{words} ({date})"


def when(date: Edtf, original: OriginalDate | None = None) -> list[Line]:
    """A date in words and as EDTF, and as the source prints it in another calendar."""
    lines = [dated(date)]
    if original is not None:
        calendar = CALENDARS.get(original.calendar.value, original.calendar.value)
        lines.append(["in the source: ", original.text, f" ({calendar})"])
    return lines


def who(dataset: Dataset, statement: Statement) -> str:
    """The names of a statement's speakers."""
    return ", ".join(label_of(dataset, actor) for actor in statement.speaker_ids)


def about(page: Page, dataset: Dataset, part: About | None) -> None:
    """Who and what a record is about, one field each."""
    if part is None:
        return
    page.field("about", *names_of(dataset, (*part.actors, *part.systems, *part.events)))
    page.field("topics", *topics_of(dataset, part.topics))


def topics_of(dataset: Dataset, topics: Sequence[str]) -> list[Line]:
    """The topics' labels in one line; no line where there are none."""
    return [["; ".join(term(dataset, "topics", topic) for topic in topics)]] if topics else []


def citations(page: Page, dataset: Dataset, cited: Sequence[Citation]) -> None:
    """Every citation: publisher, date, title, address, how it carries the matter, what differs."""
    if not cited:
        return
    page.section("Sources", len(cited))
    for number, citation in enumerate(cited, start=1):
        lines = list(_source(dataset, dataset.sources.get(citation.source)))
        lines.append([", ".join(_manner(dataset, citation))])
        lines += [
            [("warning", "differs: "), f"{field} is {_plain(value)} there"]
            for field, value in citation.differs.items()
        ]
        lines.append([("name", citation.source)])
        page.entry(f"{number}", *lines, width=len(str(len(cited))))


def _source(dataset: Dataset, source: Source | None) -> Iterator[Line]:
    if source is None:
        return
    day = f", {in_words(source.published)}" if source.published else ", no date"
    title = f": {source.title}" if source.title else ""
    yield [("strong", label_of(dataset, source.publisher)), f"{day}{title}"]
    if source.title_translated:
        yield [f"in English: {source.title_translated}"]
    if source.url:
        yield [source.url]


def _manner(dataset: Dataset, citation: Citation) -> Iterator[str]:
    yield citation.mode.value
    if citation.primary:
        yield "the speaker's or issuer's own publication"
    if citation.via:
        yield f"via {', '.join(label_of(dataset, actor) for actor in citation.via)}"
    if citation.locator:
        yield citation.locator


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def timeline(
    page: Page,
    dataset: Dataset,
    name: str,
    records: Sequence[Record],
    *,
    rest: str = "",
    above: str = "",
) -> None:
    """Records in order with their dates; the last of many, and ``rest`` says how to see all."""
    if not records:
        return
    page.section(name, len(records))
    shown = records[-MOST:]
    if len(shown) < len(records):
        page.entry("…", [("faint", f"{len(records) - len(shown)} earlier ones{rest}")])
    days = [record.when.text if record.when else "no date" for record in shown]
    width = min(max(map(len, days)), 21)
    for record, day in zip(shown, days, strict=True):
        page.entry(("faint", day), *listed(dataset, record, above), width=width)


def listed(dataset: Dataset, record: Record, above: str = "") -> Iterator[Line]:
    """A record in a list of others: who, what, and its id.

    ``above`` is the name that the list stands under, which need not be said again.
    """
    match record:
        case Statement():
            said = f"{record.act.value}: {record.summary}"
            yield [*_voice(who(dataset, record), ", ", above), said]
        case Event():
            yield [f"{record.title} ", ("faint", f"({record.standing.value})")]
        case Source():
            title = "(no title)" if record.label == record.id else clip(record.label, 160)
            yield [*_voice(label_of(dataset, record.publisher), ": ", above), title]
        case Actor():
            yield [f"{record.label} ", ("faint", f"({record.type.value})")]
        case _:
            yield [record.label]
    yield [("name", record.id)]


def answers(page: Page, dataset: Dataset, record: Record) -> None:
    """The statements tied to a record, each with what it is to it: a response, a repetition."""
    found = [
        (ANSWERS[relation.type.value], answer)
        for answer in dataset.answers_to(record)
        for relation in answer.relations
        if dataset.get(relation.statement or relation.event or "") is record
    ]
    if found:
        page.section("Answered by", len(found))
    for word, answer in found:
        day, summary = f"{word}, {in_words(answer.date)}, ", f": {answer.summary}"
        page.entry("→", [day, ("strong", who(dataset, answer)), summary], [("name", answer.id)])


def _voice(name: str, after: str, above: str) -> Line:
    return [] if name == above else [("strong", name), after]


def administration(page: Page, record: Record) -> None:
    """The note, the corrections and what else is about the record rather than the world."""
    page.section("Record")
    page.field("added", [str(record.added)])
    page.field("note", *([note] for note in (record.note,) if note))
    page.field("once called", *([former] for former in record.former_ids))
    page.field(
        "corrected",
        *([f"{c.date}: {c.field} was {_plain(c.was)}. {c.why}"] for c in record.corrections),
    )
    page.field("waived", *([_waived(waiver)] for waiver in record.waivers))


def _waived(waiver: Waiver) -> str:
    of = f" of {', '.join(waiver.of)}" if waiver.of else ""
    return f"{waiver.rule}{of}: {waiver.reason}"


def by_kind(records: Iterable[Record]) -> dict[Kind, list[Record]]:
    """The records sorted out by kind, each once."""
    found: dict[Kind, list[Record]] = {}
    for record in {record.id: record for record in records}.values():
        found.setdefault(record.kind, []).append(record)
    return found
