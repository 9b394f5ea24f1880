"""Claims: status and history, contradictions; hand-made cases and laws."""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dataset import ClaimStatus, ContradictionKind, Dataset, Parties
from onrecord.models import Actor, Claim, Record, Source, Statement, System
from onrecord.values.edtf import Edtf

CHECKOUT = Path(__file__).parent.parent
ADDED = "2026-01-01"


def actor(name: str, type_: str = "state", **fields: Any) -> Actor:
    names = [{"text": name.title(), "lang": "en", "kind": "primary"}]
    data = {"id": name, "type": type_, "names": names, "added": ADDED, **fields}
    return Actor.model_validate(data)


def minister(name: str, body: str, **held: str) -> Actor:
    positions = [{"title": "Minister", "body": body, **held}]
    return actor(name, "person", positions=positions)


ACTORS = (
    actor("north", country="NO"),
    actor("south", country="ZA"),
    actor("north-ministry", "government-body", country="NO", parent="north"),
    actor("north-army", "armed-force", country="NO"),
    actor("north-paper", "media", country="NO", parent="north", affiliation="state"),
    minister("nora", "north-ministry"),
    minister("nils", "north-ministry", **{"from": "2020", "to": "2021"}),
    minister("sam", "south"),
)
SYSTEMS = tuple(
    System.model_validate(
        {"id": name, "names": [{"text": name, "lang": "en", "kind": "primary"}],
         "category": "uav", "added": ADDED, **more}
    )
    for name, more in (("kite", {}), ("kite-2", {"variant_of": "kite"}), ("boat", {}))
)  # fmt: skip
CLAIM = Claim.model_validate(
    {"id": "sold", "text": "North sold kites.", "question": "Did North sell kites?",
     "topics": ["sales"], "about": {"actors": ["north"]}, "added": ADDED}
)  # fmt: skip
SOURCE = Source.model_validate(
    {"id": "paper", "type": "web-page", "publisher": "north-paper", "published": "2022-06-01",
     "lang": "en", "accessed": ADDED, "read": "full", "added": ADDED}
)  # fmt: skip


def said(day: str, who: str, stance: str | None, act: str = "assertion", **more: Any) -> Statement:
    """A statement with one stance on the claim; ``scope`` and other fields by keyword."""
    scope = {"scope": more.pop("scope")} if "scope" in more else {}
    data = {
        "id": f"2022-{who}-{stance or 'silent'}-{more.pop('number', 0)}",
        "speakers": [{"actor": who, "capacity": "Minister", **more.pop("speaker", {})}],
        "date": day,
        "medium": "speech",
        "act": act,
        "summary": f"{who} spoke.",
        "stances": [{"claim": "sold", "stance": stance, **scope}] if stance else [],
        "citations": [{"source": "paper", "mode": "mention"}],
        "added": ADDED,
        **more,
    }
    return Statement.model_validate(data)


def dataset(base: Dataset, *records: Record) -> Dataset:
    return Dataset.from_records(
        (*ACTORS, *SYSTEMS, CLAIM, SOURCE, *records),
        metadata=base.metadata,
        vocabularies=base.vocabularies.values(),
    )


def steps(base: Dataset, *records: Record) -> list[tuple[str, str, bool]]:
    """The days on which the status changed, what it became, and whether that is certain."""
    history = dataset(base, *records).history("sold")
    return [
        (str(entry.by), entry.standing.status.value, entry.standing.certain)
        for entry in history.changes
    ]


ACCUSED = said("2022-01-01", "sam", "affirms", "accusation")
DENIED = said("2022-01-02", "nora", "denies", "denial")
FIRST = ("2022-01-01", "uncontested", True)

