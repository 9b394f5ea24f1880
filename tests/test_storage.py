"""The disk: what is read and what is refused; releases that are whole or not at all; the cache."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from disk import put, unprivileged

from onrecord import storage
from onrecord.storage import FileProblem, NoRecordsError

SOURCE = Path(__file__).parent.parent / "src"


def seen(root: Path) -> dict[str, FileProblem | None]:
    return {file.path: file.problem for file in storage.read_records(root)}


# Reading


def test_files_come_sorted_with_their_bytes(tmp_path: Path) -> None:
    for path in ("sources/b.yaml", "dataset.yaml", "sources/a.yaml", "events/2022/c.yaml"):
        put(tmp_path, path, path.encode())
    files = list(storage.read_records(tmp_path))
    assert [(file.path, file.content) for file in files] == [
        (path, path.encode())
        for path in ("dataset.yaml", "events/2022/c.yaml", "sources/a.yaml", "sources/b.yaml")
    ]
    assert {file.problem for file in files} == {None}


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_a_file_is_read_to_its_end(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    put(tmp_path, "a.yaml", content)
    assert storage.read_record(tmp_path, "a.yaml") == storage.RecordFile(
        path="a.yaml", content=content
    )


def test_a_file_past_the_limit_is_not_taken_in(tmp_path: Path) -> None:
    put(tmp_path, "fits.yaml", b"x" * 1000)
    put(tmp_path, "over.yaml", b"x" * 1001)
    with put(tmp_path, "huge.yaml").open("wb") as file:
        file.truncate(10**11)  # holds nothing on the disk, but would not fit in memory
    files = {file.path: file for file in storage.read_records(tmp_path, max_bytes=1000)}
    assert files["fits.yaml"].content == b"x" * 1000
    for name in ("over.yaml", "huge.yaml"):
        assert (files[name].problem, files[name].content) == (FileProblem.TOO_LARGE, b"")


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    for path in ("a.yaml", ".b.yaml", ".git/c.yaml", "sources/.d.yaml"):
        put(tmp_path, path)
    assert seen(tmp_path) == {"a.yaml": None}


def test_links_are_never_followed(tmp_path: Path) -> None:
    root = tmp_path / "records"
    put(root, "a.yaml")
    put(tmp_path, "outside/secret.yaml", b"secret")
    (root / "file.yaml").symlink_to(tmp_path / "outside/secret.yaml")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "loop").symlink_to(root)
    (root / "self.yaml").symlink_to("self.yaml")
    (root / "gone.yaml").symlink_to("nowhere.yaml")
    link = FileProblem.LINK
    assert seen(root) == {
        "a.yaml": None,
        "file.yaml": link,
        "folder": link,
        "gone.yaml": link,
        "loop": link,
        "self.yaml": link,
    }
    assert b"secret" not in {file.content for file in storage.read_records(root)}


def test_a_link_put_in_a_files_place_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "secret", b"secret")
    put(tmp_path, "records/a.yaml")
    files = storage.read_records(tmp_path / "records")
    (tmp_path / "records/a.yaml").unlink()
    (tmp_path / "records/a.yaml").symlink_to(tmp_path / "secret")
    (file,) = files
    assert (file.problem, file.content) == (FileProblem.UNREADABLE, b"")


def test_pipes_and_sockets_do_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.yaml")
        assert seen(tmp_path) == {
            "a.yaml": None,
            "pipe.yaml": FileProblem.NOT_A_FILE,
            "socket.yaml": FileProblem.NOT_A_FILE,
        }


def test_a_pipe_put_in_a_files_place_does_not_block(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml")
    files = storage.read_records(tmp_path)
    (tmp_path / "a.yaml").unlink()
    os.mkfifo(tmp_path / "a.yaml")
    (file,) = files
    assert file.content == b""


def test_a_file_that_vanishes_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml")
    files = storage.read_records(tmp_path)
    (tmp_path / "a.yaml").unlink()
    (file,) = files
    assert (file.problem, file.detail) == (FileProblem.UNREADABLE, "No such file or directory")


def test_what_is_not_yaml_says_what_to_do(tmp_path: Path) -> None:
    for path in ("a.yaml", "b.yml", "C.YAML", "notes.txt", "d.yaml~"):
        put(tmp_path, path)
    files = {file.path: file for file in storage.read_records(tmp_path)}
    wrong = {path: file.detail for path, file in files.items() if file.problem}
    assert wrong == {
        "b.yml": "rename it to b.yaml",
        "C.YAML": "rename it to C.yaml",
        "notes.txt": "only YAML files belong here",
        "d.yaml~": "only YAML files belong here",
    }
    assert {files[path].problem for path in wrong} == {FileProblem.NOT_YAML}


@pytest.mark.parametrize(
    ("first", "second"),
    [("A.yaml", "a.yaml"), ("Sources/a.yaml", "sources/a.yaml"), ("e\u0301.yaml", "\u00e9.yaml")],
)
def test_names_that_another_system_takes_for_one(tmp_path: Path, first: str, second: str) -> None:
    put(tmp_path, first)
    put(tmp_path, second)
    files = {file.path: file for file in storage.read_records(tmp_path)}
    assert files[first].problem is None
    assert files[second].problem is FileProblem.CASE_CLASH
    assert first in files[second].detail


def test_a_name_that_is_not_utf8_can_be_shown(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yaml")).write_bytes(b"x")
    assert seen(tmp_path) == {"a.yaml": None, "\\xff.yaml": FileProblem.NAME}


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda _: None, "there is no such folder"),
        (lambda path: path.write_text("x"), "this is a file"),
        (lambda path: path.mkdir(), "no file here ends in .yaml"),
        (lambda path: put(path, "a.txt"), "no file here ends in .yaml"),
    ],
    ids=["missing", "file", "empty", "other files"],
)
def test_a_folder_without_records_is_wrong_use(
    tmp_path: Path, make: Callable[[Path], Any], says: str
) -> None:
    make(tmp_path / "x")
    with pytest.raises(NoRecordsError, match=says):
        storage.read_records(tmp_path / "x")


def test_what_permissions_forbid_is_a_problem(shared: Path) -> None:
    put(shared, "a.yaml")
    put(shared, "b.yaml").chmod(0)
    put(shared, "shut/c.yaml").parent.chmod(0)
    with unprivileged():
        files = list(storage.read_records(shared))
    (shared / "shut").chmod(0o755)
    assert [(file.path, file.problem, file.detail) for file in files] == [
        ("a.yaml", None, ""),
        ("b.yaml", FileProblem.UNREADABLE, "Permission denied"),
        ("shut", FileProblem.UNREADABLE, "the folder cannot be listed: Permission denied"),
    ]


def test_a_root_that_permissions_shut_is_wrong_use(shared: Path) -> None:
    put(shared, "shut/c.yaml").parent.chmod(0)
    with unprivileged(), pytest.raises(NoRecordsError, match="cannot be listed: Permission denied"):
        storage.read_records(shared / "shut")
    (shared / "shut").chmod(0o755)


def test_the_records_of_a_checkout_are_found(tmp_path: Path) -> None:
    put(tmp_path, "records/dataset.yaml")
    assert storage.records_root(tmp_path) == tmp_path / "records"
    assert storage.records_root(tmp_path / "records") == tmp_path / "records"
    assert storage.records_root(storage.checkout_records()) == SOURCE.parent / "records"


@pytest.mark.parametrize(
    ("there", "asked", "told"),
    [
        (
            "records/dataset.yaml",
            "records/events/2022",
            "give the folder that holds it: {}/records",
        ),
        ("records/dataset.yml", "records", "rename dataset.yml to dataset.yaml"),
        ("records/Dataset.yaml", "records", "rename Dataset.yaml to dataset.yaml"),
        ("own/data/dataset.yaml", "own", "give the folder that holds it: {}/own/data"),
        ("own/a.yaml", "own", "give the folder that holds it, or write it: see"),
    ],
)
def test_where_no_dataset_is_what_to_do_is_told(
    tmp_path: Path, there: str, asked: str, told: str
) -> None:
    put(tmp_path, there)
    put(tmp_path, f"{asked}/a.yaml")
    with pytest.raises(NoRecordsError) as caught:
        storage.dataset_root(tmp_path / asked)
    said = f"{tmp_path / asked}: no dataset.yaml here; {told.format(tmp_path)}"
    assert str(caught.value).startswith(said)


def test_the_folder_to_give_is_told_as_the_other_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "records/dataset.yaml")
    put(tmp_path, "records/events/a.yaml")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoRecordsError, match=r"give the folder that holds it: records$"):
        storage.dataset_root("records/events")
    assert storage.dataset_root(".") == Path("records")


# Single files


def held(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def around(out: Path) -> list[str]:
    """What stands in the folder of a release beside it."""
    return sorted(path.name for path in out.parent.iterdir() if path != out)


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    path = put(tmp_path, "a.yaml", b"old")
    path.chmod(0o640)
    storage.write_text_atomic(path, "é\r\n\n")
    assert path.read_bytes() == b"\xc3\xa9\r\n\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert around(path) == []


def test_a_linked_file_is_written_through(tmp_path: Path) -> None:
    put(tmp_path, "real.yaml", b"old")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    storage.write_text_atomic(tmp_path / "link.yaml", "new")
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text(encoding="utf-8") == "new"


def test_equal_files_are_left_alone(tmp_path: Path) -> None:
    same = put(tmp_path, "out/same", b"1")
    os.utime(same, ns=(1, 1))
    storage.write_files(tmp_path / "out", {"same": b"1", "sub/other": b"2"})
    assert held(tmp_path / "out") == {"same": b"1", "sub/other": b"2"}
    assert same.stat().st_mtime_ns == 1


# The cache


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ONRECORD_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


KEY = "0" * 64


def test_what_is_stored_is_found(kept: Path) -> None:
    assert storage.cached(KEY) is None
    storage.store(KEY, b"content")
    assert storage.cached(KEY) == b"content"
    assert [path.name for path in kept.iterdir()] == [KEY]


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b[:3], lambda b: b + b"x", lambda _: b""]
)
def test_a_corrupt_entry_is_not_found_and_is_written_anew(
    kept: Path, spoil: Callable[[bytes], bytes]
) -> None:
    storage.store(KEY, b"content")
    (kept / KEY).write_bytes(spoil((kept / KEY).read_bytes()))
    assert storage.cached(KEY) is None
    storage.store(KEY, b"content")
    assert storage.cached(KEY) == b"content"


def test_an_empty_name_turns_the_cache_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("ONRECORD_CACHE_DIR", "")
    storage.store(KEY, b"content")
    assert storage.cached(KEY) is None
    assert list(tmp_path.iterdir()) == []


def test_the_cache_is_where_the_system_keeps_caches(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ONRECORD_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert storage.cache_folder() == tmp_path / "onrecord"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # the specification has such a value ignored
    monkeypatch.setenv("HOME", str(tmp_path))
    assert storage.cache_folder() in (
        tmp_path / ".cache/onrecord",
        tmp_path / "Library/Caches/onrecord",
    )


def test_a_cache_that_cannot_be_written_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ONRECORD_CACHE_DIR", str(put(tmp_path, "file") / "cache"))
    storage.store(KEY, b"content")
    assert storage.cached(KEY) is None


def test_old_entries_go_and_nothing_else(kept: Path) -> None:
    put(kept, "mine.txt")
    for number in range(25):
        storage.store(f"{number:064}", b"content")
        os.utime(kept / f"{number:064}", (number, number))
    storage.store(KEY.replace("0", "f"), b"content")
    names = {path.name for path in kept.iterdir()}
    assert names == {"mine.txt", "f" * 64, *(f"{number:064}" for number in range(6, 25))}


def files_of(*pairs: tuple[str, bytes]) -> list[storage.RecordFile]:
    return [storage.RecordFile(path=path, content=content) for path, content in pairs]


def test_a_key_is_of_names_and_contents_in_any_order() -> None:
    a, b = ("a.yaml", b"1"), ("b.yaml", b"2")
    assert storage.cache_key(files_of(a, b)) == storage.cache_key(files_of(b, a))
    keys = [
        storage.cache_key(files_of(*pairs))
        for pairs in [
            (),
            (a,),
            (a, b),
            (("a.yaml", b"2"), ("b.yaml", b"1")),
            (("a.yaml", b"1b.yaml2"),),
            (("a.yaml1", b""), b),
        ]
    ]
    keys.append(storage.cache_key([storage.RecordFile(path="a.yaml", problem=FileProblem.LINK)]))
    assert len(set(keys)) == len(keys)
