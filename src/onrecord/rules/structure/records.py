"""S015–S017, S019, S021, S022: what is wrong with the form of a record that could be read whole."""

from __future__ import annotations

from collections.abc import Iterator, Set

from onrecord.diagnostics import Finding, Safety, Severity, Target
from onrecord.models import Actor, ActorType, Event, Kind, Record, Standing, Statement, Waiver
from onrecord.models.fields import Term
from onrecord.rules.paths import is_field, nearest_field
from onrecord.rules.registry import DOUBT, Context, Mend, Stage, all_rules, rule
from onrecord.values.ids import is_sure, nearest

__all__: list[str] = []

Findings = Iterator[Finding]


@rule("S015", "withdrawal-incomplete", needs=["status", "withdrawn"])
def withdrawal_incomplete(record: Record, context: Context) -> Findings:
    """A record is withdrawn without a reason, or gives a reason without being withdrawn.

    Why:
        Whoever cited it must be able to learn why it no longer stands.
    Wrong:
        status: withdrawn
    Right:
        status: withdrawn
        withdrawn:
          date: 2026-11-25
          reason: The page reports the statement of another day, recorded already.
    """
    if record.is_active and record.withdrawn is not None:
        message = "`withdrawn` is given, but the record is active: add `status: withdrawn`"
        yield _at_key("S015", record, "withdrawn", message)
    elif not record.is_active and record.withdrawn is None:
        message = "a withdrawn record says when and why: add `withdrawn`"
        yield _at_key("S015", record, "status", message)


@rule("S016", "not-exactly-one", kinds=[Kind.STATEMENT], needs=["relations"])
def not_exactly_one(record: Statement, context: Context) -> Findings:
    """A relation names a statement and an event, or neither.

    Why:
        A relation ties a statement to one thing; to two things is two relations.
    Wrong:
        relations:
          - type: responds-to
    Right:
        relations:
          - type: responds-to
            statement: 2022-07-11-sullivan-iran-preparing-drones
    """
    for position, relation in enumerate(record.relations):
        if (relation.statement is None) == (relation.event is None):
            said = "neither" if relation.statement is None else "both"
            yield Finding(
                code="S016",
                record=record.id,
                path=("relations", position),
                message=f"a relation names a `statement` or an `event`, and this one names {said}",
                expected="exactly one of `statement` and `event`",
            )


@rule("S017", "reason-missing", kinds=[Kind.EVENT, Kind.ACTOR])
def reason_missing(record: Event | Actor, context: Context) -> Findings:
    """A judgment of the curator's stands without its reason.

    Why:
        Whether an event is disputed and to whom a medium answers can themselves be disputed.
    Wrong:
        standing: disputed
    Right:
        standing: disputed
        standing_reason: Ukraine and the United States report the delivery; Iran denies it.
    """
    if isinstance(record, Event):
        if record.standing is not Standing.UNDISPUTED and record.standing_reason is None:
            message = f"an event that is {record.standing} says who says so: add `standing_reason`"
            yield _at_key("S017", record, "standing", message)
        return
    if record.type is ActorType.MEDIA and record.affiliation is None:
        message = "a medium says to whom it answers: add `affiliation` (`unknown` is one)"
        yield _at_key("S017", record, "type", message)
    if record.affiliation is not None and record.affiliation_reason is None:
        message = "an affiliation rests on something: add `affiliation_reason`"
        yield _at_key("S017", record, "affiliation", message)


@rule("S019", "unknown-term", fix=Safety.UNSAFE, needs=[DOUBT])
def unknown_term(record: Record, context: Context) -> Findings:
    """A word is none of the terms of its vocabulary.

    Why:
        Terms have one meaning each, written down; a new one is added to the vocabulary first.
    Wrong:
        topics: [drones]
    Right:
        topics: [uav-transfers-to-russia]
    """
    for mark in context.term_marks(record):
        assert isinstance(mark.mark, Term)
        terms = context.terms(mark.mark.vocabulary)
        if mark.value not in terms:
            near = nearest(mark.value, terms)
            yield Finding(
                code="S019",
                record=record.id,
                path=mark.path,
                message=f"`{mark.value}` is no term of the vocabulary `{mark.mark.vocabulary}`",
                seen=mark.value,
                expected=f"a term of vocabularies/{mark.mark.vocabulary}.yaml",
                nearest=near,
                sure=near is not None and is_sure(mark.value, near, terms),
            )


@rule("S021", "unused-waiver", stage=Stage.WHOLE, fix=Safety.UNSAFE, by=Mend.REMOVE_ITEM)
def unused_waiver(
    record: str, position: int, waiver: Waiver, found: Set[str] | None, never: bool
) -> Findings:
    """A waiver waives nothing, or one of what it is `of`.

    Why:
        A waiver left behind would hide the next finding of its kind, which nobody has looked at.
    Wrong:
        # and no statement or event is dated later than a source of it
        waivers:
          - rule: T005
            reason: The page carries a date of before the speech.
    Right:
        # the source that was published before the speech is still cited alone
        waivers:
          - rule: T005
            reason: The page carries a date of before the speech.
    """
    code, known = waiver.rule, waiver.rule in all_rules()
    if found is not None:
        yield from _of_nothing(record, position, waiver, found)
        return
    why = "is waived by nothing" if never else "finds nothing here"
    yield Finding(
        code="S021",
        record=record,
        path=("waivers", position, "rule"),
        message=f"{code} {why}: remove the waiver" if known else f"no rule is {code}",
        seen=code,
        expected="the code of a rule that finds something in this record",
        nearest=None if known else nearest(code, all_rules()),
        sure=known,
    )


def _of_nothing(record: str, position: int, waiver: Waiver, found: Set[str]) -> Findings:
    of = ", ".join(f"`{one}`" for one in sorted(found))
    for at, name in enumerate(waiver.of):
        if name not in found:
            near = nearest(name, found)
            yield Finding(
                code="S021",
                record=record,
                path=("waivers", position, "of", at),
                message=f"{waiver.rule} finds nothing of `{name}` here",
                seen=name,
                expected=f"what it finds something of: {of}" if of else "no `of`",
                nearest=near,
                sure=False,
            )


@rule(
    "S022",
    "correction-of-no-field",
    severity=Severity.WARNING,
    fix=Safety.UNSAFE,
    needs=["corrections"],
)
def correction_of_no_field(record: Record, context: Context) -> Findings:
    """A correction names a field that records of this kind do not have.

    Why:
        Whoever used the old value finds by the field what to mend.
    Wrong:
        corrections:
          - date: 2026-11-25
            field: day
            was: 2022-11-04
            why: The interview was broadcast a day later.
    Right:
        corrections:
          - date: 2026-11-25
            field: date
            was: 2022-11-04
            why: The interview was broadcast a day later.
    """
    for position, correction in enumerate(record.corrections):
        if not is_field(type(record), correction.field):
            near, sure = nearest_field(type(record), correction.field)
            yield Finding(
                code="S022",
                record=record.id,
                path=("corrections", position, "field"),
                message=f"a {record.kind.value} has no field `{correction.field}`",
                seen=correction.field,
                expected="a field of the record, as a dotted path such as quantities.0.best",
                nearest=near,
                sure=sure,
            )


def _at_key(code: str, record: Record, key: str, message: str) -> Finding:
    return Finding(code=code, record=record.id, path=(key,), target=Target.KEY, message=message)
