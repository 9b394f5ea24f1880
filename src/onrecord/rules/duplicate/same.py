"""D003–D006: actors and sources that share what only one of them can have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.diagnostics import Finding, Related, Severity
from onrecord.models import Actor, ActorType, Kind, Source, SourceType, System
from onrecord.rules.registry import Context, Stage, rule

__all__: list[str] = []

Findings = Iterator[Finding]

_BETWEEN_WORDS = re.compile(r"[\W_]+")
_ON_PLATFORMS = (SourceType.SOCIAL_MEDIA_POST, SourceType.VIDEO)
"""What stands at hosts that belong to none of those who publish there."""


def _named(actor: Actor) -> dict[str, Any] | None:
    if not actor.is_active:
        return None
    names = [_folded(name.text) for name in actor.names]
    return {"type": actor.type.value, "country": actor.country or "", "names": names}


@rule(
    "D003",
    "name-twice",
    stage=Stage.DATASET,
    severity=Severity.WARNING,
    kinds=[Kind.ACTOR],
    gather=_named,
)
def name_twice(context: Context) -> Findings:
    """Two actors of one type, not of two countries, have the same name.

    Why:
        What the one said is missing where the other is asked for. Two that only share their name
        are told apart by `country`, or by a waiver that says so.
    Wrong:
        # the actor `isw` has this name too
        id: institute-for-the-study-of-war
        names:
          - text: Institute for the Study of War
            lang: en
            kind: primary
    Right:
        # one actor with both names
        id: isw
        names:
          - text: Institute for the Study of War
            lang: en
            kind: primary
          - text: ISW
            lang: en
            kind: alias
    """
    facts = context.gathered("D003")
    seen: dict[tuple[str, str], list[str]] = {}
    for actor, kept in facts.items():
        for place, name in enumerate(kept["names"]):
            others = seen.setdefault((kept["type"], name), [])
            first = next((each for each in others if _may_be_one(facts[each], kept)), None)
            if actor in others:
                continue
            others.append(actor)
            if first is None:
                continue
            yield Finding(
                code="D003",
                record=actor,
                path=("names", place, "text"),
                message=f"`{first}` has this name too",
                seen=context.dataset.actors[actor].names[place].text,
                expected="one actor with all of its names",
                related=(Related(record=first, path=("names",), message="the same name"),),
            )


def _registered(record: Actor | System) -> dict[str, Any] | None:
    is_there = record.identifiers is not None and record.is_active
    return record.identifiers.to_dict() if record.identifiers and is_there else None


@rule(
    "D004",
    "identifier-twice",
    stage=Stage.DATASET,
    kinds=[Kind.ACTOR, Kind.SYSTEM],
    gather=_registered,
)
def identifier_twice(context: Context) -> Findings:
    """Two actors, or two systems, have the same number in one register.

    Why:
        A register gives a number once: either the two are one, or one of them has another's.
    Wrong:
        # the actor `khamenei` has it too
        identifiers:
          wikidata: Q57336
    Right:
        # each has its own
        identifiers:
          wikidata: Q57394
    """
    seen: dict[tuple[str, str], str] = {}
    for record, numbers in context.gathered("D004").items():
        for register, number in numbers.items():
            first = seen.setdefault((register, number), record)
            if first != record:
                path = ("identifiers", register)
                yield Finding(
                    code="D004",
                    record=record,
                    path=path,
                    message=f"`{first}` has this number too",
                    seen=number,
                    expected="the number of this one alone, or one record",
                    related=(Related(record=first, path=path, message="the same number"),),
                )


def _printed(source: Source) -> dict[str, Any] | None:
    if source.title is None or source.published is None or not source.is_active:
        return None
    printed = [source.publisher, _folded(source.title), str(source.published)]
    return {"printed": printed, "above": list(source.derived_from)}


@rule(
    "D005",
    "source-twice",
    stage=Stage.DATASET,
    severity=Severity.WARNING,
    kinds=[Kind.SOURCE],
    gather=_printed,
)
def source_twice(context: Context) -> Findings:
    """Two sources have the same publisher, title and date.

    Why:
        One page under two addresses is one source, and would count as two. If the publisher
        printed it twice, the second derives from the first.
    Wrong:
        # 2023-11-13-iran-watch-exports has the same publisher, title and date
        url: https://www.iranwatch.org/amp/irans-annual-arms-exports-total-1-billion
    Right:
        # the one source has the plain address
        url: https://www.iranwatch.org/news-brief/irans-annual-arms-exports-total-1-billion
    """
    resolve, facts = context.dataset.resolve, context.gathered("D005")
    seen: dict[tuple[str, str, str], str] = {}
    for source, kept in facts.items():
        publisher, title, published = kept["printed"]
        first = seen.setdefault((resolve(publisher), title, published), source)
        above = (*kept["above"], *facts[first]["above"])
        if first != source and {first, source}.isdisjoint(map(resolve, above)):
            yield Finding(
                code="D005",
                record=source,
                path=("title",),
                message=f"`{first}` has the same publisher, title and date",
                seen=context.dataset.sources[source].title,
                expected="one source, or `derived_from`",
                related=(Related(record=first, path=("title",), message="the first"),),
            )


def _of_house(record: Source | Actor) -> Any:
    """Who publishes a page; whether an actor is a medium, and to whom it belongs."""
    if isinstance(record, Actor):
        is_medium = record.type is ActorType.MEDIA
        return [is_medium, record.parent] if is_medium or record.parent else None
    is_there = record.url is not None and record.is_active
    return record.publisher if is_there and record.type not in _ON_PLATFORMS else None


@rule(
    "D006",
    "two-publishers-at-one-host",
    stage=Stage.DATASET,
    severity=Severity.NOTE,
    kinds=[Kind.SOURCE, Kind.ACTOR],
    gather=_of_house,
)
def two_publishers_at_one_host(context: Context) -> Findings:
    """Pages at one host are said to be published by two media that have no owner in common.

    Why:
        A host belongs to one outlet: two are one under two names, or editions of a house that
        their `parent` does not tell, or the page is a copy, of which the publisher is who keeps it
        (whose text it is stands in `via` or `derived_from`). Else one outlet counts as two origins.
    Wrong:
        # the other pages at this host are published by `kaaf`
        publisher: tasnim
        url: https://kaaf.at/ar/news/2024/09/18/3161159
    Right:
        publisher: kaaf
        url: https://kaaf.at/ar/news/2024/09/18/3161159
        via: [tasnim]
    """
    gathered = context.gathered("D006")
    actors = {id_: said for id_, said in gathered.items() if isinstance(said, list)}
    for host, found in _at_hosts(context).items():
        if len(found) < 2:
            continue
        known = (each for each in sorted(found) if each in actors)
        media = {each: _house(each, actors, context) for each in known if actors[each][0]}
        main = max(media, key=lambda each: (_is_in(host, each), len(found[each])), default="")
        for other in media:
            if not media[other].isdisjoint(media[main]):
                continue
            for source in found[other]:
                yield Finding(
                    code="D006",
                    record=source,
                    path=("publisher",),
                    message=f"`{main}` publishes other pages at {host}",
                    seen=gathered[source],
                    expected=f"`{main}`, or a `parent` that the two have in common",
                    related=(
                        Related(record=found[main][0], path=("publisher",), message="another page"),
                    ),
                )


def _at_hosts(context: Context) -> dict[str, dict[str, list[str]]]:
    """The sources at each host by their publishers."""
    resolve, pages = context.dataset.resolve, context.gathered("P006")
    found: dict[str, dict[str, list[str]]] = {}
    for source, publisher in context.gathered("D006").items():
        if not isinstance(publisher, str):
            continue
        host = pages[source].partition("/")[0].partition("?")[0]
        found.setdefault(host, {}).setdefault(resolve(publisher), []).append(source)
    return found


def _is_in(host: str, actor: str) -> bool:
    return actor.replace("-", "") in host.replace("-", "")


def _house(actor: str, actors: Mapping[str, list[Any]], context: Context) -> set[str]:
    """The actor, and all to whom it belongs."""
    house: set[str] = set()
    above: str | None = actor
    while above is not None and above not in house:
        house.add(above)
        _, parent = actors.get(above, (False, None))
        above = context.dataset.resolve(parent) if parent else None
    return house


def _folded(text: str) -> str:
    """A name without what makes no other name: case, marks between words, an article before it."""
    return _BETWEEN_WORDS.sub(" ", text.casefold()).strip().removeprefix("the ")


def _may_be_one(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two actors of one name are not of two countries, as far as is known."""
    return not one["country"] or not other["country"] or one["country"] == other["country"]
