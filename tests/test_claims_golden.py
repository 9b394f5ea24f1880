"""Claims on the small dataset whole, and on the real records what must hold however they grow."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

from onrecord.api import check
from onrecord.dataset import ClaimStatus, Dataset
from onrecord.models import Event, Statement

CHECKOUT = Path(__file__).parent.parent


def test_golden_of_the_small_dataset(base: Dataset) -> None:
    history = base.history("ferry-left-on-time")
    assert [
        (str(entry.by), entry.record.id, entry.standing.status.value)
        for entry in history.entries
        if isinstance(entry.record, Statement)
    ] == [
        ("2021-03-05", "2021-03-05-harbour-master-left-late", "denied"),
        ("2021-03-06", "2021-03-06-company-left-on-time", "contested"),
    ]  # fmt: skip
    assert [(each.kind.value, each.subject, each.left.path, each.right.path)
            for each in base.contradictions()] == [
        ("parties", "ferry-left-on-time", ("stances", 0), ("stances", 0)),
        ("source", "date", ("date",), ("citations", 0, "differs", "date")),
    ]  # fmt: skip


def test_the_chain_of_denials_and_the_partial_admission() -> None:
    dataset = check(CHECKOUT / "records").dataset
    assert dataset is not None
    history = dataset.history("iran-supplied-drones-to-russia")
    statuses = [entry.standing.status for entry in history.changes]
    assert statuses[0] is ClaimStatus.UNCONTESTED
    assert ClaimStatus.CONTESTED in statuses
    admission = dataset["2022-11-05-amir-abdollahian-limited-number-of-drones"]
    (entry,) = (entry for entry in history.entries if entry.record is admission)
    assert entry.changed
    assert entry.standing.status is ClaimStatus.ADMITTED_IN_PART
    assert admission in entry.standing.because
    assert {party.id for party in entry.parties} == {"iran"}
    assert all(one.by <= other.by for one, other in pairwise(history.entries))
    assert any(isinstance(entry.record, Event) for entry in history.entries)
    for_use = dataset.history("iran-supplied-drones-to-russia-for-use-in-ukraine")
    assert for_use.status is ClaimStatus.CONTESTED


def test_a_long_history_is_quick() -> None:
    dataset = check(CHECKOUT / "records").dataset
    assert dataset is not None
    longest = max(dataset.claims, key=lambda claim: len(dataset.on(claim)))
    started = time.perf_counter()
    history = dataset.history(longest)
    assert len(history.entries) > 50
    assert time.perf_counter() - started < 0.5  # tenfold what it takes, for slow machines
