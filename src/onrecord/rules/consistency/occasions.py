"""C007, C008: an occasion names who spoke at it, and what was spoken to.

It looks from a statement at the event that it names; whose side somebody is on follows from the
actors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.dataset import Dataset
from onrecord.dataset.claims.scopes import AFFIRMING
from onrecord.diagnostics import Finding, Related, Severity
from onrecord.models import Event, Kind, Stance, Statement
from onrecord.rules.registry import Context, rule

__all__: list[str] = []

Findings = Iterator[Finding]

_TAKING_SIDES = (*AFFIRMING, Stance.DENIES)


@rule(
    "C007",
    "speaker-not-at-occasion",
    severity=Severity.NOTE,
    kinds=[Kind.STATEMENT],
    needs=["occasion"],
)
def speaker_not_at_occasion(record: Statement, context: Context) -> Findings:
    """Neither a speaker nor anybody of the same side is a participant of the occasion.

    Why:
        Who spoke at an event took part in it, and is missing where its participants are looked at;
        or the words were said elsewhere, and the event is what they answer.
    Wrong:
        # of China's side nobody is a participant of the vote
        occasion: 2025-09-19-security-council-vote-on-sanctions-relief
        speakers:
          - actor: fu-cong
            capacity: Permanent Representative of China to the United Nations
    Right:
        # among the participants of the vote
        participants:
          - actor: fu-cong
            role: speaker
    """
    event = context.dataset.get(record.occasion or "")
    if not isinstance(event, Event):
        return
    actors, resolve = context.dataset.actors, context.dataset.resolve
    there = {resolve(each.actor) for each in event.participants}
    if not all(each in actors for each in there):
        return  # whose side they are on cannot be told of those who are not on record
    for position, speaker in enumerate(record.speakers):
        spoke = resolve(speaker.actor)
        if spoke in there or spoke not in actors:
            continue
        party = context.parties.of_speaker(speaker, record.date)
        if not there.isdisjoint(party.steps) or party.id in _sides(event, context):
            continue
        side = "" if party.id == speaker.actor else f", nor is anybody of `{party.id}`"
        yield Finding(
            code="C007",
            record=record.id,
            path=("speakers", position, "actor"),
            message=f"`{speaker.actor}` is no participant of `{event.id}`{side}",
            seen=speaker.actor,
            expected=f"`{speaker.actor}` among its `participants`, or a relation to the event",
            related=(_of(event, "participants"),),
        )


@rule(
    "C008",
    "claim-missing-from-occasion",
    severity=Severity.NOTE,
    kinds=[Kind.STATEMENT],
    needs=["occasion"],
)
def claim_missing_from_occasion(record: Statement, context: Context) -> Findings:
    """A claim was affirmed or denied at an event that names others, and none wider or narrower.

    Why:
        Whoever asks on which occasions a claim was at issue finds those that name it, and so not
        this one. A measure (an event with `legal`) stands for itself, whatever is said of it.
    Wrong:
        # a stance taken at this event is on `iran-supplied-weapons-to-the-houthis`
        type: press-conference
        claims: [iran-defence-exports-rose-40-percent-in-1402]
    Right:
        type: press-conference
        claims: [iran-defence-exports-rose-40-percent-in-1402, iran-supplied-weapons-to-the-houthis]
    """
    event = context.dataset.get(record.occasion or "")
    if not isinstance(event, Event) or not event.claims or event.legal is not None:
        return
    named = _with_wider(event.claims, context.dataset)
    for position, stance in enumerate(record.stances):
        on_record = context.dataset.resolve(stance.claim) in context.dataset.claims
        if stance.stance not in _TAKING_SIDES or not on_record:
            continue
        if named.isdisjoint(_with_wider([stance.claim], context.dataset)):
            yield Finding(
                code="C008",
                record=record.id,
                path=("stances", position, "claim"),
                message=f"`{event.id}` names other claims, and not this one",
                seen=stance.claim,
                expected=f"`{stance.claim}` among the `claims` of the event",
                related=(_of(event, "claims"),),
            )


def _sides(event: Event, context: Context) -> set[str]:
    """On whose side its participants are."""
    parties = context.parties
    return {parties.of(each.actor, event.date).id for each in event.participants}


def _with_wider(claims: Iterable[str], dataset: Dataset) -> set[str]:
    """The claims, and all that are true if one of them is."""
    found: set[str] = set()
    new = [*map(dataset.resolve, claims)]
    while new:
        found.update(new)
        records = (dataset.claims.get(each) for each in new)
        above = (dataset.resolve(each) for record in records if record for each in record.broader)
        new = [each for each in above if each not in found]
    return found


def _of(event: Event, field: str) -> Related:
    """What the event has in a field, or the event itself where it has nothing there."""
    if getattr(event, field):
        return Related(record=event.id, path=(field,), message=f"its {field}")
    return Related(record=event.id, path=("id",), message=f"it has no {field}")
