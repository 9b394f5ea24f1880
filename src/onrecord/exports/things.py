"""Nodes of JSON-LD for what statements speak of: actors, systems, sources, places and terms.

It knows schema.org's types and nothing of who said what of these things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from onrecord.exports.dates import plain_date
from onrecord.models import (
    About,
    Actor,
    ActorType,
    Name,
    NameKind,
    Place,
    Position,
    Source,
    SourceType,
    System,
    Vocabulary,
)

__all__ = [
    "Node",
    "about",
    "actor",
    "node",
    "place",
    "record_iri",
    "records",
    "source",
    "system",
    "term_iri",
    "vocabulary",
]

Node = dict[str, Any]

_WIKIDATA: Final = "http://www.wikidata.org/entity/"

_ACTORS: Final = {
    ActorType.PERSON: "Person",
    ActorType.STATE: "Country",
    ActorType.GOVERNMENT_BODY: "GovernmentOrganization",
    ActorType.ARMED_FORCE: "Organization",
    ActorType.ARMED_GROUP: "Organization",
    ActorType.COMPANY: "Corporation",
    ActorType.MEDIA: "NewsMediaOrganization",
    ActorType.IGO: "Organization",
    ActorType.NGO: "NGO",
    ActorType.UNIVERSITY: "CollegeOrUniversity",
}

_SOURCES: Final = {
    SourceType.NEWS_ARTICLE: "NewsArticle",
    SourceType.PRESS_RELEASE: "Article",
    SourceType.TRANSCRIPT: "CreativeWork",
    SourceType.OFFICIAL_REPORT: "Report",
    SourceType.LEGAL_ACT: "Legislation",
    SourceType.LETTER: "Message",
    SourceType.SOCIAL_MEDIA_POST: "SocialMediaPosting",
    SourceType.THINK_TANK_REPORT: "Report",
    SourceType.DATASET: "Dataset",
    SourceType.VIDEO: "VideoObject",
    SourceType.WEB_PAGE: "WebPage",
}


def node(given: Node, **more: Any) -> Node:
    """A node with what else is known of it; what is missing or empty is left out."""
    return {**given, **{key: value for key, value in more.items() if value not in (None, [], "")}}


def record_iri(record: str) -> str:
    """The name of a record."""
    return f"record:{record}"


def records(ids: Iterable[str]) -> list[str]:
    """The names of records."""
    return [record_iri(each) for each in ids]


def term_iri(vocabulary_id: str, term: str) -> str:
    """The name of a term of a vocabulary."""
    return f"term:{vocabulary_id}/{term}"


def about(subject: About | None) -> list[str]:
    """The names of all that a record is about."""
    if subject is None:
        return []
    topics = (term_iri("topics", topic) for topic in subject.topics)
    return [*records((*subject.actors, *subject.systems, *subject.events)), *topics]


def actor(record: Actor) -> Node:
    """The node of an actor."""
    register = record.identifiers.to_dict() if record.identifiers else {}
    return node(
        {"@id": record_iri(record.id), "@type": _ACTORS[record.type]},
        **_named(record.names),
        sameAs=_WIKIDATA + register["wikidata"] if "wikidata" in register else None,
        identifier=[
            {"@type": "PropertyValue", "propertyID": name, "value": value}
            for name, value in register.items()
            if name != "wikidata"
        ],
        parentOrganization=record.parent and record_iri(record.parent),
        memberOf=[_position(each) for each in record.positions],
        **{
            "onrecord:country": record.country,
            "onrecord:affiliation": record.affiliation and record.affiliation.value,
        },
    )


def _position(position: Position) -> Node:
    return node(
        {"@type": "OrganizationRole", "roleName": position.title},
        memberOf=position.body and record_iri(position.body),
        startDate=plain_date(position.from_),
        endDate=plain_date(position.to),
    )


def system(record: System) -> Node:
    """The node of a system."""
    wikidata = record.identifiers.wikidata if record.identifiers else None
    return node(
        {"@id": record_iri(record.id), "@type": "ProductModel"},
        **_named(record.names),
        category=term_iri("system-categories", record.category),
        manufacturer=record.developer and record_iri(record.developer),
        isVariantOf=record.variant_of and record_iri(record.variant_of),
        sameAs=wikidata and _WIKIDATA + wikidata,
    )


def source(record: Source) -> Node:
    """The node of a source."""
    return node(
        {"@id": record_iri(record.id), "@type": _SOURCES[record.type]},
        name=record.title and {"@value": record.title, "@language": record.lang},
        alternateName=record.title_translated
        and {"@value": record.title_translated, "@language": "en"},
        publisher=record_iri(record.publisher),
        creditText=", ".join(record.authors),
        datePublished=plain_date(record.published),
        edtf=record.published and record.published.text,
        inLanguage=record.lang,
        url=record.url,
        archivedAt=[each.url for each in record.archived],
        isBasedOn=records(record.derived_from),
    )


def place(found: Place) -> Node:
    """The node of a place, within that of an event."""
    point = found.coordinates
    return node(
        {"@type": "Place", "name": found.name},
        address=found.country and {"@type": "PostalAddress", "addressCountry": found.country},
        geo=point and {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon},
        sameAs=found.wikidata and _WIKIDATA + found.wikidata,
    )


def vocabulary(record: Vocabulary) -> Iterator[Node]:
    """The nodes of a vocabulary and of its terms."""
    iri = f"term:{record.id}"
    yield {
        "@id": iri,
        "@type": "DefinedTermSet",
        "name": record.title,
        "description": record.description,
    }
    for term in record.terms:
        yield node(
            {"@id": term_iri(record.id, term.id), "@type": "DefinedTerm"},
            termCode=term.id,
            name=term.label,
            description=term.definition,
            inDefinedTermSet=iri,
            **{"onrecord:broader": term.broader and term_iri(record.id, term.broader)},
        )


def _named(names: Iterable[Name]) -> Node:
    found: dict[bool, list[Node]] = {True: [], False: []}
    for name in names:
        value = {"@value": name.text, "@language": name.lang}
        found[name.kind is NameKind.PRIMARY].append(value)
    return {"name": found[True], "alternateName": found[False]}
