"""``Records.where``: every condition, alone and with others."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from onrecord.dataset import Dataset, UnknownError, conditions_of
from onrecord.models import Statement
from onrecord.values.edtf import Edtf, EdtfError

HARBOUR = "2021-03-05-harbour-master-left-late"
COMPANY = "2021-03-06-company-left-on-time"
ALL = {"statements": [HARBOUR, COMPANY]}


@pytest.mark.parametrize(
    ("kind", "conditions", "answer"),
    [
        ("statements", {}, [HARBOUR, COMPANY]),
        ("statements", {"speaker": "harbour-master"}, [HARBOUR]),
        ("statements", {"speaker": "gazette"}, []),
        ("statements", {"claim": "ferry-carried-over-200"}, [HARBOUR]),
        ("events", {"claim": "ferry-left-on-time"}, ["2021-03-04-departure"]),
        ("statements", {"topic": "ferries"}, [HARBOUR, COMPANY]),  # by their claims
        ("events", {"topic": "transport"}, ["2021-03-04-departure"]),  # by a narrower term
        ("claims", {"topic": "transport"}, ["ferry-carried-over-200", "ferry-left-on-time"]),
        ("events", {"system": "north-ferry"}, ["2021-03-04-departure"]),
        ("claims", {"system": "north-ferry"}, ["ferry-left-on-time"]),
        ("statements", {"country": "IS"}, [HARBOUR]),
        ("statements", {"country": "FO"}, [COMPANY]),
        ("events", {"country": "IS"}, ["2021-03-04-departure", "2021-03-05-press-conference"]),
        ("events", {"country": "FO"}, ["2021-03-04-departure"]),
        ("sources", {"country": "IS"}, ["2021-03-05-gazette-ferry-left-late",
                                        "2021-03-06-gazette-company-answers"]),
        ("claims", {"country": "FO"}, ["ferry-left-on-time"]),
        ("actors", {"country": "FO"}, ["ferry-company"]),
        ("systems", {"country": "FO"}, ["north-ferry"]),
        ("actors", {"country": "DE"}, []),
        ("statements", {"period": "2021-03-06"}, [COMPANY]),
        ("statements", {"period": Edtf.parse("2021")}, [HARBOUR, COMPANY]),
        ("statements", {"period": "../2021-03-05"}, [HARBOUR]),
        ("events", {"period": "2021-03-31"}, ["2021-03-harbour-days"]),  # it may have been then
        ("events", {"period": "2021-03-31", "surely": True}, []),
        ("events", {"period": "2021-03", "surely": True}, ["2021-03-harbour-days",
                                        "2021-03-04-departure", "2021-03-05-press-conference"]),
        ("events", {"type": "departure"}, ["2021-03-04-departure"]),
        ("statements", {"type": "denial"}, [COMPANY]),
        ("actors", {"type": "media"}, ["gazette"]),
        ("statements", {"active": True}, [HARBOUR, COMPANY]),
        ("statements", {"active": False}, []),
        ("statements", {"claim": "ferry-left-on-time", "country": "IS"}, [HARBOUR]),
        ("statements", {"speaker": "harbour-master", "period": "2021-03-06"}, []),
    ],
)  # fmt: skip
def test_conditions(
    base: Dataset, kind: str, conditions: dict[str, Any], answer: list[str]
) -> None:
    records = getattr(base, kind)
    chosen = records.where(**conditions)
    assert list(chosen) == answer
    assert type(chosen) is type(records)
    for name, value in conditions.items():
        if name != "surely":
            chosen = chosen.where(**{name: value})
    assert list(chosen) == answer  # conditions chain


def test_what_is_chosen_is_a_mapping_of_its_own(base: Dataset) -> None:
    chosen = base.statements.where(speaker="harbour-master")
    assert chosen[HARBOUR] is base.statements[HARBOUR]
    assert COMPANY not in chosen
    with pytest.raises(KeyError):
        chosen[COMPANY]
    assert repr(chosen) == f"<1 statements: {HARBOUR}>"


@pytest.mark.parametrize(
    ("conditions", "error"),
    [
        ({"speaker": "nobody"}, KeyError),
        ({"speaker": "north-ferry"}, KeyError),  # not an actor
        ({"claim": "nothing"}, KeyError),
        ({"system": "nothing"}, KeyError),
        ({"topic": "nothing"}, KeyError),
        ({"type": "denail"}, KeyError),
        ({"type": "departure"}, KeyError),  # of events
        ({"country": "Iceland"}, KeyError),
        ({"country": "is"}, KeyError),
        ({"period": "last week"}, EdtfError),
        ({"period": 2021}, TypeError),
        ({"surely": True}, ValueError),
        ({"period": "2021", "surely": "no"}, TypeError),
        ({"active": "no"}, TypeError),
        ({"active": 1}, TypeError),
        ({"speakers": "harbour-master"}, TypeError),
    ],
)
def test_wrong_conditions_raise(
    base: Dataset, conditions: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        base.statements.where(**conditions)


def test_a_condition_may_be_a_record_or_a_day(base: Dataset) -> None:
    assert list(base.statements.where(speaker=base["harbour-master"])) == [HARBOUR]
    assert list(base.statements.where(claim=base["ferry-carried-over-200"])) == [HARBOUR]
    assert list(base.events.where(system=base["north-ferry"])) == ["2021-03-04-departure"]
    with pytest.raises(UnknownError, match="no actor here has the id 'north-ferry'"):
        base.statements.where(speaker=base["north-ferry"])
    for day in (datetime.date(2021, 3, 6), datetime.datetime(2021, 3, 6, 23, 59)):
        assert list(base.statements.where(period=day)) == [COMPANY]


@pytest.mark.parametrize(
    ("date", "period", "answer"),
    [
        ("2021-03-06", "2021-03", True),
        ("2021-03-31", "2021-02/2021-03", True),
        ("2021-03", "2021-02/2021-03", True),
        ("2021-03", "2021-03-06", None),
        ("2021", "2021-03", None),
        ("2021-03-06?", "2021-03", None),
        ("2021-03-06?", "1990", None),
        ("2021-03-06", "2021~", None),
        ("2021-02-27/2021-04-02", "2021-03", True),  # it lasted longer
        ("2021-02/2021-03", "2021-03", True),
        ("2021-01/2021-03-06", "2021-03-06/..", True),
        ("2021-03-06", "../2021", True),
        ("2021-03-06", "/2021", None),
        ("2021-03-06", "202X", True),
        ("2021-03-06", "2021-XX-06", None),
        ("2021-03-06", "2021-04/2021-02", None),
        ("2021-03-06", "[2021-03-06,2021-03-07]", None),
        ("2021-03-06", "{2021-03-06,2021-03-07}", True),
        ("2021-03-06T12:00:00Z", "2021-03-06T13:00:00Z", False),
        ("2021-03-06", "2021-04", False),
        ("Y-170000002", "../-9999", True),
    ],
)
def test_a_date_falls_into_a_period_surely_possibly_or_not(
    base: Dataset, date: str, period: str, answer: bool | None
) -> None:
    event = base["2021-03-04-departure"].model_copy(update={"date": Edtf.parse(date)})
    events = Dataset.from_records([event], metadata=base.metadata).events
    assert (len(events.where(period=period)) == 1) is (answer is not False)
    assert (len(events.where(period=period, surely=True)) == 1) is (answer is True)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("statements", "speaker claim topic system country period type active"),
        ("events", "claim topic system country period type active"),
        ("sources", "country period type active"),
        ("claims", "claim topic system country active"),
        ("actors", "country type active"),
        ("systems", "system country active"),
    ],
)
def test_a_kind_is_asked_for_what_it_has_alone(base: Dataset, kind: str, names: str) -> None:
    records = base.of_kind(kind)
    given = {
        "speaker": "harbour-master",
        "claim": "ferry-left-on-time",
        "topic": "ferries",
        "system": "north-ferry",
        "country": "IS",
        "period": "2021",
        "type": "media",
        "active": True,
    }
    assert conditions_of(records.kind) == tuple(names.split())
    for name in given.keys() - set(names.split()):
        with pytest.raises(UnknownError) as caught:
            records.where(**{name: given[name]})  # type: ignore[arg-type]
        known = ", ".join(names.split())
        assert str(caught.value) == f"{kind} have no {name}; they can be selected by {known}"


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ({"speaker": "harbor-master"}, "no actor here has the id 'harbor-master'; did you mean"),
        ({"topic": "fery"}, "'fery' is no topic; there are ferries, transport"),
        ({"type": "denail"}, "'denail' is no type of statements; did you mean 'denial'?"),
        ({"type": "departure"}, "'departure' is no type of statements; there are accusation, "),
        ({"country": "is"}, "did you mean 'IS'?"),
    ],
)  # fmt: skip
def test_what_is_unknown_is_told_with_what_may_be_meant(
    base: Dataset, conditions: dict[str, Any], said: str
) -> None:
    with pytest.raises(UnknownError) as caught:
        base.statements.where(**conditions)
    assert said in str(caught.value)


def test_former_ids_count_in_conditions_and_in_records(base: Dataset) -> None:
    renamed = [
        type(record).model_validate({**record.to_dict(), "former_ids": [f"old-{record.id}"]})
        for record in base
        if record.id in ("ferry-company", "ferry-left-on-time")
    ]
    plain = base.statements[COMPANY].to_dict()
    plain["speakers"][0]["actor"] = "old-ferry-company"
    plain["stances"][0]["claim"] = "old-ferry-left-on-time"
    dataset = Dataset.from_records(
        [*base, *renamed, Statement.model_validate(plain)], metadata=base.metadata
    )
    for speaker in ("ferry-company", "old-ferry-company"):
        assert list(dataset.statements.where(speaker=speaker)) == [COMPANY]
    for claim in ("ferry-left-on-time", "old-ferry-left-on-time"):
        assert list(dataset.statements.where(claim=claim)) == [HARBOUR, COMPANY]
    assert list(dataset.statements.where(country="FO")) == [COMPANY]


def test_references_that_lead_nowhere_raise_nothing(base: Dataset) -> None:
    only = Dataset.from_records(base.statements.values(), metadata=base.metadata)
    assert list(only.statements.where(country="IS")) == []
    with pytest.raises(KeyError):
        only.statements.where(topic="ferries")
    topics = Dataset.from_records(
        base.statements.values(), metadata=base.metadata, vocabularies=base.vocabularies.values()
    )
    assert list(topics.statements.where(topic="ferries")) == []