CASES: dict[str, tuple[tuple[Statement, ...], list[tuple[str, str, bool]]]] = {
    "an affirmation alone is uncontested": ((ACCUSED,), [FIRST]),
    "a denial alone is denied": ((DENIED,), [("2022-01-02", "denied", True)]),
    "refusing to comment changes nothing": ((said("2022", "nora", "declines-to-comment"),), []),
    "leaving it open changes nothing": ((said("2022", "nora", "leaves-open"),), []),
    "both are contested": (
        (ACCUSED, DENIED),
        [FIRST, ("2022-01-02", "contested", True)],
    ),
    "one voice that says both contests it": (
        (ACCUSED, said("2022-01-03", "sam", "denies")),
        [FIRST, ("2022-01-03", "contested", True)],
    ),
    "scopes apart are not contested": (
        (
            said("2022-01-01", "sam", "affirms", scope={"period": "2021"}),
            said("2022-01-02", "nora", "denies", scope={"period": "../2020"}),
        ),
        [FIRST],
    ),
    "a month is all of its days": (
        (
            said("2022-01-01", "sam", "affirms", scope={"period": "2021-05"}),
            said("2022-01-02", "nora", "denies", scope={"period": "2021-05-31"}),
        ),
        [FIRST, ("2022-01-02", "contested", True)],
    ),
    "a scope in words may be any": (
        (ACCUSED, said("2022-01-02", "nora", "denies", scope={"note": "In this war."})),
        [FIRST, ("2022-01-02", "contested", False)],
    ),
    "a variant is of its family": (
        (
            said("2022-01-01", "sam", "affirms", scope={"systems": ["kite-2"]}),
            said("2022-01-02", "nora", "denies", scope={"systems": ["kite"]}),
        ),
        [FIRST, ("2022-01-02", "contested", True)],
    ),
    "other systems are apart": (
        (
            said("2022-01-01", "sam", "affirms", scope={"systems": ["kite-2"]}),
            said("2022-01-02", "nora", "denies", scope={"systems": ["boat"]}),
        ),
        [FIRST],
    ),
    "the body that denied it before admits it": (
        (ACCUSED, DENIED, said("2022-01-03", "north-ministry", "affirms")),
        [FIRST, ("2022-01-02", "contested", True), ("2022-01-03", "admitted", True)],
    ),
    "a party whose bodies say otherwise has admitted nothing": (
        (
            ACCUSED,
            DENIED,
            said("2022-01-03", "north-army", "affirms", "admission"),
            said("2022-01-04", "north", "affirms", "admission"),
        ),
        [FIRST, ("2022-01-02", "contested", True)],
    ),
    "who speaks for the whole party admits it": (
        (
            DENIED,
            said("2022-01-03", "north-army", "affirms", speaker={"on_behalf_of": "north"}),
        ),
        [("2022-01-02", "denied", True), ("2022-01-03", "admitted", True)],
    ),
    "any body can admit what none denied": (
        (ACCUSED, said("2022-01-03", "north-army", "affirms", "admission")),
        [FIRST, ("2022-01-03", "admitted", True)],
    ),
    "another body cannot take it back": (
        (said("2022-01-01", "nora", "affirms"), said("2022-01-03", "north-army", "retracts")),
        [FIRST],
    ),
    "the accuser admits nothing": (
        (
            said("2022-01-01", "sam", "denies"),
            said("2022-01-02", "sam", "affirms", "admission"),
        ),
        [("2022-01-01", "denied", True), ("2022-01-02", "contested", True)],
    ),
    "an admission of a part is one in part": (
        (DENIED, said("2022-01-03", "nora", "affirms", "admission", scope={"period": "2020"})),
        [("2022-01-02", "denied", True), ("2022-01-03", "admitted-in-part", True)],
    ),
    "an admission ends where it surely is denied again": (
        (
            said("2022-01-03", "nora", "affirms", "admission"),
            said("2022-01-04", "nora", "denies", number=2),
        ),
        [("2022-01-03", "admitted", True), ("2022-01-04", "contested", True)],
    ),
    "an admission stands where only another part is denied": (
        (
            said("2022-01-03", "nora", "affirms", "admission", scope={"period": "../2021"}),
            said("2022-01-04", "nora", "denies", number=2, scope={"period": "2022/.."}),
        ),
        [("2022-01-03", "admitted-in-part", True)],
    ),
    "what was taken back no longer stands": (
        (ACCUSED, DENIED, said("2022-01-03", "sam", "retracts")),
        [FIRST, ("2022-01-02", "contested", True), ("2022-01-03", "retracted", True)],
    ),
    "another cannot take it back": (
        (ACCUSED, said("2022-01-03", "nora", "retracts")),
        [FIRST],
    ),
    "a relation takes back too": (
        (
            ACCUSED,
            said(
                "2022-01-03", "sam", None, number=1,
                relations=[{"type": "retracts", "statement": ACCUSED.id}],
            ),
        ),
        [FIRST, ("2022-01-03", "retracted", True)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_status_follows(base: Dataset, case: str) -> None:
    records, expected = CASES[case]
    assert steps(base, *records) == expected


def test_a_status_names_the_statements_that_make_it(base: Dataset) -> None:
    admission = said("2022-01-03", "north-ministry", "affirms")
    history = dataset(base, ACCUSED, DENIED, admission).history("sold")
    assert [entry.standing.because for entry in history.entries] == [
        (ACCUSED,),
        (ACCUSED, DENIED),
        (DENIED, admission),
    ]
    assert history.status is ClaimStatus.ADMITTED


def test_a_claim_on_which_nobody_spoke_is_unaddressed(base: Dataset) -> None:
    history = dataset(base).history("sold")
    assert (history.status, history.entries) == (ClaimStatus.UNADDRESSED, ())


def test_withdrawn_statements_do_not_count(base: Dataset) -> None:
    gone = said("2022-01-02", "nora", "denies", status="withdrawn",
                withdrawn={"date": ADDED, "reason": "Twice."})  # fmt: skip
    made = dataset(base, ACCUSED, gone)
    assert made.history("sold").status is ClaimStatus.UNCONTESTED
    assert made.contradictions() == ()


@pytest.mark.parametrize(
    ("who", "day", "steps"),
    [
        ("north", "2022", ("north",)),
        ("north-ministry", "2022", ("north-ministry", "north")),
        ("north-army", "2022", ("north-army", "north")),
        ("north-paper", "2022", ("north-paper",)),  # a medium speaks for itself
        ("nora", "2022", ("nora", "north-ministry", "north")),
        ("nils", "2021-05", ("nils", "north-ministry", "north")),
        ("nils", "2023", ("nils",)),  # no longer in office, and of no known country
    ],
)
def test_a_party_is_found_step_by_step(
    base: Dataset, who: str, day: str, steps: tuple[str, ...]
) -> None:
    party = Parties(dataset(base)).of(who, Edtf.parse(day))
    assert (party.id, party.steps) == (steps[-1], steps)


def test_whom_one_speaks_for_counts_first(base: Dataset) -> None:
    statement = said("2022", "nora", "denies", speaker={"on_behalf_of": "south"})
    party = Parties(dataset(base)).of_speaker(statement.speakers[0], statement.date)
    assert (party.id, party.steps) == ("south", ("nora", "south"))


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("sam", "nora", ContradictionKind.PARTIES),
        ("north-army", "nora", ContradictionKind.PARTY),
        ("nora", "nora", ContradictionKind.SPEAKER),
    ],
)
def test_opposite_stances_contradict(
    base: Dataset, one: str, other: str, kind: ContradictionKind
) -> None:
    first, second = said("2022-01-01", one, "affirms"), said("2022-01-02", other, "denies")
    (found,) = dataset(base, second, first).contradictions()
    assert (found.kind, found.subject, found.certain) == (kind, "sold", True)
    assert (found.left.record, found.left.path) == (first, ("stances", 0))
    assert (found.right.record, found.right.path) == (second, ("stances", 0))


def test_what_says_that_it_corrects_does_not_contradict(base: Dataset) -> None:
    relations = [{"type": "corrects", "statement": ACCUSED.id}]
    assert dataset(base, ACCUSED, said("2022-02", "sam", "denies", relations=relations)
                   ).contradictions() == ()  # fmt: skip


def figure(best: float, hedge: str = "exact", period: str | None = "2022-01", **more: Any) -> Any:
    data = {"measure": "kites", "best": best, "unit": "item", "hedge": hedge, "original": "x"}
    return [{**data, **({"period": period} if period else {}), **more}]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (figure(5), figure(6), [True]),
        (figure(5), figure(5), []),
        (figure(5, "over"), figure(9), []),
        (figure(5, "over"), figure(5), [True]),
        (figure(5), figure(6, period="2022-01-01/2022-01-31"), [True]),
        (figure(5), figure(6, period="2022-02"), []),
        (figure(5, period="2022-01?"), figure(6, period="2022-01?"), [False]),
        (figure(5, period=None), figure(6, period=None), []),
        (figure(5, of="red kites"), figure(6, of="Red kites"), [True]),
        (figure(5, of="red kites"), figure(6), []),
        (figure(5, systems=["kite"]), figure(6, systems=["boat"]), []),
        (figure(5, counts="hit"), figure(6, counts="lost"), []),
        (figure(5), figure(6, unit="kg"), []),
    ],
)
def test_figures_contradict(base: Dataset, one: Any, other: Any, found: list[bool]) -> None:
    first = said("2022-01-01", "sam", None, quantities=one)
    second = said("2022-01-02", "nora", None, quantities=other)
    contradictions = dataset(base, first, second).contradictions()
    assert [each.certain for each in contradictions] == found
    assert {each.kind for each in contradictions} <= {ContradictionKind.FIGURES}


