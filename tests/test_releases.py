"""Releases that say what changed, hold up when they are verified, and lie in a channel for good."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

import onrecord
from onrecord import api, versions
from onrecord.cli import run
from onrecord.dataset import Dataset
from onrecord.diagnostics import InvalidRecordsError
from onrecord.diff import apply, compare, parse_delta
from onrecord.exports import data_hash
from onrecord.exports.manifest import sums
from onrecord.models import FORMAT
from onrecord.releases import ChannelError, ReleaseError, dataset_in, parse_index, parse_manifest
from onrecord.releases.verifying import Check, Verification, verify_files
from onrecord.reporters.changes import FORMATS, render_changes
from onrecord.storage.releases import NoReleaseError, add_release, read_release
from onrecord.storage.revisions import RevisionError, read_revision
from onrecord.storage.writing import WriteError

Files = dict[str, bytes]
STATEMENT = "statements/2021/2021-03-05-harbour-master-left-late.yaml"
EVENT = "events/2021/2021-03-04-departure.yaml"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of the test's own."""
    monkeypatch.setenv("ONRECORD_CACHE_DIR", str(tmp_path / "cache"))


def change(folder: Path, path: str, old: str, new: str) -> None:
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def raise_version(folder: Path, version: str = "2021.4.0") -> None:
    change(folder, "dataset.yaml", '"2021.3.0"', f'"{version}"')


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, base: Dataset) -> Path:
    """A release of the small dataset."""
    out = tmp_path_factory.mktemp("first") / "release"
    from onrecord.storage import write_release

    write_release(out, api.release_files(base))
    return out


@pytest.fixture
def second(first: Path, base_folder: Path, tmp_path: Path) -> Path:
    """The release after it, in which a date has changed."""
    raise_version(base_folder)
    change(base_folder, EVENT, "date: 2021-03-04", "date: 2021-03-04?")
    api.build(base_folder, tmp_path / "second", previous=first)
    return tmp_path / "second"


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
    assert (
        sums({name: each for name, each in files.items() if name != "SHA256SUMS"})
        == (files["SHA256SUMS"])
    )


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


def resum(files: Files) -> None:
    files["SHA256SUMS"] = sums({name: each for name, each in files.items() if name != "SHA256SUMS"})


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


def test_a_link_in_a_release_is_not_followed(first: Path, tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    (tmp_path / "release/manifest.json").symlink_to(first / "manifest.json")
    with pytest.raises(NoReleaseError, match=r"manifest\.json is not a file of its own"):
        read_release(tmp_path / "release")


# A channel


def test_releases_lie_in_a_channel_and_are_never_rewritten(
    first: Path, second: Path, tmp_path: Path
) -> None:
    channel = tmp_path / "channel"
    done = versions.publish(first, channel)
    assert (done.version, done.out) == ("2021.3.0", str(channel / "2021.3.0"))
    assert read_release(channel / "2021.3.0") == read_release(first)
    versions.publish(second, channel)
    before = {path: path.read_bytes() for path in channel.rglob("*") if path.is_file()}
    with pytest.raises(ChannelError, match=r"2021\.4\.0 is in the channel; a version is never"):
        versions.publish(second, channel)
    assert {path: path.read_bytes() for path in channel.rglob("*") if path.is_file()} == before
    index = parse_index((channel / "index.json").read_bytes())
    assert [each.version for each in index.versions] == ["2021.4.0", "2021.3.0"]
    assert index.find().data_hash == data_hash(api.release_dataset(second))
    assert done.size == index.find("2021.3.0").size


def test_an_older_release_is_not_published_after_a_newer(
    first: Path, second: Path, tmp_path: Path
) -> None:
    versions.publish(second, tmp_path / "channel")
    with pytest.raises(ChannelError, match=r"2021\.3\.0 is older than 2021\.4\.0"):
        versions.publish(first, tmp_path / "channel")
    assert not (tmp_path / "channel/2021.3.0").exists()


def test_a_release_that_loses_an_id_is_not_published(
    first: Path, base_folder: Path, tmp_path: Path
) -> None:
    versions.publish(first, tmp_path / "channel")
    raise_version(base_folder)
    (base_folder / "claims/ferry-carried-over-200.yaml").unlink()
    for path in ("statements", "events"):
        for file in (base_folder / path).rglob("*.yaml"):
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("ferry-carried-over-200", "ferry-left-on-time"), "utf-8")
    api_files = api.release_files(versions.dataset_at(base_folder))
    for name, content in api_files.items():
        target = tmp_path / "lossy" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    with pytest.raises(ReleaseError, match=r"1 id of 2021\.3\.0 would lead nowhere: ferry-carried"):
        versions.publish(tmp_path / "lossy", tmp_path / "channel")
    assert not (tmp_path / "channel/2021.4.0").exists()


