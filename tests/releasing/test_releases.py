"""Releases that say what changed, and hold up when they are verified."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from disk import change, raise_version
from pyarrow import parquet as pq

from onrecord import api, versions
from onrecord.cli import run
from onrecord.diff import apply, compare, parse_delta
from onrecord.exports import data_hash
from onrecord.exports.manifest import sums
from onrecord.models import FORMAT
from onrecord.releases import ReleaseError, parse_manifest
from onrecord.releases.verifying import Check, Verification, verify_files
from onrecord.storage.releases import NoReleaseError, read_release

Files = dict[str, bytes]
EVENT = "events/2021/2021-03-04-departure.yaml"


# What changed


def test_a_release_says_what_changed_since_the_one_before(first: Path, second: Path) -> None:
    files = read_release(second)
    told = json.loads(files["changes.json"])
    old, new = api.release_dataset(first), api.release_dataset(second)
    assert told["from"] == {"version": "2021.3.0", "data_hash": data_hash(old)}
    assert told["to"] == {"version": "2021.4.0", "data_hash": data_hash(new)}
    assert {name: count for name, count in told["counts"].items() if count} == {"facts": 1}
    (found,) = told["changes"]
    assert found["id"] == "2021-03-04-departure"
    assert [(each["path"], each["before"], each["after"]) for each in found["fields"]] == [
        (["date"], "2021-03-04", "2021-03-04?")
    ]
    page = files["CHANGES.md"].decode()
    assert page.startswith("# Changes from 2021.3.0 to 2021.4.0\n")
    assert "    - `date`: `2021-03-04` → `2021-03-04?`\n" in page
    delta = parse_delta(files["delta.jsonl"])
    assert data_hash(apply(old, delta)) == data_hash(new)
    assert not compare(apply(old, delta), new)
    listed = {each.name: each for each in parse_manifest(files["manifest.json"]).files}
    assert {"CHANGES.md", "changes.json", "delta.jsonl"} <= set(listed)
    assert listed["delta.jsonl"].rows == 2
    assert list(listed) == sorted(listed)
    assert summed(files) == files["SHA256SUMS"]


def test_a_version_must_come_after_the_one_before(first: Path, base_folder: Path) -> None:
    with pytest.raises(ReleaseError, match=r"version 2021\.3\.0 does not come after 2021\.3\.0"):
        api.build(base_folder, base_folder.parent / "out", previous=first)
    assert not (base_folder.parent / "out").exists()


def test_an_id_that_vanishes_stops_a_release(first: Path, base_folder: Path) -> None:
    raise_version(base_folder)
    (base_folder / "systems/north-ferry.yaml").unlink()
    dataset = api.check(base_folder).dataset
    assert dataset is not None
    with pytest.raises(ReleaseError, match=r"1 id of 2021\.3\.0 would lead nowhere: north-ferry"):
        api.release_files(dataset, api.release_dataset(first))


def test_a_folder_that_is_no_release_is_not_the_one_before(base_folder: Path) -> None:
    with pytest.raises(NoReleaseError, match=r"holds no manifest\.json"):
        api.build(base_folder, base_folder.parent / "out", previous=base_folder)
    (base_folder / "SHA256SUMS").touch()
    with pytest.raises(ReleaseError, match=r"holds no onrecord\.json"):
        api.build(base_folder, base_folder.parent / "out", previous=base_folder)


# Verify


def failed(found: Verification) -> set[str]:
    return {each.check.value for each in found.problems}


def test_a_release_holds(first: Path, second: Path, base_folder: Path) -> None:
    found = versions.verify(second, records=base_folder, previous=first)
    assert (found.problems, dict(found.skipped)) == ((), {})
    assert found.version == "2021.4.0"
    alone = versions.verify(first)
    assert alone.ok
    assert {check.value for check in alone.skipped} == {"delta", "rebuild"}


def entry_of(files: Files, name: str, **more: Any) -> None:
    """Puts what the manifest says of a file right after a change, so that only the change shows."""
    manifest = json.loads(files["manifest.json"])
    for each in manifest["files"]:
        if each["name"] == name:
            each["bytes"] = len(files[name])
            each["sha256"] = hashlib.sha256(files[name]).hexdigest()
            each.update(more)
    files["manifest.json"] = json.dumps(manifest).encode()
    resum(files)


def summed(files: Mapping[str, bytes]) -> bytes:
    """What SHA256SUMS should say of the other files."""
    others = {name: each for name, each in files.items() if name != "SHA256SUMS"}
    return sums({name: hashlib.sha256(each).hexdigest() for name, each in others.items()})


def resum(files: Files) -> None:
    files["SHA256SUMS"] = summed(files)


def rewrite(name: str, old: bytes, new: bytes) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
        entry_of(files, name)

    return spoil


def in_manifest(**change: Any) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        manifest = json.loads(files["manifest.json"])
        files["manifest.json"] = json.dumps({**manifest, **change}).encode()
        resum(files)

    return spoil


def other_table(name: str, edit: Callable[[pa.Table], pa.Table]) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        buffer = io.BytesIO()
        table = edit(pq.read_table(io.BytesIO(files[name])))
        pq.write_table(table, buffer)
        files[name] = buffer.getvalue()
        entry_of(files, name)

    return spoil


def upper(column: str) -> Callable[[pa.Table], pa.Table]:
    def edit(table: pa.Table) -> pa.Table:
        place = table.column_names.index(column)
        values = [None if each is None else each.upper() for each in table[column].to_pylist()]
        return table.set_column(place, table.schema.field(place), pa.array(values))

    return edit


def drop_line(files: Files) -> None:
    lines = files["actors.jsonl"].splitlines(keepends=True)
    files["actors.jsonl"] = b"".join(lines[:-1])
    entry_of(files, "actors.jsonl", rows=len(lines) - 1)


@pytest.mark.parametrize(
    ("spoil", "checks", "says"),
    [
        (lambda f: f.update({"actors.jsonl": f["actors.jsonl"] + b"\n"}), {"sums", "rows", "lines"},
         "actors.jsonl: has"),
        (lambda f: f.update({"CITATION.cff": f["CITATION.cff"][::-1]}), {"sums"},
         "its SHA-256 is not the one in the manifest"),
        (lambda f: f.pop("actors.parquet"), {"sums", "parquet"}, "listed in the manifest and not"),
        (lambda f: f.update({"extra.txt": b""}), {"sums"}, "there and not listed"),
        (lambda f: f.pop("SHA256SUMS"), {"sums"}, "SHA256SUMS: is not there"),
        (lambda f: f.update({"SHA256SUMS": b"0 x\n" + f["SHA256SUMS"]}), {"sums"},
         "does not hold: 0 x"),
        (lambda f: f.pop("manifest.json"), {"manifest"}, "not the manifest"),
        (in_manifest(format=FORMAT + 1), {"manifest"}, "install a newer onrecord"),
        (in_manifest(format=0), {"manifest"}, "no version of the record format"),
        (in_manifest(data_hash="0" * 64), {"hash"}, "data_hash is 000"),
        (in_manifest(records={}), {"rows"}, "the manifest says None"),
        (rewrite("onrecord.json", b'"country":"', b'"country":"X'), {"data"}, "country"),
        (rewrite("onrecord.json", b'"id":"gazette"', b'"id":"harbour-office"'), {"data"},
         "the id 'harbour-office' comes twice"),
        (rewrite("onrecord.json", b'{', b''), {"data"}, "not the data of a release"),
        (rewrite("onrecord.json", b'"title":"The ferry: a', b'"title":"A'), {"data"},
         "its metadata is not that of the manifest"),
        (rewrite("onrecord.json", b'"developer":"', b'"developer":"no-'),
         {"references", "hash", "lines", "parquet"}, "developer names 'no-"),
        (rewrite("onrecord.json", b'"category":"boat"', b'"category":"ship"'),
         {"references", "hash", "lines", "parquet"}, "'ship', no term of system-categories"),
        (rewrite("events.jsonl", b"The ferry leaves", b"The ferry left"), {"lines"},
         "events.jsonl: line"),
        (drop_line, {"lines"}, "actors.jsonl: line 4 is not the record"),
        (other_table("actors.parquet", upper("country")), set(), ""),
        (other_table("actors.parquet", upper("id")), {"parquet"}, "row 1: id is not what"),
        (other_table("actors.parquet", lambda t: t.slice(1)), {"parquet"}, "has 3 rows, and 4"),
        (other_table("actors.parquet", lambda t: t.drop_columns(["country"])), set(), ""),
        (lambda f: (f.update({"actors.parquet": b"PAR1"}), entry_of(f, "actors.parquet")),
         {"parquet"}, "is not Parquet"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_found(
    first: Path, spoil: Callable[[Files], None], checks: set[str], says: str
) -> None:
    files = read_release(first)
    spoil(files)
    found = verify_files(files)
    assert failed(found) == checks
    assert not checks or any(says in str(each) for each in found.problems), found.problems


def test_without_pyarrow_the_other_checks_are_made(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    found = verify_files(read_release(first))
    assert found.ok
    assert found.skipped[Check.PARQUET].startswith("pyarrow is not installed: pip install")
    assert Check.LINES not in found.skipped


def delta_line(files: Files, line: bytes) -> None:
    files["delta.jsonl"] += line + b"\n"
    entry_of(files, "delta.jsonl", rows=files["delta.jsonl"].count(b"\n"))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda f: f.pop("delta.jsonl"), "delta.jsonl: is not there"),
        (lambda f: delta_line(f, b'{"op":"remove","kind":"actor","id":"x"}'), "cannot remove"),
        (lambda f: delta_line(f, b'{"op":"remove","kind":"system","id":"north-ferry"}'),
         "what it makes of the release before it is not this release"),
        (lambda f: delta_line(f, b"?"), "line 3 of the delta is none"),
        (rewrite("delta.jsonl", b'"from":{"version":"2021.3', b'"from":{"version":"2021.2'),
         "begins at 2021.2.0"),
        (rewrite("CHANGES.md", b"Changes", b"No changes"), "CHANGES.md: does not tell"),
        (rewrite("changes.json", b'"facts": 1', b'"facts": 0'), "changes.json: does not tell"),
    ],
)  # fmt: skip
def test_a_delta_that_does_not_lead_here_is_found(
    first: Path, second: Path, spoil: Callable[[Files], None], says: str
) -> None:
    files = read_release(second)
    told = {name: files[name] for name in ("CHANGES.md", "changes.json", "delta.jsonl")}
    spoil(files)
    found = verify_files(files, previous=read_release(first), told=told)
    assert any(each.check is Check.DELTA and says in str(each) for each in found.problems)


def test_records_that_have_changed_since_give_other_bytes(first: Path, base_folder: Path) -> None:
    assert versions.verify(first, records=base_folder).ok
    change(base_folder, EVENT, "title: The ferry leaves", "title: The ferry left")
    found = versions.verify(first, records=base_folder)
    assert failed(found) == {"rebuild"}
    files = {each.file for each in found.problems}
    assert {"onrecord.json", "events.jsonl", "events.parquet", "manifest.json"} <= files
    assert "actors.jsonl" not in files


def test_the_command_says_it_with_its_exit_code(
    first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", str(first)]) == 0
    assert capsys.readouterr().out.endswith(": verified\n")
    files = read_release(first)
    for name, content in files.items():
        target = tmp_path / "spoilt" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content[:-1] if name == "actors.csv" or name == "links.csv" else content)
    (tmp_path / "spoilt/mine.txt").write_text("x")
    assert run(["verify", str(tmp_path / "spoilt")]) == 1
    out = capsys.readouterr().out
    assert "failed   sums" in out
    assert "mine.txt: there and not listed in the manifest" in out
    assert run(["verify", str(tmp_path / "spoilt"), "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["checks"][1]["result"]) == (False, "failed")
    assert run(["verify", str(tmp_path / "nothing")]) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_a_folder_that_is_no_release_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home/photos").mkdir(parents=True)
    (tmp_path / "home/photos/large.raw").write_bytes(b"large")
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} is read"))
    with pytest.raises(NoReleaseError, match=r"home: holds no manifest\.json; give the folder of"):
        versions.verify(tmp_path / "home")


def test_a_link_in_a_release_is_not_followed(first: Path, tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    (tmp_path / "release/manifest.json").symlink_to(first / "manifest.json")
    with pytest.raises(NoReleaseError, match=r"manifest\.json is not a file of its own"):
        read_release(tmp_path / "release")