PERIODS = ("2021", "../2021-06-30", "2021-07/..", "2021-05?")
scopes = st.one_of(
    st.none(),
    st.builds(lambda period: {"period": period}, st.sampled_from(PERIODS)),
    st.builds(lambda system: {"systems": [system]}, st.sampled_from(("kite", "kite-2", "boat"))),
    st.just({"note": "In words."}),
)
DAYS = ("2022-01-01", "2022-01-02", "2022-01", "2022-01-03?", "2022", "2022-01-02/2022-02-01")


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    stances = ("affirms", "denies", "partly-affirms", "leaves-open", "retracts", "declines-to-comment")
    made = []
    for number in range(draw(st.integers(0, 9))):
        scope = draw(scopes)
        made.append(
            said(
                draw(st.sampled_from(DAYS)),
                draw(st.sampled_from(("sam", "nora", "nils", "north-army", "north-paper"))),
                draw(st.sampled_from(stances)),
                draw(st.sampled_from(("assertion", "admission"))),
                number=number,
                **({"scope": scope} if scope else {}),
            )
        )
    return made


@given(statements(), st.randoms(use_true_random=False))
def test_the_order_of_files_changes_no_history(
    base: Dataset, made: list[Statement], chance: random.Random
) -> None:
    shuffled = chance.sample(made, len(made))
    one, other = dataset(base, *made), dataset(base, *shuffled)
    assert one.history("sold") == other.history("sold")
    assert one.contradictions() == other.contradictions()


