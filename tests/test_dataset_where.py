"""``Records.where``: every condition, alone and with others."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from onrecord.dataset import Dataset, UnknownError
from onrecord.models import Statement
from onrecord.values import Edtf, EdtfError

HARBOUR = "2021-03-05-harbour-master-left-late"
COMPANY = "2021-03-06-company-left-on-time"
ALL = {"statements": [HARBOUR, COMPANY]}


@pytest.mark.parametrize(
    ("kind", "conditions", "answer"),
    [
        ("statements", {}, [HARBOUR, COMPANY]),
        ("statements", {"speaker": "harbour-master"}, [HARBOUR]),
        ("statements", {"speaker": "gazette"}, []),
        ("events", {"speaker": "harbour-master"}, []),
        ("statements", {"claim": "ferry-carried-over-200"}, [HARBOUR]),
        ("events", {"claim": "ferry-left-on-time"}, ["2021-03-04-departure"]),
        ("actors", {"claim": "ferry-left-on-time"}, []),
        ("statements", {"topic": "ferries"}, [HARBOUR, COMPANY]),  # by their claims
        ("events", {"topic": "transport"}, ["2021-03-04-departure"]),  # by a narrower term
        ("claims", {"topic": "transport"}, ["ferry-carried-over-200", "ferry-left-on-time"]),
        ("sources", {"topic": "ferries"}, []),
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
        ("actors", {"period": "2021"}, []),
        ("events", {"type": "departure"}, ["2021-03-04-departure"]),
        ("statements", {"type": "denial"}, [COMPANY]),
        ("actors", {"type": "media"}, ["gazette"]),
        ("claims", {"type": "media"}, []),
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
