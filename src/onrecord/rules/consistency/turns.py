"""C004, C006: a retraction and an admission answer something that was said before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.dataset.claims.scopes import AFFIRMING
from onrecord.diagnostics import Finding, Related, Severity
from onrecord.models import RelationType, Stance, Statement
from onrecord.rules.registry import Context, Stage, rule
from onrecord.rules.taken import Taken, taken_in

__all__: list[str] = []

Findings = Iterator[Finding]


@rule("C004", "retracts-what-was-not-said", stage=Stage.DATASET, severity=Severity.WARNING)
def retracts_what_was_not_said(context: Context) -> Findings:
    """A statement takes back what neither the speaker nor the same side is on record with.

    Why:
        A retraction is by the same speaker or body. What another said can be denied, and a
        government that disowns its minister's words denies them, in answer to them.
    Wrong:
        # the accusation was another's
        stances:
          - claim: iran-supplied-drones-to-russia
            stance: retracts
    Right:
        stances:
          - claim: iran-supplied-drones-to-russia
            stance: denies
    """
    turning, taken = _chosen("turns", context)
    for record in turning:
        yield from _not_theirs(record, context)
        for position, stance in enumerate(record.stances):
            claim = context.dataset.resolve(stance.claim)
            if stance.stance is not Stance.RETRACTS or _has_spoken(record, taken[claim], context):
                continue
            yield Finding(
                code="C004",
                record=record.id,
                path=("stances", position, "stance"),
                message=f"nothing is on record that this speaker had said of `{claim}`",
                seen=stance.stance.value,
                expected="an earlier statement of the speaker on this claim, or `denies`",
            )


@rule("C006", "admits-what-nobody-held", stage=Stage.DATASET, severity=Severity.WARNING)
def admits_what_nobody_held(context: Context) -> Findings:
    """A statement is an admission, but nobody is on record with what it admits.

    Why:
        To admit is to say of one's own side what others hold against it: the accusation is the
        other half of the chain. Without one it is an assertion or an announcement.
    Wrong:
        # nobody else affirms the claim, before it or on the same day
        act: admission
        stances:
          - claim: iran-arms-exports-tripled
            stance: affirms
    Right:
        act: announcement
        stances:
          - claim: iran-arms-exports-tripled
            stance: affirms
    """
    admissions, taken = _chosen("admits", context)
    for record in admissions:
        affirmed = [each.claim for each in record.stances if each.stance in AFFIRMING]
        claims = [context.dataset.resolve(claim) for claim in affirmed]
        answers = any(each.statement for each in record.relations)
        if answers or any(_is_held(record, taken[claim], context) for claim in claims):
            continue
        named = ", ".join(f"`{claim}`" for claim in claims)
        yield Finding(
            code="C006",
            record=record.id,
            path=("act",),
            message=f"nobody else affirmed {named} before" if claims else "it affirms no claim",
            seen=record.act.value,
            expected="a claim that others affirm, or another `act`",
        )


def _chosen(fact: str, context: Context) -> tuple[list[Statement], dict[str, list[Taken]]]:
    """The statements of which a fact holds, and all stances if there are any such."""
    facts: dict[str, Any] = dict(context.gathered("C001"))
    chosen = [id_ for id_, kept in facts.items() if kept[fact]]
    sorts = (*AFFIRMING, Stance.DENIES, Stance.RETRACTS)
    taken = taken_in(facts, context.dataset, *sorts) if chosen else {}
    return [context.dataset.statements[id_] for id_ in chosen], taken


def _not_theirs(record: Statement, context: Context) -> Findings:
    """The statements of others that it says it takes back."""
    for position, relation in enumerate(record.relations):
        if relation.type is not RelationType.RETRACTS or relation.statement is None:
            continue
        target = context.dataset.statements.get(relation.statement)
        if target is not None and _sides(target, context).isdisjoint(_sides(record, context)):
            yield Finding(
                code="C004",
                record=record.id,
                path=("relations", position, "type"),
                message=f"`{target.id}` was said by somebody else",
                seen=relation.type.value,
                expected="`responds-to`, with a stance `denies`",
                related=(Related(record=target.id, path=("speakers",), message="its speakers"),),
            )


def _sides(statement: Statement, context: Context) -> frozenset[str]:
    """The speakers, and those for whom they speak."""
    speakers = map(context.dataset.resolve, statement.speaker_ids)
    return _parties(statement, context).union(speakers)


def _parties(statement: Statement, context: Context) -> frozenset[str]:
    return frozenset(
        context.parties.of_speaker(each, statement.date).id for each in statement.speakers
    )


def _before(
    record: Statement, taken: Iterable[Taken], context: Context
) -> Iterator[tuple[Statement, Stance]]:
    """The other statements among these that are not surely later, with their stances."""
    for each in taken:
        other = context.dataset.statements[each.statement]
        if other.id != record.id and other.date.after(record.date) is not True:
            yield other, each.stance.stance


def _has_spoken(record: Statement, taken: Iterable[Taken], context: Context) -> bool:
    ours = _sides(record, context)
    return any(
        stance is not Stance.RETRACTS and not ours.isdisjoint(_sides(other, context))
        for other, stance in _before(record, taken, context)
    )


def _is_held(record: Statement, taken: Iterable[Taken], context: Context) -> bool:
    ours = _parties(record, context)
    return any(
        stance in AFFIRMING and not _parties(other, context) <= ours
        for other, stance in _before(record, taken, context)
    )
