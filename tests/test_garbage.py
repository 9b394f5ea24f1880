"""What one run of validation made and nobody holds does not stay for good."""

from __future__ import annotations

import gc
import weakref

import pytest

from onrecord import garbage
from onrecord.validation import File, validate


@pytest.fixture
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "_ENOUGH", 10)
    monkeypatch.setattr(garbage._Heap, "made", 0)  # noqa: SLF001 - what other tests made
    monkeypatch.setattr(garbage._Heap, "stayed", 0)  # noqa: SLF001


@pytest.mark.usefixtures("few_are_enough")
def test_a_dropped_dataset_goes_once_others_are_made(base_files: dict[str, bytes]) -> None:
    files = [File(path, content) for path, content in base_files.items()]
    checked = validate(files)
    assert checked.dataset is not None
    dropped = weakref.ref(checked.dataset)
    del checked
    for _ in range(5):
        validate(files)
        garbage._Heap.stayed = 0  # noqa: SLF001 - as if little else were there
    assert dropped() is None


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_left_as_it_was(on: bool) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with garbage.without_collection():
            assert not gc.isenabled()
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()


def test_what_somebody_froze_stays_frozen() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with garbage.without_collection():
            pass
        assert gc.get_freeze_count() >= frozen > 0
    finally:
        gc.unfreeze()