@given(statements(), st.dates(datetime.date(2021, 12, 30), datetime.date(2023, 1, 5)))
def test_the_status_on_a_day_is_that_of_the_dataset_as_of_it(
    base: Dataset, made: list[Statement], day: datetime.date
) -> None:
    whole = dataset(base, *made)
    history, then = whole.history("sold"), whole.as_of(said=day).history("sold")
    assert history.on(day) == then.standing
    assert [entry.record for entry in then.entries] == [
        entry.record for entry in history.entries if entry.by <= day
    ]


@given(statements())
def test_contradictions_come_once_and_each_is_of_opposite_stances(
    base: Dataset, made: list[Statement]
) -> None:
    pairs = [
        frozenset((each.left.record.id, each.right.record.id))
        for each in dataset(base, *made).contradictions()
    ]
    assert len(set(pairs)) == len(pairs)
    turn = {"affirms": "denies", "denies": "affirms"}
    plain = [one for one in made if one.stances[0].stance in turn]
    turned = [
        Statement.model_validate(
            {**(data := one.to_dict()),
             "stances": [{**data["stances"][0], "stance": turn[one.stances[0].stance]}]}
        )
        for one in plain
    ]  # fmt: skip
    found, back = dataset(base, *plain).contradictions(), dataset(base, *turned).contradictions()
    assert {(c.left.record.id, c.right.record.id, c.kind, c.certain) for c in found} == {
        (c.left.record.id, c.right.record.id, c.kind, c.certain) for c in back
    }
