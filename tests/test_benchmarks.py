"""The made-up corpus that the benchmarks measure with: the same each time, and right."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.models import RECORD_KINDS
from onrecord.validation import File, validate

CHECKOUT = Path(__file__).parent.parent


def _module(name: str) -> ModuleType:
    """A module of the folder ``benchmarks``, which is no part of the package."""
    spec = importlib.util.spec_from_file_location(
        f"benchmarks_{name}", CHECKOUT / f"benchmarks/{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def corpus() -> ModuleType:
    return _module("corpus")


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
