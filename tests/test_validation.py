"""Validation: nothing hides anything else, nothing is silent, and nothing raises."""

from __future__ import annotations

import datetime
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.diagnostics import Report, Severity
from onrecord.rules.fit import Trouble
from onrecord.validation import File, validate, workers

TODAY = datetime.date(2021, 3, 11)
STATEMENT = "statements/2021/2021-03-06-company-left-on-time.yaml"
OFFICE = "actors/harbour-office.yaml"


def report_on(files: dict[str, bytes], **more: Any) -> Report:
    return validate(
        [File(path, content) for path, content in files.items()], today=TODAY, **more
    ).report


def codes(report: Report) -> list[str]:
    return [found.code for found in report.diagnostics]


def test_the_small_dataset_is_clean(base_files: dict[str, bytes]) -> None:
    checked = validate([File(path, content) for path, content in base_files.items()], today=TODAY)
    assert checked.report.diagnostics == ()
    assert checked.report.ok
    assert checked.report.files == len(base_files)
    assert checked.report.records == {
        "statement": 2,
        "event": 3,
        "source": 2,
        "claim": 2,
        "actor": 4,
        "system": 1,
        "vocabulary": 5,
        "dataset": 1,
    }
    assert checked.dataset is not None
    assert checked.dataset.version == "2021.3.0"


def test_a_file_that_fails_at_one_stage_stops_there_and_the_others_go_on(
    base_files: dict[str, bytes],
) -> None:
    bad = base_files | {
        "actors/a.yaml": b"id: [",  # no YAML
        "actors/b.yaml": b"id: b\ntype: companion\n",  # no record
        "actors/c.yaml": base_files["actors/gazette.yaml"]
        .replace(b"id: gazette", b"id: c")
        .replace(b"The Gazette", b"C"),
        STATEMENT: base_files[STATEMENT].replace(b"ferry-company", b"rail-company"),
    }
    report = report_on(bad)
    by_file: dict[str, list[str]] = {found.place.file: [] for found in report.diagnostics}
    for found in report.diagnostics:
        by_file[found.place.file].append(found.code)
    assert by_file == {
        "actors/a.yaml": ["Y020"],
        "actors/b.yaml": ["S002", "S002", "S004"],
        "actors/c.yaml": ["R007"],
        STATEMENT: ["R001"],
    }
    assert not report.ok
    assert report.records["actor"] == 5


def test_a_diagnostic_has_all_that_a_reporter_needs(base_files: dict[str, bytes]) -> None:
    files = base_files | {
        STATEMENT: base_files[STATEMENT].replace(b"date: 2021-03-06\nm", b"date: 2021-03-20\nm")
    }
    found = next(
        each for each in report_on(files, root="records/").diagnostics if each.code == "T005"
    )
    assert str(found.place) == f"records/{STATEMENT}:5:7"
    assert found.place.end_column == 17
    assert found.source_line == "date: 2021-03-20"
    assert found.rule == "said-after-published"
    assert found.severity is Severity.ERROR
    assert found.record == "2021-03-06-company-left-on-time"
    assert found.path == ("date",)
    assert found.seen == "2021-03-20"
    ((place, message),) = found.related
    assert str(place) == "records/sources/2021/2021-03-06-gazette-company-answers.yaml:5:12"
    assert message == "published"


def test_without_a_description_there_is_no_dataset(base_files: dict[str, bytes]) -> None:
    for description in (None, b"format: 1\n", b"["):
        files = {path: content for path, content in base_files.items() if path != "dataset.yaml"}
        if description is not None:
            files["dataset.yaml"] = description
        files[STATEMENT] = files[STATEMENT].replace(b"ferry-company", b"rail-company")
        checked = validate([File(*file) for file in files.items()], today=TODAY)
        assert checked.dataset is None
        assert "R001" in codes(checked.report)  # records are judged all the same


def test_no_files_at_all() -> None:
    checked = validate([], today=TODAY)
    assert codes(checked.report) == ["S020"]
    assert checked.report.files == 0
    assert checked.dataset is None


def test_the_dataset_has_what_could_be_read(base_files: dict[str, bytes]) -> None:
    files = base_files | {OFFICE: b"id: harbour-office\n"}
    checked = validate([File(*file) for file in files.items()], today=TODAY)
    assert checked.dataset is not None
    assert "harbour-office" not in checked.dataset
    assert len(checked.dataset) == 13


def test_trouble_with_one_file_is_said_once(base_files: dict[str, bytes]) -> None:
    files = [File(path, content) for path, content in base_files.items() if path != OFFICE]
    files.append(File(OFFICE, b"", Trouble("S014", "not readable")))
    found = validate(files, today=TODAY).report.diagnostics
    assert [(str(each.place), each.code, each.message) for each in found] == [
        (f"{OFFICE}:1:1", "S014", "not readable")
    ]


def test_of_two_files_with_one_id_the_first_by_name_counts(base_files: dict[str, bytes]) -> None:
    twin = base_files[OFFICE].replace(b"Harbour Office", b"Other Office")
    files = base_files | {"actors/a-twin.yaml": twin}
    checked = validate([File(*file) for file in reversed(files.items())], today=TODAY)
    assert codes(checked.report) == ["S010", "R006"]
    assert checked.dataset is not None
    assert checked.dataset["harbour-office"].label == "Other Office"


def test_today_is_the_computer_s_if_not_given(base_files: dict[str, bytes]) -> None:
    tomorrow = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=3)
    files = base_files | {
        OFFICE: base_files[OFFICE].replace(b"added: 2021-03-10", f"added: {tomorrow}".encode())
    }
    found = validate([File(*file) for file in files.items()]).report
    assert codes(found) == ["T009"]