def test_a_release_that_does_not_hold_is_not_published(first: Path, tmp_path: Path) -> None:
    files = read_release(first)
    files["actors.jsonl"] += b"\n"
    for name, content in files.items():
        target = tmp_path / "spoilt" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    with pytest.raises(ReleaseError, match=r"actors\.jsonl: has .* see 'onrecord verify'"):
        versions.publish(tmp_path / "spoilt", tmp_path / "channel")
    assert not (tmp_path / "channel").exists()


def test_what_an_interruption_left_is_taken_only_if_it_is_the_same(
    first: Path, tmp_path: Path
) -> None:
    channel = tmp_path / "channel"
    files = read_release(first)

    def stop(_: bytes | None) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_release(channel, "2021.3.0", files, stop)
    assert [path.name for path in channel.iterdir()] == [".lock"]
    (channel / "2021.3.0").mkdir()
    (channel / "2021.3.0/manifest.json").write_bytes(b"{}")
    with pytest.raises(WriteError, match="with other files; a version is never rewritten"):
        versions.publish(first, channel)
    assert (channel / "2021.3.0/manifest.json").read_bytes() == b"{}"
    (channel / "2021.3.0/manifest.json").unlink()
    (channel / "2021.3.0").rmdir()
    versions.publish(first, channel)
    (channel / "index.json").unlink()
    versions.publish(first, channel)
    assert parse_index((channel / "index.json").read_bytes()).find().version == "2021.3.0"


def test_what_was_published_is_loaded(first: Path, base: Dataset, tmp_path: Path) -> None:
    versions.publish(first, tmp_path / "channel")
    loaded = onrecord.load(version="2021.3.0", source=tmp_path / "channel")
    assert list(loaded) == list(base)
    assert not compare(loaded, base)


