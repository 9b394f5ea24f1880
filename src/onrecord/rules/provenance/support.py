"""P009–P011: what several sources come to: origins, whose media they are, how much was read.

It counts what the records show of their sources; whether one of them can be trusted it cannot know.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.dataset import Dataset, Origins, Parties, TieKind
from onrecord.dataset.claims.scopes import AFFIRMING
from onrecord.diagnostics import Finding, Severity
from onrecord.models import (
    Actor,
    ActorType,
    Affiliation,
    Claim,
    Event,
    Kind,
    Read,
    Source,
    Stance,
    Statement,
)
from onrecord.rules.registry import Context, Stage, rule
from onrecord.rules.taken import taken_in

__all__: list[str] = []

Findings = Iterator[Finding]

_SAID = [Kind.STATEMENT, Kind.EVENT]
_TIES = {
    TieKind.DERIVED: "derive from `{}`",
    TieKind.PUBLISHER: "are published by `{}`",
    TieKind.CREDITS: "go back to `{}`",
    TieKind.OWNERSHIP: "belong to one state or body, `{}`",
}
_OF_A_SIDE = (Affiliation.STATE, Affiliation.PARTY, Affiliation.OPPOSITION)


@rule("P009", "single-origin", severity=Severity.NOTE, kinds=_SAID)
def single_origin(record: Statement | Event, context: Context) -> Findings:
    """Several sources are cited, and all of them go back to one.

    Why:
        Five reprints of one wire are one report, though the list of citations looks like five. What
        goes back to the speaker's own publication needs no second, and a single citation shows for
        itself what it is.
    Wrong:
        # the second is a reprint of the first
        citations:
          - source: 2022-11-05-reuters-iran-drones-before-war
            mode: paraphrase
          - source: 2022-11-05-daily-sabah-iran-drones-before-war
            mode: paraphrase
    Right:
        # the second has a report of its own, or is the speaker's own text
        citations:
          - source: 2022-11-05-reuters-iran-drones-before-war
            mode: paraphrase
          - source: 2022-11-05-iran-mfa-remarks-of-the-minister
            mode: quote
            primary: true
    """
    if len(record.citations) < 2 or any(each.primary for each in record.citations):
        return
    if _has_one_alone(record, context.dataset):
        return
    origins = context.dataset.origins(record)
    if origins.count != 1 or len(origins.hops) < 2 or 0 in origins.hops.values():
        return
    if isinstance(record, Statement) and _goes_back_to_speaker(record, origins, context.dataset):
        return
    yield Finding(
        code="P009",
        record=record.id,
        path=("citations",),
        message=f"{len(origins.hops)} sources, but one origin: {_tied(origins)}",
        seen=f"{len(origins.hops)} sources",
        expected="a report of its own beside them, if there is one",
    )


@rule("P010", "only-affiliated-media", severity=Severity.NOTE, kinds=_SAID)
def only_affiliated_media(record: Statement | Event, context: Context) -> Findings:
    """All that is cited was published by media of the side that speaks or acts.

    Why:
        Media of a state print what its officials say, and leave out what was asked, or what they
        said otherwise. A source of nobody's side shows whether it was all.
    Wrong:
        # the speaker is a minister of the state that the agency belongs to
        citations:
          - source: 2023-11-13-irna-arms-exports
            mode: quote
    Right:
        citations:
          - source: 2023-11-13-irna-arms-exports
            mode: quote
          - source: 2023-11-13-iran-watch-arms-exports
            mode: paraphrase
    """
    outlets = _outlets(record, context.dataset)
    if not outlets:
        return
    sides = _sides(record, context)
    if not all(_belongs(outlet, sides, context.parties) for outlet in outlets.values()):
        return
    yield Finding(
        code="P010",
        record=record.id,
        path=("citations",),
        message=f"only media of its own side have it: {', '.join(f'`{each}`' for each in outlets)}",
        expected="a source of nobody's side, if there is one",
    )


def _read_or_cited(record: Source | Statement) -> Any:
    """Of a source, whether it was read in full; of a statement, what it cites."""
    if isinstance(record, Source):
        return record.read is Read.FULL
    return [each.source for each in record.citations] if record.is_active else []


@rule(
    "P011",
    "read-in-part-only",
    stage=Stage.DATASET,
    severity=Severity.NOTE,
    kinds=[Kind.SOURCE, Kind.STATEMENT],
    gather=_read_or_cited,
)
def read_in_part_only(context: Context) -> Findings:
    """One side of a contested claim rests on sources of which nobody read the whole.

    Why:
        What limits a denial, or an accusation, often stands further down: who weighs both sides
        should know that one of them was read in part.
    Wrong:
        # of every source that carries a denial of the claim
        read: excerpt
    Right:
        # of at least one of them
        read: full
    """
    resolve, known = context.dataset.resolve, context.gathered("P011")
    facts = context.gathered("C001")
    affirmed = taken_in(facts, context.dataset, *AFFIRMING)
    denied = taken_in(facts, context.dataset, Stance.DENIES)
    for claim in sorted(affirmed.keys() & denied.keys()):
        for verb, taken in (("affirms", affirmed[claim]), ("denies", denied[claim])):
            statements = dict.fromkeys(each.statement for each in taken)
            cited = (source for each in statements for source in known.get(each, ()))
            record = context.dataset.claims.get(claim)
            if record and record.is_active and not any(known.get(resolve(each)) for each in cited):
                yield _in_part(record, verb, len(statements))


def _has_one_alone(record: Statement | Event, dataset: Dataset) -> bool:
    """Whether a source is plainly an origin of its own: tied to nothing, and nothing to it.

    That settles most records, in a tenth of the time that all of their ties would take.
    """
    if any(each.via for each in record.citations):
        return False
    sources = [dataset.sources.get(each.source) for each in record.citations]
    found = [source for source in sources if source is not None]
    if any(source.derived_from or source.via for source in found):
        return False
    publishers = [source.publisher for source in found]
    return (
        any(
            publishers.count(each) == 1 and _is_unowned(dataset.actors.get(each))
            for each in publishers
        )
        and len({*publishers}) > 1
    )


def _is_unowned(actor: Actor | None) -> bool:
    return (
        actor is not None
        and actor.type in (ActorType.MEDIA, ActorType.NGO, ActorType.COMPANY)
        and actor.parent is None
        and actor.affiliation is not Affiliation.STATE
    )


def _goes_back_to_speaker(record: Statement, origins: Origins, dataset: Dataset) -> bool:
    """Whether all of the sources credit the speaker: a report of an agency, by way of others."""
    speakers = set(map(dataset.resolve, record.speaker_ids))
    return all(tie.through in speakers for tie in origins.origins[0].ties)


def _tied(origins: Origins) -> str:
    """What ties all of the sources, where it is one thing."""
    ties = {(tie.kind, tie.through) for tie in origins.origins[0].ties}
    if len(ties) > 1:
        return "each is tied to another"
    ((kind, through),) = ties
    return f"all {_TIES[kind].format(through)}"


def _outlets(record: Statement | Event, dataset: Dataset) -> dict[str, Actor]:
    """The publishers by id, if they are media of a side, all of them."""
    found: dict[str, Actor] = {}
    for citation in record.citations:
        source = dataset.sources.get(citation.source)
        outlet = dataset.actors.get(source.publisher) if source else None
        if outlet is None or outlet.affiliation not in _OF_A_SIDE:
            return {}
        found[outlet.id] = outlet
    return found


def _sides(record: Statement | Event, context: Context) -> frozenset[str]:
    """Whose side speaks or acts: parties, and the countries of those that are states."""
    parties = context.parties
    if isinstance(record, Statement):
        found = {parties.of_speaker(each, record.date).id for each in record.speakers}
    else:
        found = {parties.of(each.actor, record.date).id for each in record.participants}
    actors = (context.dataset.actors.get(party) for party in found)
    states = (each.country for each in actors if each and each.type is ActorType.STATE)
    return frozenset(found).union(country for country in states if country)


def _belongs(outlet: Actor, sides: frozenset[str], parties: Parties) -> bool:
    if outlet.affiliation is Affiliation.STATE and outlet.country:
        return outlet.country in sides
    return parties.of(outlet.parent or outlet.id).id in sides


def _in_part(claim: Claim, verb: str, many: int) -> Finding:
    which = (
        f"what {verb} it, {many} statements," if many > 1 else f"the one statement that {verb} it"
    )
    return Finding(
        code="P011",
        record=claim.id,
        path=("text",),
        message=f"no source of {which} was read in full",
        expected="one of them read in full",
    )
