"""What is compared: folders, releases and revisions; and what the command prints of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from disk import change

from onrecord import versions
from onrecord.cli import run
from onrecord.dataset import Dataset
from onrecord.diagnostics import InvalidRecordsError
from onrecord.diff import compare
from onrecord.models import FORMAT
from onrecord.releases import ReleaseError, dataset_in
from onrecord.reporters.changes import FORMATS, render_changes
from onrecord.storage.revisions import RevisionError, read_revision

Files = dict[str, bytes]
EVENT = "events/2021/2021-03-04-departure.yaml"


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