def test_the_commands_publish_and_fetch(
    first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    channel, out = str(tmp_path / "channel"), str(tmp_path / "out")
    assert run(["publish", str(first), "--channel", channel]) == 0
    assert capsys.readouterr().out.startswith("published version 2021.3.0 (")
    assert run(["publish", str(first), "--channel", channel]) == 2
    assert "a version is never rewritten" in capsys.readouterr().err
    assert run(["fetch", "2021.3.0", "--from", channel, "--out", out, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == "2021.3.0"
    assert read_release(out) == read_release(first)
    assert run(["fetch", "2021.9.0", "--from", channel]) == 2
    assert "the channel has no release 2021.9.0" in capsys.readouterr().err


# Diff


@pytest.fixture
def checkout(base_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small dataset in a git repository, as the place to be."""
    root = base_folder.parent
    name = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    for command in (["init", "-q"], ["add", "records"], [*name, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    subprocess.run(["git", "tag", "first"], cwd=root, check=True)
    monkeypatch.chdir(root)
    return root


def test_a_revision_is_read_as_the_folder_was(checkout: Path, base_files: Files) -> None:
    files = read_revision("first")
    assert {file.path: file.content for file in files} == base_files
    change(checkout / "records", EVENT, "title: The ferry leaves", "title: The ferry left")
    assert {file.path: file.content for file in read_revision("HEAD")} == base_files


@pytest.mark.parametrize(
    ("revision", "folder", "says"),
    [
        ("nonesuch", "records", "no such file or folder, and no revision"),
        ("--help", "records", "no revision begins with a hyphen"),
        ("HEAD", "other", "no folder other in this revision"),
        ("HEAD:records", "records", "no such file or folder"),
    ],
)
@pytest.mark.usefixtures("checkout")
def test_a_revision_that_is_not_there_is_said(revision: str, folder: str, says: str) -> None:
    with pytest.raises(RevisionError, match=says):
        read_revision(revision, folder=folder)


def test_a_link_in_a_revision_is_not_followed(checkout: Path) -> None:
    (checkout / "records/actors/link.yaml").symlink_to("/etc/passwd")
    subprocess.run(["git", "add", "records"], cwd=checkout, check=True)
    tree = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "y"],
        cwd=checkout,
        check=True,
    )
    assert tree.returncode == 0
    with pytest.raises(InvalidRecordsError, match="HEAD: 1 file cannot be read as records"):
        versions.dataset_at("HEAD")


def test_every_sort_of_place_is_compared(
    checkout: Path, first: Path, base: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in ("HEAD", "records", ".", first, first / "onrecord.json"):
        assert not compare(versions.dataset_at(place), base)
    change(checkout / "records", EVENT, "date: 2021-03-04", "date: 2021-03-04?")
    assert run(["diff", "HEAD"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Facts changed\n  event 2021-03-04-departure\n")
    assert "    date: 2021-03-04 → 2021-03-04?\n" in out
    assert out.endswith("\n2021.3.0 → 2021.3.0: 1 record differs (facts 1)\n")
    assert run(["diff", "HEAD", "--exit-code"]) == 1
    assert run(["diff", "HEAD", "HEAD", "--exit-code"]) == 0
    capsys.readouterr()
    assert run(["diff", str(first), "records", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["facts"] == 1
    assert run(["diff", "nonesuch", "records"]) == 2
    assert "no revision of the checkout here" in capsys.readouterr().err


def test_records_that_a_rule_objects_to_are_compared_and_unreadable_ones_are_not(
    base_folder: Path, base: Dataset
) -> None:
    change(base_folder, EVENT, "date: 2021-03-04", "date: 2099-03-04")
    assert compare(base, versions.dataset_at(base_folder)).counts["facts"] == 1
    change(base_folder, EVENT, "date: 2099-03-04", "dtae: 2021-03-04")
    with pytest.raises(InvalidRecordsError, match="1 file cannot be read as records"):
        versions.dataset_at(base_folder)


def test_the_formats_of_changes_are_those_of_the_command() -> None:
    from onrecord.cli.diff import FORMATS as OFFERED

    assert tuple(FORMATS) == OFFERED


def test_markdown_takes_nothing_of_a_record_for_markup(base: Dataset, base_folder: Path) -> None:
    change(base_folder, EVENT, "title: The ferry leaves", 'title: "*`a` ``b`` <b>|#_[x](y)"')
    page = render_changes(compare(base, versions.dataset_at(base_folder)), "markdown")
    assert r": \*\`a\` \`\`b\`\` \<b\>\|\#\_\[x\](y)" in page
    assert "→ ```*`a` ``b`` <b>|#_[x](y)```" in page


def test_what_is_no_data_of_a_release_is_refused() -> None:
    for content in (b"", b"[]", b"{}", b'{"metadata": 1}', b"\xff", b"[" * 10_000):
        with pytest.raises(ReleaseError, match="not the data of a release"):
            dataset_in(content)
    newer = json.dumps({"metadata": {"format": FORMAT + 1}}).encode()
    with pytest.raises(ReleaseError, match="install a newer onrecord"):
        dataset_in(newer)
