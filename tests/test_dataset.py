"""The dataset: mappings, order, former ids, and references followed both ways."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dataset import (
    Dataset,
    Records,
    UnknownError,
    Use,
    compile_dataset,
    open_compiled,
)
from onrecord.models import MODELS, RECORD_KINDS, Kind, Model, Record, Source, Statement
from onrecord.models.walk import marked

HARBOUR = "2021-03-05-harbour-master-left-late"
COMPANY = "2021-03-06-company-left-on-time"
GAZETTE = "2021-03-05-gazette-ferry-left-late"
ANSWER = "2021-03-06-gazette-company-answers"
DEPARTURE = "2021-03-04-departure"
PRESS = "2021-03-05-press-conference"
DAYS = "2021-03-harbour-days"


def changed(record: Record, **fields: Any) -> Any:
    """The record with some fields set otherwise, read anew."""
    return type(record).model_validate({**record.to_dict(), **fields})


def with_records(base: Dataset, *records: Record) -> Dataset:
    """The small dataset with records added or put in the place of those with their ids."""
    new = {record.id: record for record in (*base, *records)}
    return Dataset.from_records(
        new.values(), metadata=base.metadata, vocabularies=base.vocabularies.values()
    )


@pytest.fixture(scope="module")
def renamed(base: Dataset) -> Dataset:
    """The small dataset with two records that had other ids, by which others still name them."""
    company = changed(base["ferry-company"], former_ids=["boats-inc", "boats"])
    claim = changed(base["ferry-left-on-time"], former_ids=["on-time"])
    statement = base.statements[COMPANY].to_dict()
    statement["speakers"][0]["actor"] = "boats"
    statement["stances"][0]["claim"] = "on-time"
    return with_records(base, company, claim, Statement.model_validate(statement))


def test_records_are_mappings_of_their_kind(base: Dataset) -> None:
    for kind in RECORD_KINDS:
        records = base.of_kind(kind)
        assert isinstance(records, Mapping)
        assert isinstance(records, Records)
        assert records is getattr(base, kind.folder)
        assert records is base.of_kind(str(kind))
        assert list(records.values()) == [records[record_id] for record_id in records]
        assert all(type(record) is MODELS[kind] for record in records.values())
        assert len(records) == len(list(records))


def test_files_that_are_no_records_are_no_kind_of_them(base: Dataset) -> None:
    with pytest.raises(
        ValueError, match="'vocabulary' is no kind of record; there are statement, "
    ):
        base.of_kind(Kind.VOCABULARY)
    with pytest.raises(ValueError, match="'statment' is no kind of record"):
        base.of_kind("statment")
    assert base.of_kind("statements") is base.statements


def test_dated_kinds_are_in_order_of_date_and_others_of_id(base: Dataset) -> None:
    assert list(base.statements) == [HARBOUR, COMPANY]
    assert list(base.events) == [DAYS, DEPARTURE, PRESS]  # a month begins before its days
    assert list(base.sources) == [GAZETTE, ANSWER]
    assert list(base.actors) == ["ferry-company", "gazette", "harbour-master", "harbour-office"]


def test_what_has_no_date_comes_last(base: Dataset) -> None:
    plain = base.sources[GAZETTE].to_dict()
    del plain["published"]
    undated = Source.model_validate({**plain, "id": "a-leaflet"})
    assert list(with_records(base, undated).sources) == [GAZETTE, ANSWER, "a-leaflet"]


@given(st.randoms())
def test_the_order_of_what_comes_in_makes_no_difference(base: Dataset, random: Any) -> None:
    records = list(base)
    random.shuffle(records)
    shuffled = Dataset.from_records(records, metadata=base.metadata)
    assert list(shuffled) == list(base)


def test_a_record_of_any_kind_is_found_by_id(base: Dataset) -> None:
    assert base["gazette"] is base.actors["gazette"]
    assert base.get(HARBOUR) is base.statements[HARBOUR]
    assert base.get("herald") is None
    assert "gazette" in base
    assert "herald" not in base
    assert 7 not in base
    with pytest.raises(KeyError, match="herald"):
        base["herald"]
    with pytest.raises(KeyError, match="gazette"):
        base.statements["gazette"]


def test_all_records_are_walked_kind_by_kind(base: Dataset) -> None:
    kinds = [record.kind for record in base]
    assert kinds == sorted(kinds, key=RECORD_KINDS.index)
    assert len(kinds) == len(base) == 14


def test_former_ids_lead_to_the_record(renamed: Dataset) -> None:
    company = renamed.actors["ferry-company"]
    assert renamed.former_ids == {
        "boats-inc": "ferry-company",
        "boats": "ferry-company",
        "on-time": "ferry-left-on-time",
    }
    assert renamed["boats"] is renamed.actors["boats-inc"] is company
    assert "boats" in renamed
    assert "boats" in renamed.actors
    assert "boats" not in renamed.claims
    assert "boats" not in list(renamed.actors)
    assert [each.id for each in renamed.statements_by("boats-inc")] == [COMPANY]
    assert [each.id for each in renamed.on("on-time")] == [DEPARTURE, HARBOUR, COMPANY]
    assert company in renamed.references_of(COMPANY)


def test_a_present_id_is_its_record_s_though_another_had_it_before(base: Dataset) -> None:
    office = changed(base["harbour-office"], former_ids=["gazette", "port-office"])
    dataset = with_records(base, office)
    assert dataset["gazette"].id == "gazette"
    assert dataset.former_ids == {"port-office": "harbour-office"}


def test_the_last_of_two_with_one_id_counts(base: Dataset) -> None:
    other = changed(base["north-ferry"], note="The other one.")
    records = [*base, other]
    dataset = Dataset.from_records(records, metadata=base.metadata)
    assert dataset.systems["north-ferry"].note == "The other one."
    assert len(dataset) == len(base)


def test_uses_name_the_place(base: Dataset) -> None:
    assert base.uses_of("north-ferry") == (
        Use(base[DEPARTURE], ("systems", 0)),
        Use(base["ferry-left-on-time"], ("about", "systems", 0)),
    )
    assert base.uses_of(base["north-ferry"]) == base.uses_of("north-ferry")
    assert base.uses_of(COMPANY) == ()
    with pytest.raises(KeyError):
        base.uses_of("no-such-record")


def test_uses_and_references_are_two_ways_along_the_same_ties(renamed: Dataset) -> None:
    ways_out = {
        (record.id, target.id) for record in renamed for target in renamed.references_of(record)
    }
    ways_in = {(use.record.id, record.id) for record in renamed for use in renamed.uses_of(record)}
    assert ways_out == ways_in
    named = sum(hasattr(mark.mark, "kinds") for record in renamed for mark in marked(record))
    assert sum(len(renamed.uses_of(record)) for record in renamed) == named


def test_references_come_in_order_of_fields_and_once(base: Dataset) -> None:
    found = [record.id for record in base.references_of(HARBOUR)]
    assert found == [
        "harbour-master",
        PRESS,
        "ferry-left-on-time",
        "ferry-carried-over-200",
        GAZETTE,
    ]


def test_a_reference_that_leads_nowhere_is_passed_over(base: Dataset) -> None:
    statement = changed(base[COMPANY], audience=["no-such-actor"])
    dataset = with_records(base, statement)
    assert dataset.references_of(COMPANY) == base.references_of(COMPANY)


@pytest.mark.parametrize(
    ("question", "of", "answer"),
    [
        ("statements_by", "harbour-master", [HARBOUR]),
        ("statements_by", "gazette", []),
        ("citing", ANSWER, [COMPANY]),
        ("citing", GAZETTE, [HARBOUR, DAYS, DEPARTURE, PRESS, "harbour-master"]),
        ("on", "ferry-left-on-time", [DEPARTURE, HARBOUR, COMPANY]),
        ("on", "ferry-carried-over-200", [HARBOUR]),
        ("answers_to", HARBOUR, [COMPANY]),
        ("answers_to", COMPANY, []),
        ("said_at", PRESS, [HARBOUR]),
        ("publications_of", "gazette", [GAZETTE, ANSWER]),
        ("parts_of", DAYS, [PRESS]),
    ],
)
def test_questions(base: Dataset, question: str, of: str, answer: list[str]) -> None:
    ask = getattr(base, question)
    assert [record.id for record in ask(of)] == answer
    assert ask(base[of]) == ask(of)
    with pytest.raises(KeyError):
        ask("no-such-record")


def test_who_speaks_for_another_is_not_the_other(base: Dataset) -> None:
    speakers = [{"actor": "harbour-master", "capacity": "x", "on_behalf_of": "harbour-office"}]
    dataset = with_records(base, changed(base[HARBOUR], speakers=speakers))
    assert dataset.statements_by("harbour-office") == ()
    assert len(dataset.uses_of("harbour-office")) == len(base.uses_of("harbour-office")) + 1


def test_joint_statements_are_each_speaker_s_once(base: Dataset) -> None:
    twice = [
        {"actor": "harbour-master", "capacity": "Harbour Master"},
        {"actor": "harbour-master", "capacity": "Pilot"},
        {"actor": "ferry-company", "capacity": "the company"},
    ]
    dataset = with_records(base, changed(base[HARBOUR], speakers=twice))
    assert [each.id for each in dataset.statements_by("harbour-master")] == [HARBOUR]
    assert [each.id for each in dataset.statements_by("ferry-company")] == [HARBOUR, COMPANY]


def test_nothing_can_be_put_in(base: Dataset) -> None:
    record = base["gazette"]
    for mapping in (base.actors, base.vocabularies, base.former_ids):
        with pytest.raises(TypeError):
            mapping["gazette"] = record  # type: ignore[index]
    with pytest.raises(AttributeError):
        base.actors = {}  # type: ignore[misc, assignment]


def test_repr_counts(base: Dataset) -> None:
    assert repr(base) == (
        "<Dataset 2021.3.0: 2 statements, 3 events, 2 sources, 2 claims, 4 actors, 1 systems>"
    )
    assert repr(base.actors) == "<4 actors: ferry-company, gazette, harbour-master, …>"
    assert repr(base.sources) == f"<2 sources: {GAZETTE}, {ANSWER}>"


def test_html_escapes_what_records_say(base: Dataset) -> None:
    bold = changed(base[DEPARTURE], title='<script>alert("x")</script> & more')
    dataset = with_records(base, bold)
    html = dataset.events._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more" in html
    assert "<td>2021-03-04</td>" in html
    assert "<caption>3 events</caption>" in html
    assert "<td>statements</td><td>2</td>" in dataset._repr_html_()


def test_html_shows_the_first_ten(base: Dataset) -> None:
    many = [changed(base["north-ferry"], id=f"ferry-{number:02}") for number in range(12)]
    html = with_records(base, *many).systems._repr_html_()
    assert "<caption>13 systems, the first 10 shown</caption>" in html
    assert html.count("<tr>") == 11


def test_an_unknown_id_is_told_with_the_nearest(base: Dataset) -> None:
    with pytest.raises(UnknownError) as caught:
        base["gazete"]
    error = caught.value
    assert (error.word, error.nearest) == ("gazete", "gazette")
    assert str(error) == "no record has the id 'gazete'; did you mean 'gazette'?"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    with pytest.raises(UnknownError, match="no record has the id None"):
        base[None]  # type: ignore[index]


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (Dataset.on, "claim"),
        (Dataset.history, "claim"),
        (Dataset.statements_by, "actor"),
        (Dataset.publications_of, "actor"),
        (Dataset.citing, "source"),
        (Dataset.said_at, "event"),
        (Dataset.parts_of, "event"),
        (Dataset.answers_to, "statement or event"),
        (Dataset.origins, "statement, event or actor"),
    ],
)
def test_a_record_of_another_kind_is_no_empty_answer(
    base: Dataset, ask: Callable[[Dataset, str | Record], object], kind: str
) -> None:
    with pytest.raises(UnknownError, match=f"no {kind} here has the id 'north-ferry'"):
        ask(base, "north-ferry")
    with pytest.raises(UnknownError, match=f"<System north-ferry: .*> is no {kind}"):
        ask(base, base["north-ferry"])


def test_nothing_in_a_record_can_be_changed(base: Dataset) -> None:
    citation = {**base[HARBOUR].to_dict()["citations"][0], "differs": {"date": "2021"}}
    dataset = with_records(base, changed(base[HARBOUR], citations=[citation]))
    held = [value for record in dataset for value in parts_of(record)]
    assert any(isinstance(value, Mapping) for value in held)
    assert not [value for value in held if isinstance(value, dict | list | set)]
    assert all(isinstance(hash(value), int) for value in held)


def parts_of(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, Model):
        for part in vars(value).values():
            yield from parts_of(part)
    if isinstance(value, tuple):
        for part in value:
            yield from parts_of(part)


def test_records_can_be_in_sets_and_keys(base: Dataset) -> None:
    again = [type(record).model_validate(record.to_dict()) for record in base]
    assert {*base, *again} == set(base)
    assert len({*base, *again}) == len(base)
    for found in base.contradictions():
        assert {found: 1}[found] == 1


def test_a_dataset_goes_to_another_process_and_back(base: Dataset, renamed: Dataset) -> None:
    for dataset in (base, open_compiled(compile_dataset(renamed))):
        list(dataset)  # made, so that records go along beside bytes
        again = pickle.loads(pickle.dumps(dataset))
        assert list(again) == list(dataset)
        assert again.metadata == dataset.metadata
        assert again.vocabularies == dataset.vocabularies
        assert again.former_ids == dataset.former_ids
        chosen = dataset.statements.where(country="FO")
        back = pickle.loads(pickle.dumps(chosen))
        assert back == chosen
        assert back.where(type="denial") == chosen.where(type="denial")
        assert copy.deepcopy({"ds": dataset, "some": chosen})["some"] is chosen
        assert copy.copy(dataset).statements == dataset.statements


def test_what_is_computed_is_a_value(base: Dataset) -> None:
    found = [base.history("ferry-left-on-time"), base.origins(HARBOUR), *base.contradictions()]
    assert pickle.loads(pickle.dumps(found)) == found
    assert copy.deepcopy(found) == found
    assert len(set(found)) == len(found)


def test_a_dataset_cannot_be_changed(base: Dataset) -> None:
    for name in ("metadata", "vocabularies", "version", "statements"):
        with pytest.raises(AttributeError):
            setattr(base, name, None)
