"""The reference pages: nothing is left out, nothing leads nowhere, all is current."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from onrecord.api import check
from onrecord.cli import commands, run
from onrecord.cli.generate import generated_files
from onrecord.dataset import Dataset
from onrecord.exports.reference import reference_files
from onrecord.exports.schemas import json_schema
from onrecord.exports.snapshot import Snapshot
from onrecord.exports.tables import tables
from onrecord.models import MODELS, Kind
from onrecord.rules import all_rules
from onrecord.site import FOLDERS, PAGES
from onrecord.storage.generated import stale_files, write_generated

CHECKOUT = Path(__file__).parent.parent
BASE = Path(__file__).parent / "cases" / "base"


@cache
def _dataset() -> Dataset:
    dataset = check(BASE).dataset
    assert dataset is not None
    return dataset


@cache
def _pages() -> dict[str, str]:
    return {name: made.decode() for name, made in reference_files(_dataset()).items()}


@pytest.mark.parametrize("kind", MODELS)
def test_a_page_has_every_field_with_its_meaning_and_examples(kind: Kind) -> None:
    page = _pages()[f"format/{kind.value}.md"]
    model = MODELS[kind]
    for name, field in model.model_fields.items():
        section = page.split(f"\n### `{field.alias or name}`\n")[1].split("\n### ")[0]
        assert field.description
        assert field.description in section
        assert section.count("```yaml\n") == len(field.examples or ())
        assert (", required*" in section) is field.is_required()


def test_every_part_and_every_word_is_on_a_page() -> None:
    whole = "".join(_pages().values())
    for kind in MODELS:
        for name, part in json_schema(kind).get("$defs", {}).items():
            assert whole.count(f"{{ #part-{name.lower()} }}") == 1, name
            for word, meaning in zip(
                part.get("enum", ()), part.get("enumDescriptions", ()), strict=True
            ):
                assert f"| `{word}` | {meaning} |" in whole


def test_every_rule_is_in_the_list_and_on_the_page_of_its_family() -> None:
    pages = _pages()
    families = "".join(text for name, text in pages.items() if name.startswith("rules/"))
    for code, rule in all_rules().items():
        assert (
            f"#{code.lower()}) | `{rule.name}` | {rule.severity.value} |" in pages["rules/index.md"]
        )
        section = families.split(f"\n## {code} {rule.name} ")[1].split("\n## ")[0]
        assert f"```yaml\n{rule.wrong}\n```" in section
        assert f"```yaml\n{rule.right}\n```" in section


def test_every_term_and_every_column_is_described() -> None:
    pages = _pages()
    for vocabulary in _dataset().vocabularies.values():
        for term in vocabulary.terms:
            assert f"| `{term.id}` | {term.definition} |" in pages["vocabularies.md"]
    for table in tables(Snapshot(_dataset())):
        section = pages["tables.md"].split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        for column in table.columns:
            assert f"| `{column.name}` | {column.type.value}" in section
            assert column.description


def test_the_help_of_every_command_is_on_the_page() -> None:
    page = generated_files(commands)["docs/reference/cli.md"].decode()
    assert re.findall(r"^## (.+)$", page, flags=re.MULTILINE) == [
        "onrecord",
        *(f"onrecord {name}" for name in commands.commands),
    ]
    assert "Usage: onrecord list [OPTIONS] KIND" in page


def _targets(text: str) -> list[str]:
    """The files that links lead to, outside of blocks of code."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)", prose)


def _is_of_the_site(page: Path, docs: Path) -> bool:
    """Whether ``onrecord site`` makes it, so that it need not be there."""
    return page.relative_to(docs).as_posix().partition("/")[0] in (*FOLDERS, *PAGES)


def test_no_link_leads_nowhere() -> None:
    docs = CHECKOUT / "docs"
    pages = [page for page in docs.rglob("*.md") if not _is_of_the_site(page, docs)]
    targets = {
        (page, (page.parent / target).resolve())
        for page in pages
        for target in _targets(page.read_text(encoding="utf-8"))
    }
    records = {docs / "record" / f"{path.stem}.md" for path in (CHECKOUT / "records").rglob("*")}
    assert [
        f"{page.relative_to(docs)}: {target.relative_to(docs)}"
        for page, target in sorted(targets)
        if not (target in records if target.parent == docs / "record" else target.is_file())
        and (target.parent == docs / "record" or not _is_of_the_site(target, docs))
    ] == []


def test_generated_files_are_current() -> None:
    stale = stale_files(CHECKOUT, generated_files(commands))
    assert stale == [], "not up to date; mend it with: onrecord generate"


def test_check_says_what_is_stale_and_how_to_mend_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {"docs/reference/cli.md": b"other"}
    monkeypatch.setattr("onrecord.cli.generate.generated_files", lambda _: made)
    assert run(["generate", "--check"]) == 1
    output = capsys.readouterr()
    assert "docs/reference/cli.md\n" in output.out
    assert output.err == "not up to date; mend it with: onrecord generate\n"


def test_stale_files_are_those_missing_other_or_left_over(tmp_path: Path) -> None:
    made = {"a/one.md": b"1", "a/two.md": b"2", "b/three.md": b"3"}
    assert write_generated(tmp_path, made) == ["a/one.md", "a/two.md", "b/three.md"]
    assert stale_files(tmp_path, made) == []
    (tmp_path / "a/one.md").write_bytes(b"changed")
    (tmp_path / "a/old.md").write_bytes(b"left over")
    (tmp_path / "b/three.md").unlink()
    (tmp_path / "other.md").write_bytes(b"not ours")
    assert stale_files(tmp_path, made) == ["a/old.md", "a/one.md", "b/three.md"]
    assert write_generated(tmp_path, made) == ["a/old.md", "a/one.md", "b/three.md"]
    assert stale_files(tmp_path, made) == []
    assert (tmp_path / "other.md").is_file()
    assert not (tmp_path / "a/old.md").exists()
