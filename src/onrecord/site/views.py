"""What pages show of a record beyond its plain fields: names, languages, differences, answers.

It gives values and no HTML; how they look is for templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from textwrap import shorten
from typing import Any, Final, NamedTuple

from onrecord.dataset import Dataset
from onrecord.models import (
    Actor,
    Citation,
    Event,
    Name,
    NameKind,
    Record,
    Source,
    Statement,
    System,
)
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.origins import counted, ties
from onrecord.reporters.dates import in_words
from onrecord.values.codes import COUNTRIES

__all__ = [
    "Answer",
    "Difference",
    "Shown",
    "answers",
    "cited_as",
    "described",
    "differences",
    "language",
    "rests_on",
    "shown",
]

STYLES: Final = {
    "apa": "APA",
    "chicago": "Chicago",
    "wiki": "Wikipedia",
    "bibtex": "BibTeX",
    "csl-json": "CSL-JSON",
}


_MOST_DESCRIBED: Final = 300


class Shown(NamedTuple):
    """A text for people, and its language."""

    text: str
    lang: str


class Difference(NamedTuple):
    """A field on which a source departs from the record: what the record has, what the source."""

    field: str
    here: str
    there: str


class Answer(NamedTuple):
    """A statement tied to a record, and what it is to it: a response, a repetition."""

    word: str
    statement: Statement


def shown(dataset: Dataset, record: Record) -> Shown:
    """What a record is called on pages, with the language of that."""
    match record:
        case Source():
            return _of_source(dataset, record)
        case Actor() | System():
            return Shown(record.label, _language_of(record.names, record.label))
        case _:
            return Shown(record.label, "en")


def described(dataset: Dataset, record: Record) -> str:
    """What the page of a record has, in a sentence for those who find it in a list of pages."""
    match record:
        case Statement():
            who = ", ".join(parts.label_of(dataset, actor) for actor in record.speaker_ids)
            day = in_words(record.date)
            text = f"Statement by {who}, {day}: what it says, and where it can be read."
        case Event():
            text = f"Event, {in_words(record.date)}: {record.summary}"
        case Source():
            day = f", {in_words(record.published)}" if record.published else ""
            whose = parts.label_of(dataset, record.publisher)
            text = f"Source: {whose}{day}. Where it can be read, and what rests on it."
        case Actor():
            what = record.type.value.replace("-", " ").capitalize()
            where = f", {COUNTRIES[record.country]}" if record.country in COUNTRIES else ""
            text = f"{what}{where}: what is on record from it and about it, with sources."
        case System():
            what = parts.term(dataset, "system-categories", record.category)
            text = f"{what}: what is said of it and by whom, with sources."
        case _:
            text = record.label
    return shorten(text, _MOST_DESCRIBED, placeholder="…")


def _of_source(dataset: Dataset, source: Source) -> Shown:
    """Its title in English or as printed; where there is none, its publisher and date."""
    if source.title_translated:
        return Shown(source.title_translated, "en")
    if source.title:
        return Shown(source.title, source.lang)
    day = in_words(source.published) if source.published else "no date"
    return Shown(f"{parts.label_of(dataset, source.publisher)}, {day}", "en")


def _language_of(names: tuple[Name, ...], label: str) -> str:
    return next(
        (name.lang for name in names if name.text == label and name.kind is NameKind.PRIMARY),
        names[0].lang,
    )


@lru_cache(maxsize=512)
def language(tag: str) -> str:
    """The English name of a language by its tag; the tag where it has none."""
    if tag == "und":
        return "a language not known"
    from langcodes import Language

    name = Language.get(tag).display_name()
    return tag if name.startswith("Unknown") else name


def differences(record: Record, citation: Citation) -> Iterator[Difference]:
    """Every field on which a source has another value than the record that cites it."""
    data = record.to_dict() if citation.differs else {}
    for field, there in citation.differs.items():
        yield Difference(field, _value(_at(data, field)), _value(there))


def _at(data: Any, field: str) -> Any:
    """The value at a dotted path; an empty text where there is none."""
    for step in field.split("."):
        if isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        elif isinstance(data, dict) and step in data:
            data = data[step]
        else:
            return ""
    return data


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_value, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(each)}" for key, each in value.items())
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def answers(dataset: Dataset, record: Record) -> Iterator[Answer]:
    """Every statement tied to a record, in order of date."""
    if not isinstance(record, Statement | Event):
        return
    for statement in dataset.answers_to(record):
        for relation in statement.relations:
            if dataset.get(relation.statement or relation.event or "") is record:
                yield Answer(parts.ANSWERS[relation.type.value], statement)


def rests_on(dataset: Dataset, record: Record) -> tuple[str, ...]:
    """What a record's sources come to, a sentence each; nothing for a record that cites none."""
    found = dataset.origins(record)
    if not found.count:
        return ()
    lines = (counted(found), *ties(dataset, found))
    return tuple(
        "".join(text if isinstance(text, str) else text[1] for text in line) for line in lines
    )


def cited_as(dataset: Dataset, record: Record) -> Iterator[tuple[str, str]]:
    """How to cite a record, by the name of each style."""
    for style, name in STYLES.items():
        yield name, dataset.cite(record, style).strip()
