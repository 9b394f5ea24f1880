"""Claims: whose side a speaker is on, status and history; hand-made cases and laws."""

from __future__ import annotations

import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kites import ACCUSED, ADDED, DENIED, dataset, said, statements

from onrecord.dataset import ClaimStatus, Dataset, Parties
from onrecord.models import Record, Statement
from onrecord.values.edtf import Edtf


def steps(base: Dataset, *records: Record) -> list[tuple[str, str, bool]]:
    """The days on which the status changed, what it became, and whether that is certain."""
    history = dataset(base, *records).history("sold")
    return [
        (str(entry.by), entry.standing.status.value, entry.standing.certain)
        for entry in history.changes
    ]


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
    assert history.on(str(day)) == then.standing
    assert history.on(Edtf.parse(f"../{day}")) == then.standing
    assert [entry.record for entry in then.entries] == [
        entry.record for entry in history.entries if entry.by <= day
    ]
