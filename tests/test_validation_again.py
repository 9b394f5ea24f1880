"""A run that keeps what it found out says what a run from the beginning says, after any change."""

from __future__ import annotations

import datetime
import importlib
import json
import random
import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.diagnostics import Diagnostic, Report
from onrecord.rules.fit import Trouble
from onrecord.validation import File, again, revalidate, validate
from onrecord.validation.ledger import Ledger, read_ledger

CHECKOUT = Path(__file__).parent.parent
TODAY = datetime.date(2024, 3, 1)
TOMORROW = datetime.date(2024, 3, 2)
STATEMENT = "statements/2021/2021-03-06-company-left-on-time.yaml"

Files = dict[str, bytes]

EDITS = (
    b"former_ids: [harbour-0]\n",
    b"former_ids: [an-old-name, ferry-1]\n",
    b"status: withdrawn\n",
    b"waivers: [{rule: R001, reason: Meant so.}, {rule: S012, reason: Meant so.}]\n",
    b"country: NO\n",
    b"parent: harbour-1\n",
    b"extra: [\n",
    b"# a remark\n",
    b"\xff\n",
    b"derived_from: [harbour-1]\n",
    b"published: 2030-01-01\n",
    b"date: 2030-01-01\n",
)


def as_files(files: Files, troubles: dict[str, Trouble] | None = None) -> list[File]:
    troubles = troubles or {}
    return [File(path, content, troubles.get(path)) for path, content in files.items()]


def cold(files: Files, today: datetime.date = TODAY) -> Report:
    return validate(as_files(files), today=today, root="r/").report


@pytest.fixture(scope="session")
def small() -> Files:
    """Two blocks of the corpus that is measured with."""
    sys.path.insert(0, str(CHECKOUT))
    try:
        return dict(importlib.import_module("benchmarks.corpus").corpus(40))
    finally:
        sys.path.remove(str(CHECKOUT))


def changed(files: Files, chance: random.Random) -> Files:
    """The files after one change of some sort to one of them."""
    made = dict(files)
    path = chance.choice(sorted(made))
    content = made[path]
    match chance.randrange(7):
        case 0:
            del made[path]
        case 1:
            made[path.replace(".yaml", "-2.yaml")] = content
        case 2:
            other = chance.choice(sorted(made))
            made[path], made[other] = made[other], content
        case 3:
            made[path] = content + chance.choice(EDITS)
        case 4:
            made[path] = chance.choice(EDITS) + content
        case _:
            words = re.findall(rb"[a-z0-9]+(?:-[a-z0-9]+)+", b" ".join(made.values()))
            own = re.findall(rb"[a-z0-9]+(?:-[a-z0-9]+)+", content) or words
            made[path] = content.replace(chance.choice(own), chance.choice(words))
    return made


@given(seed=st.integers(0, 2**32), days=st.lists(st.booleans(), min_size=1, max_size=5))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_report_is_that_of_a_run_from_the_beginning(
    small: Files, seed: int, days: list[bool]
) -> None:
    chance = random.Random(seed)
    files, kept = small, None
    for is_later in days:
        files = changed(files, chance)
        today = TOMORROW if is_later else TODAY
        report, to_keep = revalidate(as_files(files), kept, today=today, root="r/")
        assert report == cold(files, today)
        kept = to_keep if to_keep is not None else kept


def test_it_holds_through_a_long_history_of_changes(small: Files) -> None:
    chance = random.Random(7)
    files, kept = small, None
    for _ in range(60):
        after = changed(files, chance)
        report, kept = revalidate(as_files(after), kept, today=TODAY, root="r/")
        assert report == cold(after)
        files = after if len(report.diagnostics) < 400 else small


