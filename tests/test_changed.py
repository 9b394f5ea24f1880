"""What `--changed` shows: files that changed since a revision, and those that name them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.mending import fix, touched_since
from onrecord.rules.selection import Selection
from onrecord.validation import File
from onrecord.validation.scope import touched

SOURCE = "sources/2021/2021-03-06-gazette-company-answers.yaml"
CLAIM = "claims/ferry-left-on-time.yaml"
OFFICE = "actors/harbour-office.yaml"

Files = dict[str, bytes]


def _files(files: Files) -> list[File]:
    return [File(path, content) for path, content in files.items()]


def test_fixes_are_made_in_what_changed_alone(base_folder: Path) -> None:
    paths = [base_folder / CLAIM, base_folder / OFFICE]
    before = [path.read_text() for path in paths]
    for path, text in zip(paths, before, strict=True):
        path.write_text(text.replace("added: ", "added:  "))
    chosen = Selection(files=frozenset([str(paths[0])]))
    done = fix(base_folder, wanted=chosen.chooses)
    assert [one.place.file for one in done.mended] == [str(paths[0])]
    assert paths[0].read_text() == before[0]
    assert paths[1].read_text() != before[1]


def test_what_changed_is_asked_of_git(base_folder: Path) -> None:
    import subprocess

    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(base_folder), *words], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("config", "user.email", "a@example.org")
    git("config", "user.name", "A")
    git("add", ".")
    git("commit", "-q", "-m", "base")
    assert touched_since(base_folder, "main") == frozenset()
    (base_folder / OFFICE).write_text((base_folder / OFFICE).read_text() + "# remark\n")
    (base_folder / "actors/new-one.yaml").write_text("id: new-one\n")
    noting = base_folder / "actors/gazette.yaml"
    text = noting.read_text()
    noting.write_text(text.replace("added:", "note: Prints harbour-office first.\nadded:"))
    git("commit", "-q", "-m", "a note", "--", "actors/gazette.yaml")
    shown = f"{base_folder}/"
    touched = {path.removeprefix(shown) for path in touched_since(base_folder, "HEAD")}
    naming = {
        path.relative_to(base_folder).as_posix()
        for path in base_folder.rglob("*.yaml")
        if re.search(r"(?<![a-z0-9-])(harbour-office|new-one)(?![a-z0-9-])", path.read_text())
    } - {"actors/gazette.yaml"}
    assert {OFFICE, "actors/new-one.yaml"} < touched
    assert touched == naming


def test_who_uses_a_term_is_touched_by_its_vocabulary(base_files: Files) -> None:
    of_measures = {
        path for path, text in base_files.items() if re.search(rb"(?m)^ *(- )?measure:", text)
    }
    assert of_measures
    changed = {"vocabularies/measures.yaml"}
    assert touched(_files(base_files), changed) == of_measures | changed


def test_whatever_cannot_be_read_may_name_what_changed(base_files: Files) -> None:
    broken = base_files | {CLAIM: b"note: gazette: or not\n", SOURCE: b"id: [\n"}
    found = touched(_files(broken), {"actors/gazette.yaml"})
    assert CLAIM in found
    assert SOURCE not in found


@pytest.mark.parametrize(
    ("field", "value", "is_named"),
    [("publisher", "harbour-master", True), ("title", "By harbour-master", False)],
)
def test_what_a_source_has_instead_of_an_id_is_a_name(
    base_files: Files, field: str, value: str, is_named: bool
) -> None:
    path = next(each for each in sorted(base_files) if each.startswith("events/"))
    text = base_files[path].decode().replace("harbour-master", "harbour-office")
    wrong = text.replace("mode: ", f"differs:\n      {field}: {value}\n    mode: ", 1)
    assert wrong != text
    found = touched(_files(base_files | {path: wrong.encode()}), {"actors/harbour-master.yaml"})
    assert (path in found) is is_named


@pytest.mark.parametrize(
    ("base", "said"),
    [("no-such-branch", "git knows no revision 'no-such-branch' here"), ("--all", "no revision")],
)
def test_a_revision_that_is_not_there_is_told(base_folder: Path, base: str, said: str) -> None:
    import subprocess

    subprocess.run(["git", "init", "-q", str(base_folder)], check=True)
    with pytest.raises(Exception, match=said):
        touched_since(base_folder, base)


def test_without_git_it_is_told(base_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Exception, match="git is not installed"):
        touched_since(base_folder, "main")


def test_outside_of_a_repository_it_is_told(
    base_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(base_folder.parent))
    with pytest.raises(Exception, match="not in a git repository"):
        touched_since(base_folder, "main")
