"""E005–E007: persons are on record for a public position, and nothing private is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.diagnostics import Finding, Severity
from onrecord.models import Actor, ActorType, Kind, Record
from onrecord.rules.editorial.words import has_one_of, own_words
from onrecord.rules.registry import Context, rule

__all__: list[str] = []

Findings = Iterator[Finding]

_PRIVATE = (
    ("an e-mail address", ("@",), r"[\w.+-]+@[\w-]+\.\w+"),
    ("a telephone number", ("+",), r"\+[0-9][0-9 ().-]{7,}[0-9]"),
    (
        "when or where somebody was born",
        ("born", "birth"),
        r"(?i)\b(?:born (?:on|in|at)|(?:date|place) of birth|birthday|birth ?date)\b",
    ),
    (
        "the number of a document",
        ("passport", "card", "national id"),
        r"(?i)\b(?:passport|identity card|id card|national id)\b[^.]{0,20}?\b[a-z]{0,2}[0-9]{5,}\b",
    ),
    (
        "a street address",
        ("street", "avenue", "road"),
        r"\b[0-9]+[a-z]?,? (?:[A-Z]\w+ ){1,3}(?:Street|Avenue|Road)\b",
    ),
    ("a postal address", ("box",), r"\bP\.? ?O\.? Box\b"),
)
"""What is private, the letters without which it is not there, and how it looks."""

_OFFICES = (
    r"(?i)(?!former\b|ex-).*?\b(minister|ambassador|(?:permanent|special) representative|envoy"
    r"|attaché|chargé|president|chancellor|commander|governor|spokes(?:person|man|woman)"
    r"|secretary|chief|advis[eo]r)\b"
)
"""The title of an office that is plainly one of a body, and is held."""

_STEMS = tuple(dict.fromkeys(stem for _, stems, _ in _PRIVATE for stem in stems))


@rule("E005", "person-without-position", severity=Severity.WARNING, kinds=[Kind.ACTOR])
def person_without_position(record: Actor, context: Context) -> Findings:
    """A person is on record without a public position.

    Why:
        The position is the reason that a living person is recorded at all. Whoever has none that
        a source shows is spoken of by the body, or as “unnamed officials” in `capacity`.
    Wrong:
        type: person
        names:
          - text: Mehdi Farahi
            lang: en
            kind: primary
    Right:
        type: person
        names:
          - text: Mehdi Farahi
            lang: en
            kind: primary
        positions:
          - title: Deputy Minister of Defence
            body: iran-modafl
    """
    if record.type is ActorType.PERSON and not record.positions and record.is_active:
        yield Finding(
            code="E005",
            record=record.id,
            path=("type",),
            message="a person needs the position for which it is on record",
            seen=record.type.value,
            expected="`positions`, with where the office can be read",
        )


@rule("E006", "private-data")
def private_data(record: Record, context: Context) -> Findings:
    """A text of the project's own has what is nobody's business.

    Why:
        Addresses, telephone numbers, dates of birth and numbers of documents help nobody to check a
        statement, and can harm whoever they belong to, though a sanctions list prints them.
    Wrong:
        note: Born on 2 May 1961; the list gives the passport A1234567.
    Right:
        note: The list gives more that would identify him; his office is enough here.
    """
    for path, text in own_words(record) if has_one_of(record, _STEMS) else ():
        folded = text.casefold()
        for what, stems, pattern in _PRIVATE:
            found = re.search(pattern, text) if any(stem in folded for stem in stems) else None
            if found is not None:
                yield Finding(
                    code="E006",
                    record=record.id,
                    path=path,
                    message=f"this gives {what}",
                    seen=found[0],
                    expected="nothing that is private",
                )


@rule(
    "E007", "office-without-body", severity=Severity.NOTE, kinds=[Kind.ACTOR], needs=["positions"]
)
def office_without_body(record: Actor, context: Context) -> Findings:
    """An office that plainly belongs to a body is given without it.

    Why:
        Whoever holds it speaks for that body. Without it the words count for the person's country,
        or for nobody, and are missing where the ministry or the force is asked for. A state that
        is on record is such a body too: its president's, say. An office that was left before
        anything was said is called “Former …”.
    Wrong:
        positions:
          - title: Minister of Foreign Affairs
    Right:
        positions:
          - title: Minister of Foreign Affairs
            body: iran-mfa
    """
    if not record.is_active:
        return
    state = context.dataset.states.get(record.country) if record.country else None
    if record.country is not None and state is None:
        return  # the country is all that there is to speak for
    for position, office in enumerate(record.positions):
        if office.body is None and re.match(_OFFICES, office.title):
            yield Finding(
                code="E007",
                record=record.id,
                path=("positions", position, "title"),
                message="this office is without the body that it belongs to",
                seen=office.title,
                expected="the `body`"
                + (f": a ministry, a force, or `{state}` itself" if state else ""),
            )
