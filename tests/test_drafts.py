"""Drafts of records: their slots and paths, what is proposed, and what few letters mean."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import new
from onrecord.dataset import Dataset
from onrecord.drafts import (
    Candidate,
    DraftError,
    Form,
    assign,
    draft,
    matches,
    propose_id,
    slot_at,
    slots_of,
    with_proposals,
)
from onrecord.models import MODELS, RECORD_KINDS, Kind, Statement
from onrecord.values.ids import is_id

TODAY = datetime.date(2021, 4, 1)
STATEMENT = (
    "speakers.actor=harbour-master",
    "speakers.0.capacity=Harbour Master",
    "date=2021-03-05",
    "act=denial",
    "summary=The harbour master said that no other ferry had been held back.",
    "citations.source=2021-03-05-gazette-ferry-left-late",
    "citations.0.mode=paraphrase",
    "added=2021-03-10",
)


# Slots and paths


def test_the_kinds_are_those_of_the_models() -> None:
    assert tuple(kind.value for kind in RECORD_KINDS) == new.KINDS


@pytest.mark.parametrize("kind", MODELS)
def test_every_slot_says_what_it_takes(kind: Kind) -> None:
    for slot in slots_of(MODELS[kind]):
        assert slot.description
        assert (slot.form is Form.PART) is (slot.part is not None)
        assert (slot.form in (Form.REFERENCE, Form.TERM)) is bool(slot.names)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (("speakers", 0, "actor"), Form.REFERENCE),
        (("quantities", 2, "best"), Form.NUMBER),
        (("citations", 0, "primary"), Form.FLAG),
        (("citations", 0, "differs"), Form.FREE),
        (("about", "topics"), Form.TERM),
        (("added",), Form.DAY),
        (("date",), Form.DATE),
        (("act",), Form.WORD),
        (("stances",), Form.PART),
    ],
)
def test_slots_are_read_from_the_models(path: tuple[Any, ...], form: Form) -> None:
    slot = slot_at(Statement, path)
    assert slot is not None
    assert slot.form is form


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from leaves(value, f"{path}.{position}")
    else:
        yield path, str(data).lower() if isinstance(data, bool) else str(data)


def test_a_record_is_the_sum_of_its_assignments(base: Dataset) -> None:
    for record in base:
        data = record.to_dict()
        assert assign({}, type(record), [f"{path}={text}" for path, text in leaves(data)]) == data


def test_a_record_as_a_draft_is_its_file(base: Dataset, base_files: dict[str, bytes]) -> None:
    drafts = [draft(record.kind, record.to_dict()) for record in base]
    records = {p: c for p, c in base_files.items() if "/" in p and "vocabularies" not in p}
    assert {each.path: each.content for each in drafts} == records


@pytest.mark.parametrize(
    ("assignment", "data"),
    [
        ("quantities.best=1 000 000", {"quantities": [{"best": 1000000}]}),
        ("quantities.best=1,000", {"quantities": [{"best": 1000}]}),
        ("quantities.0.low=0.5", {"quantities": [{"low": 0.5}]}),
        ("citations.primary=yes", {"citations": [{"primary": True}]}),
        ("audience=one, two", {"audience": ["one", "two"]}),
        ("about.actors.1=two", {"about": {"actors": ["one", "two"]}}),
        (
            "citations.differs.quantities.0.best=500",
            {"citations": [{"differs": {"quantities.0.best": 500}}]},
        ),
        ("citations.differs.date=2021", {"citations": [{"differs": {"date": "2021"}}]}),
        ("summary=  cafe\u0301 ", {"summary": "café"}),
        ("date=a=b", {"date": "a=b"}),
    ],
)
def test_an_assignment(assignment: str, data: dict[str, Any]) -> None:
    before = {"about": {"actors": ["one"]}} if "about" in assignment else {}
    assert assign(before, Statement, [assignment]) == data


def test_an_empty_assignment_takes_out() -> None:
    data = {"date": "2021", "audience": ["one", "two"], "act": "denial"}
    assert assign(data, Statement, ["date=", "audience.0="]) == {
        "audience": ["two"],
        "act": "denial",
    }
    assert data["date"] == "2021"


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ("date", "no assignment"),
        ("dat=2021", "did you mean `date`?"),
        ("zzz=2021", "the keys are id, status"),
        ("date.year=2021", "no key is called `year` here"),
        ("speakers=iran", "holds more than one value"),
        ("speakers.1.actor=iran", "entry 1 of a list comes after entry 0"),
        ("quantities.best=many", "'many' is no number"),
        ("quantities.best=1e400", "is no number"),
        ("citations.primary=perhaps", "neither true nor false"),
    ],
)
def test_a_wrong_assignment_is_refused(assignment: str, said: str) -> None:
    with pytest.raises(DraftError) as caught:
        assign({}, Statement, [assignment])
    assert said in str(caught.value)


# Proposals


@pytest.mark.parametrize(
    ("kind", "data", "record_id"),
    [
        (
            Kind.STATEMENT,
            {
                "date": "2021-03?",
                "speakers": [{"actor": "ferry-company"}],
                "summary": "The ferry company said that its ferry had left on time.",
            },
            "2021-03-ferry-company-left-time",
        ),
        (
            Kind.SOURCE,
            {"publisher": "gazette", "published": "2021-03-07", "title": "“All is well”"},
            "2021-03-07-gazette-well",
        ),
        (
            Kind.SOURCE,
            {"publisher": "gazette", "url": "https://example.org/2021/all-ferries-sail.html?x=1"},
            "gazette-ferries-sail",
        ),
        (Kind.EVENT, {"date": "2021-03/2021-04", "title": "The return"}, "2021-03-return"),
        (Kind.EVENT, {"date": "202X", "title": "The return"}, "return"),
        (Kind.CLAIM, {"text": "The ferry never left."}, "ferry-never-left"),
        (
            Kind.ACTOR,
            {"names": [{"text": "Höfnin", "lang": "is"}, {"text": "Port Émile", "lang": "en"}]},
            "port-emile",
        ),
        (Kind.ACTOR, {"names": [{"text": "The Gazette", "lang": "en"}]}, "the-gazette"),
        (Kind.SYSTEM, {"names": [{"text": "North Ferry", "lang": "en"}]}, "north-ferry-2"),
        (Kind.ACTOR, {"names": [{"text": "بندر", "lang": "fa"}]}, ""),
        (Kind.STATEMENT, {"date": "2021-03-05"}, ""),
    ],
)  # fmt: skip
def test_a_proposed_id(kind: Kind, data: dict[str, Any], record_id: str, base: Dataset) -> None:
    assert propose_id(kind, data, base) == record_id


@given(st.text(max_size=400), st.sampled_from(RECORD_KINDS))
def test_a_proposed_id_is_one(base: Dataset, text: str, kind: Kind) -> None:
    data = {"summary": text, "title": text, "text": text, "names": [{"text": text}], "date": text}
    proposed = propose_id(kind, data, base)
    assert proposed == "" or (is_id(proposed) and proposed not in base)


def test_days_are_proposed_and_what_is_given_stays(base: Dataset) -> None:
    data = {"publisher": "gazette", "title": "Ferries sail", "added": "2021-03-30"}
    assert with_proposals(Kind.SOURCE, data, base, TODAY) == {
        "id": "gazette-ferries-sail",
        "accessed": "2021-04-01",
        **data,
    }


# Matching

CANDIDATES = (
    Candidate("iran", "Iran", ("Iran", "ایران")),
    Candidate("iran-mfa", "Ministry of Foreign Affairs", ("Ministry of Foreign Affairs",)),
    Candidate("hossein-amir-abdollahian", "Hossein Amir-Abdollahian", ("حسین امیرعبداللهیان",)),
    Candidate("russia", "Russia", ("Россия",)),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("iran", ["iran"]),
        ("ira", ["iran", "iran-mfa"]),
        ("IRAN-M", ["iran-mfa"]),
        ("abdol", ["hossein-amir-abdollahian"]),
        ("amir hossein", ["hossein-amir-abdollahian"]),
        ("ایران", ["iran"]),
        ("foreign", ["iran-mfa"]),
        ("rusia", ["russia"]),
        ("zzz", []),
        ("", ["iran", "iran-mfa", "hossein-amir-abdollahian", "russia"]),
    ],
)
def test_what_is_meant_by_a_few_letters(typed: str, found: list[str]) -> None:
    assert [each.word for each in matches(typed, CANDIDATES)] == found
