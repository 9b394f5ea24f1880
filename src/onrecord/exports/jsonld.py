"""``onrecord.jsonld``: the records that count as schema.org JSON-LD, with a context of its own.

A statement is a ``CreativeWork`` of its speakers, its quotes are ``Quotation``, a claim is a
``Claim``. Nothing is a ``ClaimReview``: the dataset gives no verdicts. What schema.org has no word
for, a stance above all, is in the project's own namespace. A date is there as EDTF, and in
schema.org's fields where those can say it without adding to it. A record is
``urn:onrecord:record:`` and its id, a term ``urn:onrecord:term:``, its vocabulary and its id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic_core import to_json

from onrecord.exports import things
from onrecord.exports.changes import last_change
from onrecord.exports.dates import plain_date, plain_ends
from onrecord.exports.snapshot import Part, Snapshot
from onrecord.exports.things import Node, about, node, record_iri, records, term_iri
from onrecord.models import FORMAT, Claim, Event, Kind, Quantity, Record, Statement

__all__ = ["CONTEXT", "NAME", "files", "node_of"]

NAME: Final = "onrecord.jsonld"

_IRIS: Final = (
    *("about", "additionalType", "appearance", "archivedAt", "author", "category", "citation"),
    *("contributor", "inDefinedTermSet", "isBasedOn", "isVariantOf", "license", "manufacturer"),
    *("memberOf", "parentOrganization", "publisher", "recordedAt", "sameAs", "subjectOf"),
    *("superEvent", "url"),
)
_OWN_IRIS: Final = ("claim", "measure", "broader", "excludes", "repliesTo", "system")

CONTEXT: Final[Node] = {
    "@version": 1.1,
    "@vocab": "https://schema.org/",
    "record": "urn:onrecord:record:",
    "term": "urn:onrecord:term:",
    "onrecord": f"urn:onrecord:format:{FORMAT}:",
    "edtf": {"@id": "onrecord:edtf", "@type": "http://id.loc.gov/datatypes/edtf/EDTF"},
    **{name: {"@id": f"https://schema.org/{name}", "@type": "@id"} for name in _IRIS},
    **{f"onrecord:{name}": {"@type": "@id"} for name in _OWN_IRIS},
}
"""What the short names of the file stand for; it is in the file, so that nothing is fetched."""


def files(snapshot: Snapshot) -> dict[str, Part]:
    """One document with a node on each line."""
    nodes = [to_json(each) for each in _nodes(snapshot)]
    head = b'{\n"@context": ' + to_json(CONTEXT) + b',\n"@graph": [\n'
    return {NAME: Part(content=head + b",\n".join(nodes) + b"\n]\n}\n")}


def _nodes(snapshot: Snapshot) -> Iterator[Node]:
    yield _dataset(snapshot)
    vocabularies = snapshot.dataset.vocabularies
    for name in sorted(vocabularies):
        yield from things.vocabulary(vocabularies[name])
    for record in snapshot.dataset:
        if record.is_active:
            yield node_of(snapshot, record)


def node_of(snapshot: Snapshot, record: Record) -> Node:
    """The node of one record, as the file has it; without a context."""
    appearances, former = snapshot.once(_appearances), snapshot.once(_former)
    made = node(_MAKE[record.kind](record), appearance=appearances.get(record.id, []))
    made = _present(made, former) if former else made
    return dict(made)


def _former(snapshot: Snapshot) -> dict[str, str]:
    ids = snapshot.dataset.former_ids
    return {record_iri(old): record_iri(new) for old, new in ids.items()}


def _present(value: Any, former: Mapping[str, str]) -> Any:
    """A node with the present names of records in the place of former ones."""
    if isinstance(value, dict):
        return {key: _present(each, former) for key, each in value.items()}
    if isinstance(value, list):
        return [_present(each, former) for each in value]
    return former.get(value, value) if isinstance(value, str) else value


def _dataset(snapshot: Snapshot) -> Node:
    metadata = snapshot.dataset.metadata
    return {
        "@id": "urn:onrecord:dataset",
        "@type": "Dataset",
        "name": metadata.title,
        "description": metadata.description,
        "version": metadata.version,
        "license": f"https://spdx.org/licenses/{metadata.license}",
        "dateModified": last_change(snapshot).isoformat(),
        "creator": [
            node({"@type": "Organization", "name": each.name}, url=each.url)
            for each in metadata.maintainers
        ],
    }


def _appearances(snapshot: Snapshot) -> dict[str, list[str]]:
    """The statements that take a stance on each claim."""
    found: dict[str, list[str]] = defaultdict(list)
    for statement in snapshot.dataset.statements.values():
        if statement.is_active:
            claims = dict.fromkeys(stance.claim for stance in statement.stances)
            for claim in claims:
                found[snapshot.dataset.resolve(claim)].append(record_iri(statement.id))
    return found


def _statement(statement: Statement) -> Node:
    claims = dict.fromkeys(stance.claim for stance in statement.stances)
    return node(
        {"@id": record_iri(statement.id), "@type": "CreativeWork"},
        additionalType=f"onrecord:act/{statement.act}",
        abstract=statement.summary,
        author=[
            {"@type": "Role", "author": record_iri(each.actor), "roleName": each.capacity}
            for each in statement.speakers
        ],
        dateCreated=plain_date(statement.date),
        edtf=statement.date.text,
        recordedAt=statement.occasion and record_iri(statement.occasion),
        about=[*records(claims), *about(statement.about)],
        hasPart=list(_quotations(statement)),
        citation=_sources(statement),
        **{
            "onrecord:stance": list(_stances(statement)),
            "onrecord:quantity": _quantities(statement.quantities),
            "onrecord:repliesTo": records(
                each.statement or each.event or "" for each in statement.relations
            ),
        },
    )


def _quotations(statement: Statement) -> Iterator[Node]:
    for quote in statement.quotes:
        yield {
            "@type": "Quotation",
            "text": {"@value": quote.text, "@language": quote.lang},
            "author": [record_iri(speaker.actor) for speaker in statement.speakers],
            "citation": record_iri(quote.source),
        }


def _stances(statement: Statement) -> Iterator[Node]:
    for each in statement.stances:
        period = each.scope.period if each.scope else None
        yield node(
            {"@type": "onrecord:Stance"},
            edtf=period and period.text,
            description=each.scope and each.scope.note,
            **{"onrecord:claim": record_iri(each.claim), "onrecord:word": each.stance.value},
        )


def _quantities(quantities: Iterable[Quantity]) -> list[Node]:
    return [
        node(
            {"@type": "QuantitativeValue"},
            value=each.best,
            minValue=each.low,
            maxValue=each.high,
            unitText=each.unit,
            description=each.original,
            edtf=each.period and each.period.text,
            **{
                "onrecord:measure": term_iri("measures", each.measure),
                "onrecord:hedge": each.hedge.value,
                "onrecord:counts": each.counts and each.counts.value,
                "onrecord:system": records(each.systems),
            },
        )
        for each in quantities
    ]


def _event(event: Event) -> Node:
    start, end = plain_ends(event.date)
    return node(
        {"@id": record_iri(event.id), "@type": "Event"},
        additionalType=term_iri("event-types", event.type),
        name=event.title,
        description=event.summary,
        startDate=start,
        endDate=end,
        edtf=event.date.text,
        location=event.place and things.place(event.place),
        contributor=[
            {"@type": "Role", "contributor": record_iri(each.actor), "roleName": each.role}
            for each in event.participants
        ],
        superEvent=event.part_of and record_iri(event.part_of),
        about=[
            *records((*event.claims, *event.systems)),
            *(term_iri("topics", topic) for topic in event.topics),
        ],
        subjectOf=_sources(event),
        **{
            "onrecord:standing": event.standing.value,
            "onrecord:quantity": _quantities(event.quantities),
        },
    )


def _sources(record: Statement | Event) -> list[str]:
    return records(dict.fromkeys(citation.source for citation in record.citations))


def _claim(claim: Claim) -> Node:
    return node(
        {"@id": record_iri(claim.id), "@type": "Claim"},
        name=claim.question,
        text=claim.text,
        about=[*about(claim.about), *(term_iri("topics", topic) for topic in claim.topics)],
        **{
            "onrecord:broader": records(claim.broader),
            "onrecord:excludes": records(claim.excludes),
        },
    )


_MAKE: Final[dict[Kind, Callable[[Any], Node]]] = {
    Kind.STATEMENT: _statement,
    Kind.EVENT: _event,
    Kind.SOURCE: things.source,
    Kind.CLAIM: _claim,
    Kind.ACTOR: things.actor,
    Kind.SYSTEM: things.system,
}
"""What makes the node of a record of each kind."""
