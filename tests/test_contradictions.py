"""Contradictions: of stances on one claim and on two, of figures; hand-made cases and laws."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kites import ACCUSED, CLAIM, dataset, said, statements

from onrecord.dataset import Contradiction, ContradictionKind, Dataset
from onrecord.models import Claim, Statement


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


# Two claims


def claim(name: str, **ties: list[str]) -> Claim:
    return Claim.model_validate({**CLAIM.to_dict(), "id": name, **ties})


RED = claim("sold-red", broader=["sold"])
IN_MAY = claim("sold-red-in-may", broader=["sold-red"])
NONE = claim("sold-none", excludes=["sold"])


def on(name: str, statement: Statement, **more: Any) -> Statement:
    """The statement with its stance on another claim."""
    data = statement.to_dict()
    stances = [{**data["stances"][0], "claim": name}, *more.pop("also", ())]
    return Statement.model_validate({**data, "id": f"{statement.id}-{name}", "stances": stances})


def across(base: Dataset, *records: Any) -> list[tuple[str, str, str | None, bool]]:
    """The contradictions of stances on two claims."""
    found = dataset(base, RED, IN_MAY, NONE, *records).contradictions()
    return [(c.kind.value, c.subject, c.other, c.certain) for c in found if c.other]


DENIES = said("2022-01-01", "nora", "denies")
AFFIRMS = said("2022-01-02", "nora", "affirms")


def affirms(who: str = "nora", stance: str = "affirms", **more: Any) -> Statement:
    return said("2022-01-02", who, stance, **more)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        pytest.param(
            DENIES, on("sold-red", AFFIRMS), ("speaker", "sold", "sold-red", True), id="one speaker"
        ),
        pytest.param(
            DENIES,
            on("sold-red-in-may", AFFIRMS),
            ("speaker", "sold", "sold-red-in-may", True),
            id="what follows from what follows",
        ),
        pytest.param(
            DENIES,
            on("sold-red", affirms("north-army")),
            ("party", "sold", "sold-red", True),
            id="one party",
        ),
        pytest.param(DENIES, on("sold-red", affirms("sam")), None, id="not between parties"),
        pytest.param(on("sold-red", DENIES), AFFIRMS, None, id="the wider may be so without it"),
        pytest.param(
            DENIES,
            on("sold-red", affirms(scope={"period": "2021"})),
            ("speaker", "sold", "sold-red", True),
            id="a part of it is enough",
        ),
        pytest.param(
            said("2022-01-01", "nora", "denies", scope={"period": "2021"}),
            on("sold-red", AFFIRMS),
            ("speaker", "sold", "sold-red", False),
            id="the narrower may speak of another time",
        ),
        pytest.param(
            said("2022-01-01", "nora", "denies", scope={"period": "2021"}),
            on("sold-red", affirms(scope={"period": "2020"})),
            None,
            id="times apart",
        ),
        pytest.param(
            said("2022-01-01", "nora", "denies", scope={"systems": ["kite"]}),
            on("sold-red", affirms(scope={"systems": ["kite-2"]})),
            ("speaker", "sold", "sold-red", True),
            id="of common systems",
        ),
        pytest.param(
            DENIES,
            on("sold-red", affirms(stance="partly-affirms")),
            ("speaker", "sold", "sold-red", False),
            id="the part that is affirmed may not be it",
        ),
        pytest.param(
            DENIES,
            on("sold-red", AFFIRMS, also=[{"claim": "sold", "stance": "leaves-open"}]),
            None,
            id="what is said of the wider counts instead",
        ),
        pytest.param(
            on("sold-none", affirms("sam")),
            AFFIRMS,
            ("parties", "sold", "sold-none", True),
            id="excluded, between parties",
        ),
        pytest.param(
            on("sold-none", said("2022-01-01", "nora", "affirms")),
            on("sold-red-in-may", affirms("north-army")),
            ("party", "sold-none", "sold-red-in-may", True),
            id="excluded with all from which it follows",
        ),
        pytest.param(
            on("sold-none", affirms("sam", scope={"period": "2021"})),
            AFFIRMS,
            ("parties", "sold", "sold-none", False),
            id="excluded, of a time that the other may not mean",
        ),
        pytest.param(on("sold-none", DENIES), AFFIRMS, None, id="a denial excludes nothing"),
    ],
)
def test_stances_on_two_claims_contradict(
    base: Dataset, one: Statement, other: Statement, found: tuple[Any, ...] | None
) -> None:
    expected = [] if found is None else [found]
    assert across(base, one, other) == expected
    assert across(base, other, one) == expected


def test_one_statement_contradicts_itself(base: Dataset) -> None:
    both = on("sold-red", AFFIRMS, also=[{"claim": "sold", "stance": "denies"}])
    (found,) = dataset(base, RED, both).contradictions()
    assert (found.kind, found.left.record, found.right.record) == ("speaker", both, both)
    assert (found.left.path, found.right.path) == (("stances", 0), ("stances", 1))


@pytest.mark.parametrize("tied", [RED, NONE], ids=["broader", "excludes"])
def test_what_a_withdrawn_claim_says_of_others_does_not_count(base: Dataset, tied: Claim) -> None:
    withdrawn = {"date": "2026-02-01", "reason": "Unclear."}
    gone = Claim.model_validate({**tied.to_dict(), "status": "withdrawn", "withdrawn": withdrawn})
    stance = DENIES if tied is RED else said("2022-01-01", "nora", "affirms", number=1)
    for claim_, count in ((tied, 1), (gone, 0)):
        found = dataset(base, claim_, stance, on(tied.id, AFFIRMS)).contradictions()
        assert len(found) == count


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Claim], list[Statement]]:
    """Claims, each with ties to some before it, and statements on them."""
    names = ["sold", "one", "two", "three"]
    claims = []
    for place, name in enumerate(names[1:], start=1):
        tied = st.lists(st.sampled_from(names[:place]), unique=True, max_size=2)
        claims.append(claim(name, broader=draw(tied), excludes=draw(tied)))
    made = [on(draw(st.sampled_from(names)), each) for each in draw(statements())]
    return claims, made


def plainly(found: tuple[Contradiction, ...]) -> list[tuple[Any, ...]]:
    return sorted(
        (c.kind.value, c.subject, c.other or "", c.left.record.id, c.right.record.id, c.certain)
        for c in found
    )


@given(worlds(), st.randoms(use_true_random=False))
def test_neither_order_nor_the_side_that_says_excludes_matters(
    base: Dataset, world: tuple[list[Claim], list[Statement]], chance: random.Random
) -> None:
    claims, made = world
    everything = [CLAIM, *claims]
    turned = [
        Claim.model_validate(
            {**one.to_dict(), "excludes": [two.id for two in everything if one.id in two.excludes]}
        )
        for one in everything
    ]
    found = dataset(base, *claims, *made).contradictions()
    other = Dataset.from_records(
        [each for each in dataset(base) if each.id != CLAIM.id]
        + chance.sample([*turned, *made], len(turned) + len(made)),
        metadata=base.metadata,
        vocabularies=base.vocabularies.values(),
    ).contradictions()
    assert plainly(found) == plainly(other)


@given(worlds())
def test_what_follows_contradicts_as_if_it_were_said(
    base: Dataset, world: tuple[list[Claim], list[Statement]]
) -> None:
    claims, made = world
    pairs = {
        (c.left.record.id, c.right.record.id): c
        for c in dataset(base, *claims, *made).contradictions()
        if c.other and "denies" in _stances_of(c)
    }
    for (one, other), implied in pairs.items():
        told = [_with_stance_on(each, implied.subject) for each in made if each.id in (one, other)]
        (direct,) = (
            c
            for c in dataset(base, *claims, *told).contradictions()
            if c.other is None and c.subject == implied.subject
        )
        assert direct.kind is implied.kind is not ContradictionKind.PARTIES
        assert direct.certain or not implied.certain


def _stances_of(found: Contradiction) -> list[str]:
    return [each.record.stances[0].stance.value for each in (found.left, found.right)]  # type: ignore[attr-defined]


def _with_stance_on(statement: Statement, name: str) -> Statement:
    data = statement.to_dict()
    return Statement.model_validate({**data, "stances": [{**data["stances"][0], "claim": name}]})


@given(worlds())
def test_claims_without_ties_contradict_nothing_across(
    base: Dataset, world: tuple[list[Claim], list[Statement]]
) -> None:
    claims, made = world
    untied = [claim(each.id) for each in claims]
    alone = dataset(base, *untied, *made).contradictions()
    tied = dataset(base, *claims, *made).contradictions()
    assert all(each.other is None for each in alone)
    assert [each for each in tied if each.other is None] == list(alone)
