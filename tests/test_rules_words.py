"""The words that the editorial rules look for, and how near-duplicates are told."""

from __future__ import annotations

import re
import sys

import pytest

from onrecord.dataset import Dataset
from onrecord.models import Kind, Statement
from onrecord.rules.duplicate import alike
from onrecord.rules.editorial.words import LOADED, Loaded, has_one_of, own_words, unquoted
from onrecord.validation import File, validate

AGAIN = "statements/2021/2021-03-07-company-on-time.yaml"


@pytest.mark.parametrize("loaded", LOADED, ids=lambda loaded: loaded.stem)
def test_a_stem_is_in_every_occurrence_of_its_word(loaded: Loaded) -> None:
    plain = re.sub(r"\[(.).\]", r"\1", loaded.pattern)
    assert loaded.stem in plain.casefold()
    assert loaded.stem == loaded.stem.casefold()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("the Iranian regime", "regime"),
        ("Regimes fall", "Regimes"),
        ("the UK's sanctions regime", None),
        ("the missile export control regime", None),
        ("terrorists", "terrorists"),
        ("Office of Terrorism and Financial Intelligence", None),
        ("listed as a terrorist organisation", None),
        ("counter-terrorism", None),
        ("armed groups, terrorist as he called them", None),
        ("called on the notorious company", "notorious"),
        ("the “notorious” company", None),
        ("claimed that it left", "claimed that"),
        ("rejected claims that it left", None),
        ("slammed the door on it", "slammed"),
        ("Islam", None),
        ("kamikaze drones", "kamikaze"),
    ],
)
def test_words_are_found_as_words_of_their_own(text: str, word: str | None) -> None:
    found = {loaded.find(text) for loaded in LOADED if loaded.stem in text.casefold()}
    assert found - {None} == ({word} if word else set())


def test_quotation_marks_of_three_kinds_are_left_out() -> None:
    assert unquoted('a “b” c "d" e «f» g').split() == ["a", "c", "e", "g"]


def test_own_words_are_those_of_the_record_alone(base: Dataset) -> None:
    statement = base.statements["2021-03-05-harbour-master-left-late"]
    assert dict(own_words(statement)) == {("summary",): statement.summary}
    source = base.sources["2021-03-05-gazette-ferry-left-late"]
    assert dict(own_words(source)) == {}
    actor = base.actors["gazette"]
    noted = actor.model_copy(update={"note": "Printed at night."})
    reason = {("affiliation_reason",): actor.affiliation_reason}
    assert dict(own_words(noted)) == reason | {("note",): "Printed at night."}


def test_texts_that_are_put_together_once_are_those_of_the_record_asked_for(base: Dataset) -> None:
    first, second = base.statements.values()
    assert has_one_of(first, ["240 passengers"])
    assert not has_one_of(second, ["240 passengers"])
    assert has_one_of(second, ["left on time"])


def test_without_the_package_nothing_is_nearly_the_same(
    base_files: dict[str, bytes], base: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = base.of_kind(Kind.STATEMENT)["2021-03-06-company-left-on-time"]
    assert isinstance(said, Statement)
    again = base_files["statements/2021/2021-03-06-company-left-on-time.yaml"].replace(
        b"id: 2021-03-06-company-left-on-time", b"id: 2021-03-07-company-on-time"
    )
    files = [File(path, content) for path, content in (base_files | {AGAIN: again}).items()]
    assert _duplicates(files) == ["nearly the same as `2021-03-06-company-left-on-time`"]
    monkeypatch.setitem(sys.modules, "rapidfuzz.fuzz", None)
    alike.measure.cache_clear()
    try:
        assert _duplicates(files) == []
    finally:
        alike.measure.cache_clear()


def _duplicates(files: list[File]) -> list[str]:
    return [found.message for found in validate(files).report.diagnostics if found.code == "D001"]