def test_progress_is_told_for_each_file(base_files: dict[str, bytes]) -> None:
    told: list[tuple[int, int]] = []
    report_on(base_files, progress=lambda done, of: told.append((done, of)))
    count = len(base_files)
    assert told == [(done, count) for done in range(1, count + 1)]


def _broken(base_files: dict[str, bytes]) -> dict[str, bytes]:
    """The small dataset with something wrong at every stage."""
    return base_files | {
        "actors/a.yaml": b"id: [",
        "actors/twin.yaml": base_files[OFFICE],
        "actors/gazette.yaml": base_files["actors/gazette.yaml"] + b"parent: gazette\n",
        "events/2021/2021-03-harbour-days.yaml": base_files[
            "events/2021/2021-03-harbour-days.yaml"
        ].replace(b"citations:", b"part_of: 2021-03-05-press-conference\ncitations:"),
        STATEMENT: base_files[STATEMENT].replace(b"date: 2021-03-06\nm", b"date: 2022-03-06\nm"),
        "vocabularies/topics.yaml": b"id: topics\n",
    }


@given(st.randoms())
@settings(max_examples=25)
def test_the_order_of_files_never_changes_the_report(
    base_files: dict[str, bytes], rand: random.Random
) -> None:
    files = list(_broken(base_files).items())
    expected = report_on(dict(files))
    assert len({found.code for found in expected.diagnostics}) > 8
    rand.shuffle(files)
    assert report_on(dict(files)) == expected


def test_many_processes_find_what_one_does(
    base_files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [File(*file) for file in _broken(base_files).items()]
    alone = validate(files, today=TODAY)
    monkeypatch.setattr(workers, "ENOUGH", 1)
    monkeypatch.setattr(workers, "CHUNK", 3)
    monkeypatch.setattr(workers, "_processes", lambda: 3)
    told: list[int] = []
    together = validate(files, today=TODAY, progress=lambda done, _: told.append(done))
    assert together.report == alone.report
    assert told == list(range(1, len(files) + 1))
    assert together.dataset is not None
    assert alone.dataset is not None
    assert list(together.dataset) == list(alone.dataset)


def test_work_comes_back_in_order_and_ends_with_who_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(workers, "ENOUGH", 1)
    monkeypatch.setattr(workers, "CHUNK", 2)
    monkeypatch.setattr(workers, "_processes", lambda: 2)
    assert list(workers.each(lambda number: -number, range(101))) == [-n for n in range(101)]

    def note(number: int) -> int:
        (tmp_path / str(number)).touch()
        time.sleep(0.01)
        return number

    made = workers.each(note, range(200))
    assert next(made) == 0
    made.close()
    assert len(list(tmp_path.iterdir())) < 100


def test_an_error_in_a_process_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ENOUGH", 1)
    monkeypatch.setattr(workers, "_processes", lambda: 2)
    with pytest.raises(ZeroDivisionError):
        list(workers.each(lambda number: 1 // number, [2, 1, 0]))


PATHS = st.sampled_from(
    [
        STATEMENT,
        OFFICE,
        "dataset.yaml",
        "vocabularies/topics.yaml",
        "claims/x.yaml",
        "x.yaml",
        "a/b",
    ]
)


@given(st.dictionaries(PATHS, st.binary(max_size=200), min_size=1))
def test_nothing_raises_for_random_bytes(
    base_files: dict[str, bytes], files: dict[str, bytes]
) -> None:
    assert not report_on(base_files | files).ok


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        [
            "",
            "x",
            "2021-03-05",
            "2021-02-30-x",
            "../2021",
            "no-such-id",
            "gazette",
            "https://[",
            "کشتی",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "text", "date", "actor", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def _places(plain: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries: Any = ()
    if isinstance(plain, dict):
        entries = plain.items()
    elif isinstance(plain, list):
        entries = enumerate(plain)
    below = [place for key, value in entries for place in _places(value, (*above, key))]
    return [above, *below] if above else below


@given(st.data())
@settings(max_examples=300)
def test_what_a_model_refuses_is_never_passed_over_in_silence(
    base_files: dict[str, bytes], data: st.DataObject
) -> None:
    """Any value at any place: the file is read whole, or an error says why not; nothing raises."""
    path = data.draw(st.sampled_from(sorted(base_files)))
    plain = yaml.load(base_files[path], yaml.BaseLoader)
    *above, last = data.draw(st.sampled_from(_places(plain)))
    holder = plain
    for step in above:
        holder = holder[step]
    holder[last] = data.draw(VALUES)
    files = base_files | {path: yaml.safe_dump(plain, allow_unicode=True).encode()}
    checked = validate([File(*file) for file in files.items()], today=TODAY)
    errors = [
        found.place.file
        for found in checked.report.diagnostics
        if found.severity is Severity.ERROR and found.code[0] in "YST"
    ]
    read = sum(checked.report.records.values())
    assert read == len(files) or path in errors


def test_importing_the_package_does_not_import_rules() -> None:
    code = (
        "import sys, onrecord; onrecord.load, onrecord.Dataset\n"
        "print([name for name in sys.modules if name.startswith('onrecord.rules')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_nearest_id_is_looked_for_a_hundred_times(base_files: dict[str, bytes]) -> None:
    """A file that is missing may be named thousands of times: that must not take minutes."""
    lost = "".join(f"  - harbour-office-{number:03}\n" for number in range(120))
    files = base_files | {
        STATEMENT: base_files[STATEMENT].replace(b"act:", f"audience:\n{lost}act:".encode())
    }
    found = [each for each in report_on(files).diagnostics if each.code == "R001"]
    assert [each.nearest for each in found] == ["harbour-office"] * 100 + [None] * 20
