"""Renaming: the file, the id and all references follow, comments stay, all files change or none."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.cli import run
from onrecord.curating import open_desk
from onrecord.curating import rename as rename_record
from onrecord.dataset import Dataset
from onrecord.documents import parse
from onrecord.drafts import DraftError, Renaming, rename
from onrecord.models import Kind
from onrecord.storage import WriteError
from onrecord.storage.together import FileChange, change_files
from onrecord.validation import File, again, validate
from onrecord.validation.reading import read

BASE = Path(__file__).parent / "cases" / "base"
FILES = {p.relative_to(BASE).as_posix(): p.read_bytes() for p in sorted(BASE.rglob("*.yaml"))}
TODAY = datetime.date(2026, 1, 1)
SOURCE = "2021-03-05-gazette-ferry-left-late"
SOURCE_FILE = f"sources/2021/{SOURCE}.yaml"
STATEMENT_FILE = "statements/2021/2021-03-05-harbour-master-left-late.yaml"


def dataset_of(files: Mapping[str, bytes]) -> Dataset:
    checked = validate([File(path, content) for path, content in files.items()], today=TODAY)
    assert checked.report.diagnostics == ()
    assert checked.dataset is not None
    return checked.dataset


def applied(files: Mapping[str, bytes], done: Renaming) -> dict[str, bytes]:
    left = {path: content for path, content in files.items() if path != done.old_path}
    return {**left, **done.files}


def renamed(files: Mapping[str, bytes], old: str, new: str) -> dict[str, bytes]:
    return applied(files, rename(files, dataset_of(files), old, new))


def data_of(files: Mapping[str, bytes], *, former: bool = True) -> dict[str, Any]:
    found = {}
    for path, content in files.items():
        data = dict(parse(content, path).data or {})
        if not former:
            data.pop("former_ids", None)
        found[path] = data
    return found


IDS = sorted(record.id for record in dataset_of(FILES))
WORDS = st.from_regex(r"[a-z]{3,8}(-[a-z0-9]{1,8}){1,5}", fullmatch=True)


@st.composite
def renamings(draw: st.DrawFn) -> tuple[str, str]:
    old = draw(st.sampled_from(IDS))
    date = old[: len(old) - len(old.lstrip("0123456789-"))]
    new = f"{date}{draw(WORDS)}"
    return old, new


@settings(max_examples=60, deadline=None)
@given(renamings())
def test_every_reference_follows(pair: tuple[str, str]) -> None:
    old, new = pair
    before = dataset_of(FILES)
    if new in before:
        return
    after = dataset_of(renamed(FILES, old, new))
    assert old in after
    assert after[old].id == new
    assert [each.id for each in after if each.id == old] == []
    place = {use.record.id: use.path for use in before.uses_of(old)}
    followed = {use.record.id: use.path for use in after.uses_of(new)}
    assert {new if name == old else name: path for name, path in place.items()} == followed
    assert after[new].former_ids == (old,)


@settings(max_examples=60, deadline=None)
@given(renamings())
def test_there_and_back_is_the_same_but_for_former_ids(pair: tuple[str, str]) -> None:
    old, new = pair
    if new in dataset_of(FILES):
        return
    there = renamed(FILES, old, new)
    back = renamed(there, new, old)
    assert data_of(back, former=False) == data_of(FILES, former=False)
    assert dataset_of(back)[old].former_ids == (new,)
    again = renamed(back, old, new)
    assert data_of(again) == data_of(there)


def test_comments_and_layout_stay_byte_for_byte() -> None:
    content = FILES[STATEMENT_FILE].replace(
        b"citations:\n  - source: ", b"# read twice\ncitations:\n  # the best\n  - source:   "
    )
    content = content.replace(b"left-late\n    mode: quote", b"left-late # here\n    mode: quote")
    files = {**FILES, STATEMENT_FILE: content}
    checked = validate([File(path, each) for path, each in files.items()], today=TODAY)
    assert checked.dataset is not None
    done = rename(files, checked.dataset, SOURCE, "2021-03-05-gazette-late")
    want = content.replace(SOURCE.encode(), b"2021-03-05-gazette-late")
    assert done.files[STATEMENT_FILE] == want


def test_a_record_in_a_file_of_another_name_is_refused() -> None:
    files = dict(FILES)
    files["actors/harbour.yaml"] = files.pop("actors/harbour-master.yaml")
    checked = validate([File(path, each) for path, each in files.items()], today=TODAY)
    assert checked.dataset is not None
    with pytest.raises(DraftError, match=r"is not called harbour-master\.yaml: rename the file"):
        rename(files, checked.dataset, "harbour-master", "harbour-captain")
    done = rename(files, checked.dataset, "harbour-office", "harbour-bureau")
    assert "actors/harbour.yaml" not in done.files  # it cannot be told whose it is


def test_an_id_that_is_written_with_an_escape_follows() -> None:
    content = FILES[STATEMENT_FILE].replace(
        b"actor: harbour-master", b'actor: "harb\\x6fur-master"'
    )
    files = {**FILES, STATEMENT_FILE: content}
    checked = validate([File(path, each) for path, each in files.items()], today=TODAY)
    assert checked.dataset is not None
    done = rename(files, checked.dataset, "harbour-master", "harbour-captain")
    assert b"actor: harbour-captain" in done.files[STATEMENT_FILE]


def test_a_file_in_canonical_form_stays_in_it() -> None:
    new = "2021-03-05-" + "-".join(["long"] * 13)
    assert dataset_of(renamed(FILES, SOURCE, new))  # S013 would be found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "former_ids: [{old}]\n"),
        ("former_ids: [one]  # first\n", "former_ids: [one, {old}]  # first\n"),
        (
            "former_ids:\n  # the first\n  - one  # 2020\n",
            "former_ids:\n  # the first\n  - one  # 2020\n  - {old}\n",
        ),
        (
            "former_ids: [one, new-company, two]\n",
            "former_ids: [one, {old}, two]\n",
        ),
    ],
)
def test_former_ids_are_added_where_they_belong(before: str, after: str) -> None:
    path, old = "actors/ferry-company.yaml", "ferry-company"
    head = f"id: {old}\n"
    content = FILES[path].decode().replace(head, head + before)
    files = {**FILES, path: content.encode()}
    made = renamed(files, old, "new-company")["actors/new-company.yaml"].decode()
    assert made == content.replace(head + before, "id: new-company\n" + after.format(old=old))


def test_what_replaces_a_record_and_what_differs_follow() -> None:
    path = "statements/2021/2021-03-06-company-left-on-time.yaml"
    added = (
        "status: withdrawn\nwithdrawn:\n  date: 2021-03-10\n  reason: Recorded twice.\n"
        "  replaced_by: 2021-03-05-harbour-master-left-late\nspeakers:"
    )
    content = FILES[path].decode().replace("speakers:", added, 1)
    content = content.replace("date: 2021-03-05\n", "speakers.0.actor: harbour-master\n")
    files = {**FILES, path: content.encode()}
    checked = validate([File(each, text) for each, text in files.items()], today=TODAY)
    assert checked.dataset is not None
    done = rename(
        files, checked.dataset, "2021-03-05-harbour-master-left-late", "2021-03-05-master-late"
    )
    assert b"replaced_by: 2021-03-05-master-late\n" in done.files[path]
    done = rename(files, checked.dataset, "harbour-master", "master-of-the-harbour")
    assert b"      speakers.0.actor: master-of-the-harbour\n" in done.files[path]


def test_what_a_waiver_is_of_follows() -> None:
    path = "statements/2021/2021-03-06-company-left-on-time.yaml"
    old, new = "2021-03-05-harbour-master-left-late", "2021-03-05-master-late"
    waiver = "waivers:\n  - rule: D001\n    of: [{}]\n    reason: The master said it.\nadded: "
    text = FILES[path].decode().replace("added: ", waiver.format(old))
    files = {**FILES, path: text.encode()}
    checked = validate([File(each, content) for each, content in files.items()], today=TODAY)
    assert checked.dataset is not None
    done = rename(files, checked.dataset, old, new)
    assert waiver.format(new) in done.files[path].decode()


def test_a_dated_record_moves_to_the_folder_of_its_year() -> None:
    done = rename(FILES, dataset_of(FILES), SOURCE, "2020-gazette-late")
    assert done.path == "sources/2020/2020-gazette-late.yaml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("gazete", "other", "has the id 'gazete'; did you mean 'gazette'?"),
        ("gazette", "gazette", "has the id 'gazette' already"),
        ("gazette", "ferry-company", "'ferry-company' is the id of the actor 'Ferry Company'"),
        ("gazette", "north-ferry", "is the id of the system"),
        ("gazette", "The Gazette", "is no id"),
        ("gazette", "a" * 81, "is no id"),
    ],
)
def test_refused_without_a_change(old: str, new: str, said: str) -> None:
    with pytest.raises(DraftError, match=said.replace("?", r"\?")):
        rename(FILES, dataset_of(FILES), old, new)


def test_former_ids_lead_nowhere_and_are_taken() -> None:
    files = renamed(FILES, "gazette", "harbour-gazette")
    dataset = dataset_of(files)
    with pytest.raises(DraftError, match="is a former id: the record has the id 'harbour-gazette'"):
        rename(files, dataset, "gazette", "other")
    with pytest.raises(DraftError, match="'gazette' was the id of the actor"):
        rename(files, dataset, "ferry-company", "gazette")


# The command


def contents(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_the_command_changes_the_folder(
    base_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["rename", "gazette", "harbour-gazette", "--records", str(base_folder)]
    assert run([*words, "--dry-run"]) == 0
    assert contents(base_folder) == FILES
    assert run(words) == 0
    output = capsys.readouterr()
    assert output.out.splitlines()[-1] == (
        f"{base_folder}/sources/2021/2021-03-06-gazette-company-answers.yaml"
    )
    assert output.err.splitlines() == [
        "gazette would be harbour-gazette: 2 references in 2 other records",
        "gazette is harbour-gazette now: 2 references in 2 other records",
    ]
    assert contents(base_folder) == renamed(FILES, "gazette", "harbour-gazette")


def test_the_command_refuses_where_a_file_in_question_has_errors(
    base_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = base_folder / "statements/2021/2021-03-06-company-left-on-time.yaml"
    broken.write_bytes(broken.read_bytes().replace(b"act: denial", b"act: denail"))
    before = contents(base_folder)
    words = ["--records", str(base_folder)]
    assert run(["rename", "ferry-company", "the-company", *words]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "error[S004]: `act` cannot be `denail`" in output.err
    assert contents(base_folder) == before
    assert run(["rename", "north-ferry", "ferry-of-the-north", *words]) == 0


def test_the_command_refuses_what_would_be_an_error(
    base_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = "2021-03-08-gazette-late"
    assert run(["rename", "2021-03-04-departure", new, "--records", str(base_folder)]) == 1
    assert "error[T013]" in capsys.readouterr().err
    assert contents(base_folder) == FILES


# All or nothing


@pytest.mark.parametrize("failing", range(1, 8))
def test_all_files_change_or_none(
    failing: int, base_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = rename(FILES, dataset_of(FILES), SOURCE, "2020-gazette-late")
    changes = [
        *(FileChange(path=p, before=FILES.get(p), after=c) for p, c in done.files.items()),
        FileChange(path=done.old_path, before=FILES[done.old_path], after=None),
    ]
    count = 0
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == failing:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(WriteError, match="No space left on device"):
        change_files(base_folder, changes)
    assert contents(base_folder) == FILES
    assert not (base_folder / "sources/2020").exists()


def test_a_file_changed_meanwhile_stops_it(base_folder: Path) -> None:
    done = rename(FILES, dataset_of(FILES), "gazette", "harbour-gazette")
    (base_folder / SOURCE_FILE).write_bytes(b"id: other\n")
    before = contents(base_folder)
    changes = [FileChange(path=p, before=FILES.get(p), after=c) for p, c in done.files.items()]
    with pytest.raises(WriteError, match="changed meanwhile"):
        change_files(base_folder, changes)
    assert contents(base_folder) == before


def test_nothing_is_overwritten(base_folder: Path) -> None:
    with pytest.raises(WriteError, match="is there already"):
        change_files(base_folder, [FileChange(path="dataset.yaml", before=None, after=b"x")])
    assert contents(base_folder) == FILES


def test_the_kinds_of_a_file_keep_names_apart() -> None:
    topic = FILES["actors/ferry-company.yaml"].replace(b"id: ferry-company", b"id: topics")
    files = {**FILES, "actors/topics.yaml": topic.replace(b"Ferry Company", b"Topics Ltd")}
    checked = validate([File(path, content) for path, content in files.items()], today=TODAY)
    assert checked.dataset is not None
    assert checked.dataset["topics"].kind is Kind.ACTOR
    done = rename(files, checked.dataset, "topics", "topics-limited")
    assert done.old_path == "actors/topics.yaml"


def test_what_was_checked_before_is_not_checked_again(
    base_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_CACHE_DIR", str(tmp_path / "cache"))
    readings: list[str] = []
    monkeypatch.setattr(
        again, "read", lambda file, root: readings.append(file.path) or read(file, root)
    )
    first = open_desk(base_folder)
    assert set(readings) == set(FILES)
    readings.clear()
    second = open_desk(base_folder)
    done = rename_record(second, SOURCE, f"{SOURCE}-again", write=False)
    assert second.report == first.report
    assert sorted(readings) == sorted(done.files)