def test_nothing_is_read_or_judged_again_that_nothing_touched(
    small: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, kept = revalidate(as_files(small), None, today=TODAY)
    read: list[str] = []
    judged: list[str] = []

    def reading(file: File, root: str) -> object:
        read.append(file.path)
        return again_read(file, root)

    def judging(watcher: object, record: object) -> object:
        judged.append(record.id)  # type: ignore[attr-defined]
        return again_judge(watcher, record)

    again_read, again_judge = again.read, again.Watcher.judge
    monkeypatch.setattr(again, "read", reading)
    monkeypatch.setattr(again.Watcher, "judge", judging)
    revalidate(as_files(small), kept, today=TODAY)
    assert (read, judged) == ([], [])
    path = "actors/harbour-1.yaml"
    after = small | {path: small[path].replace(b" Office", b" Bureau")}
    report, _ = revalidate(as_files(after), kept, today=TODAY)
    assert report == validate(as_files(after), today=TODAY).report
    assert read == [path]
    naming = {
        path.rpartition("/")[2].removesuffix(".yaml")
        for path, content in small.items()
        if b"harbour-1\n" in content or b"harbour-1]" in content
    }
    assert "harbour-1" in judged
    assert naming <= set(judged)
    assert len(judged) < len(small) / 2


def test_waivers_are_weighed_anew(base_files: Files) -> None:
    named = base_files[STATEMENT].replace(b"actor: ferry-company", b"actor: rail-company")
    waiver = b"waivers:\n  - rule: R001\n    reason: The company is not recorded.\nadded:"
    waived = named.replace(b"added:", waiver)
    kept = None
    for content, codes in (
        (base_files[STATEMENT], []),
        (named, ["R001"]),
        (waived, []),
        (waived.replace(b"rail-company", b"ferry-company"), ["S021"]),
        (waived.replace(b"    reason", b"    of: [rail-company]\n    reason"), []),
        (waived.replace(b"    reason", b"    of: [rail]\n    reason"), ["R001", "S021"]),
    ):
        files = base_files | {STATEMENT: content}
        report, kept = revalidate(as_files(files), kept, today=TODAY, root="r/")
        assert report == cold(files)
        ours = [found for found in report.diagnostics if found.place.file == f"r/{STATEMENT}"]
        assert [found.code for found in ours if found.severity == "error"] == codes


def test_waivers_of_the_dataset_are_weighed_anew(base_files: Files) -> None:
    whole = base_files["dataset.yaml"]
    waiver = b"waivers:\n  - rule: %b\n    reason: Looked at.\n"
    kept = None
    for content, codes in (
        (whole + waiver % b"V003", []),
        (whole + waiver % b"S013", ["S021"]),
        (whole.replace(b"format: ", b"format:  "), ["S013"]),
        (whole.replace(b"format: ", b"format:  ") + waiver % b"S013", []),
        (whole + waiver % b"V001", ["S021"]),
    ):
        files = base_files | {"dataset.yaml": content}
        report, kept = revalidate(as_files(files), kept, today=TODAY, root="r/")
        assert report == cold(files)
        ours = [found for found in report.diagnostics if found.place.file == "r/dataset.yaml"]
        assert [found.code for found in ours] == codes


def test_a_future_date_is_found_until_the_day_has_come(base_files: Files) -> None:
    content = base_files[STATEMENT].replace(b"date: 2021-03-06\nm", b"date: 2024-03-03\nm")
    files = base_files | {STATEMENT: content}
    first, kept = revalidate(as_files(files), None, today=TODAY, root="r/")
    assert "T009" in [found.code for found in first.diagnostics]
    later, after = revalidate(as_files(files), kept, today=TOMORROW, root="r/")
    assert later == cold(files, TOMORROW)
    assert "T009" not in [found.code for found in later.diagnostics]
    back, _ = revalidate(as_files(files), after, today=TODAY, root="r/")
    assert back == first


def test_trouble_with_reading_counts_as_a_change(base_files: Files) -> None:
    _, kept = revalidate(as_files(base_files), None, today=TODAY)
    troubles = {STATEMENT: Trouble("S014", "permission denied")}
    files = as_files(base_files, troubles)
    report, _ = revalidate(files, kept, today=TODAY)
    assert report == validate(files, today=TODAY).report
    assert "S014" in [found.code for found in report.diagnostics]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda kept: kept.replace(b"\n", b"", 1),
        lambda kept: kept[:-2],
        lambda kept: kept.replace(b'"layout":2', b'"layout":1'),
        lambda kept: re.sub(rb'"texts":\[[^]]*\]', b'"texts":[]', kept),
        lambda _: b"[]",
        lambda _: (
            b'{"layout":2,"day":"2024-01-01","texts":[],"columns":[[1]],"rare":[],"rulings":{}}'
        ),
    ],
)
def test_what_cannot_be_used_is_as_good_as_nothing(base_files: Files, spoil: object) -> None:
    report, kept = revalidate(as_files(base_files), None, today=TODAY)
    assert kept is not None
    spoilt = spoil(kept)  # type: ignore[operator]
    assert read_ledger(spoilt) == Ledger()
    assert revalidate(as_files(base_files), spoilt, today=TODAY)[0] == report


def test_it_is_json_and_takes_no_object_from_it(base_files: Files) -> None:
    files = base_files | {STATEMENT: base_files[STATEMENT] + b"extra: 1\n"}
    report, kept = revalidate(as_files(files), None, today=TODAY)
    assert kept is not None
    assert all(isinstance(json.loads(line), dict) for line in kept.splitlines())
    found = [each for entry in read_ledger(kept).entries.values() for each in entry.found]
    assert all(isinstance(each, Diagnostic) for each in found)
    assert set(found) <= set(report.diagnostics)


def test_order_of_files_makes_no_difference(small: Files) -> None:
    files = as_files(small)
    report, kept = revalidate(files, None, today=TODAY)
    assert revalidate(list(reversed(files)), kept, today=TODAY)[0] == report
