"""The made-up corpus that the benchmarks measure with: the same each time, and right."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.models import RECORD_KINDS
from onrecord.validation import File, validate

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def benchmarks() -> Iterator[Callable[[str], ModuleType]]:
    """Imports a module of the folder ``benchmarks``, which is no part of the package."""
    sys.path.insert(0, str(CHECKOUT))
    yield lambda name: importlib.import_module(f"benchmarks.{name}")
    sys.path.remove(str(CHECKOUT))


@pytest.fixture(scope="module")
def corpus(benchmarks: Callable[[str], ModuleType]) -> ModuleType:
    return benchmarks("corpus")


def test_the_corpus_is_the_same_for_the_same_seed(corpus: ModuleType) -> None:
    once = list(corpus.corpus(40, seed=3))
    assert once == list(corpus.corpus(40, seed=3))
    assert once != list(corpus.corpus(40, seed=4))
    assert len({path for path, _ in once}) == len(once)


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one(corpus: ModuleType) -> None:
    small, large = list(corpus.corpus(40)), list(corpus.corpus(80))
    assert large[: len(small)] == small


def test_no_rule_finds_anything_in_the_corpus(corpus: ModuleType) -> None:
    checked = validate([File(path, content) for path, content in corpus.corpus(200)])
    assert [str(found.place) + found.message for found in checked.report.diagnostics] == []
    assert checked.dataset is not None
    assert len(checked.dataset) == 200
    assert all(len(checked.dataset.of_kind(kind)) >= 10 for kind in RECORD_KINDS)


def test_records_are_of_the_size_that_the_benchmarks_speak_of(corpus: ModuleType) -> None:
    contents = [content for _, content in corpus.corpus(200)]
    assert 1000 < sum(map(len, contents)) / len(contents) < 1300


def test_the_corpus_is_written_as_it_is_made(corpus: ModuleType, tmp_path: Path) -> None:
    size = corpus.write_corpus(tmp_path / "records", 20)
    made = dict(corpus.corpus(20))
    written = {
        path.relative_to(tmp_path / "records").as_posix(): path.read_bytes()
        for path in (tmp_path / "records").rglob("*.yaml")
    }
    assert written == made
    assert size == sum(map(len, made.values()))


def test_a_target_is_met_or_missed_by_the_ratio(benchmarks: Callable[[str], ModuleType]) -> None:
    measure = benchmarks("measures").Measure
    assert measure(what="a", other="b", ours=1, theirs=2).is_met is None
    assert measure(what="a", other="b", ours=2, theirs=1, at_most=2).is_met is True
    assert measure(what="a", other="b", ours=2.1, theirs=1, at_most=2).is_met is False
    assert measure(what="a", other="b", ours=1, theirs=25, faster=True, at_least=25).is_met is True
    assert measure(what="a", other="b", ours=1, theirs=24, faster=True, at_least=25).is_met is False
    heavy = measure(what="a", other="b", ours=1, theirs=1, at_most=2, megabytes=1600, limit_mb=1500)
    assert heavy.is_met is False


def test_the_table_shows_both_times_the_ratio_and_the_target(
    benchmarks: Callable[[str], ModuleType],
) -> None:
    measure = benchmarks("measures").Measure
    measures = [
        measure(what="load", other="core", records=1000, ours=0.002, theirs=0.001, at_most=2),
        measure(
            what="parse",
            other="edtf",
            ours=0.00001,
            theirs=0.004,
            faster=True,
            at_least=500,
            megabytes=9,
        ),
    ]
    lines = benchmarks("page").table(measures).splitlines()
    assert len({len(line) for line in lines}) == 1
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    assert [rows[0], *rows[2:]] == [
        ["What", "Beside", "Records", "Ratio", "Target", "Met", "onrecord", "Its time", "Memory"],
        ["load", "core", "1,000", "2.00×", "at most 2×", "met", "2.0 ms", "1.0 ms", ""],
        ["parse", "edtf", "", "400.00× as fast", "at least 500×", "**missed**", "10.0 µs", "4.0 ms",
         "9 MB"],
    ]  # fmt: skip
