"""What the project promises to those who use it: names, weight, documents that are true."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import pkgutil
import re
import shlex
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

import onrecord
from onrecord.api import check
from onrecord.cli import run
from onrecord.dataset import ClaimStatus, ContradictionKind, TieKind
from onrecord.documents import parse
from onrecord.models import MODELS, Kind
from onrecord.values.quantities import Hedge

CHECKOUT = Path(__file__).parent.parent
DOCS = CHECKOUT / "docs"
WITH_CODE = (
    "README.md",
    "docs/index.md",
    "docs/start.md",
    "docs/library.md",
    "docs/cli.md",
    "docs/claims.md",
    "docs/tutorials/question.md",
    "docs/tutorials/counts.md",
    "docs/tutorials/sql.md",
)
PUBLIC = [
    "Actor",
    "Changes",
    "Claim",
    "ClaimStatus",
    "Contradiction",
    "Dataset",
    "Diagnostic",
    "Edtf",
    "EdtfError",
    "Event",
    "History",
    "Hit",
    "InvalidRecordsError",
    "Kind",
    "OnrecordError",
    "Origins",
    "Place",
    "Record",
    "Records",
    "Report",
    "SearchError",
    "Severity",
    "Source",
    "Statement",
    "System",
    "UnknownError",
    "__version__",
    "build",
    "compare",
    "download",
    "load",
    "publish",
    "validate",
    "verify",
]


def _modules() -> list[str]:
    found = pkgutil.walk_packages(onrecord.__path__, "onrecord.")
    return ["onrecord", *(module.name for module in found)]


def _blocks(page: str, language: str) -> list[str]:
    text = (CHECKOUT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


# Names


def test_the_public_names_are_these() -> None:
    assert sorted(onrecord.__all__) == PUBLIC
    assert dir(onrecord) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_there(name: str) -> None:
    assert getattr(onrecord, name) is not None


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonesuch'"):
        onrecord.nonesuch  # noqa: B018


@pytest.mark.parametrize("name", _modules())
def test_a_module_lists_its_names_and_says_what_it_is(name: str) -> None:
    module = importlib.import_module(name)
    assert isinstance(module.__all__, list)
    assert len(set(module.__all__)) == len(module.__all__)
    assert all(hasattr(module, each) for each in module.__all__)
    assert module.__doc__
    assert module.__doc__.splitlines()[0].endswith((".", ":"))


@pytest.mark.parametrize("name", _modules())
def test_every_public_name_says_what_it_is(name: str) -> None:
    assert list(_undocumented(importlib.import_module(name))) == []


def _undocumented(module: ModuleType) -> Iterator[str]:
    for name in module.__all__:
        value = getattr(module, name)
        if not inspect.isclass(value) and not inspect.isroutine(value):
            continue
        if not inspect.getdoc(value):
            yield name
        if inspect.isclass(value) and value.__module__ == module.__name__:
            yield from (f"{name}.{member}" for member in _undocumented_members(value))


def _undocumented_members(owner: type) -> Iterator[str]:
    for name, member in vars(owner).items():
        is_part = isinstance(member, property | classmethod | staticmethod) or inspect.isroutine(
            member
        )
        if is_part and not name.startswith("_") and not inspect.getdoc(getattr(owner, name)):
            yield name


# Weight


def _loaded_by(code: str) -> set[str]:
    script = f"import sys; before = set(sys.modules); {code}; print(*(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=True
    )
    return {module.partition(".")[0] for module in done.stdout.split()}


def test_importing_loads_no_other_package() -> None:
    ours = _loaded_by("import onrecord")
    assert "onrecord" in ours
    assert ours - set(sys.stdlib_module_names) == {"onrecord"}


def test_the_help_loads_click_alone() -> None:
    loaded = _loaded_by("from onrecord.cli import commands; dict(commands.commands)")
    assert loaded - set(sys.stdlib_module_names) == {"onrecord", "click"}


# Documents

_PYTHON = r"^```python\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?"
"""A block of Python, and what it prints where the next block shows that."""


@pytest.mark.parametrize("page", WITH_CODE)
def test_the_python_of_a_page_runs(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path if "tutorials" in page else CHECKOUT)  # those write pictures
    names: dict[str, Any] = {}
    text = (CHECKOUT / page).read_text(encoding="utf-8")
    for block, shown in re.findall(_PYTHON, text, flags=re.MULTILINE | re.DOTALL):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(compile(block, page, "exec"), names)
        assert not shown or output.getvalue() == shown


def test_the_readme_shows_what_its_python_prints() -> None:
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    found = re.findall(_PYTHON, text, flags=re.MULTILINE | re.DOTALL)
    assert [bool(shown) for _, shown in found] == [True]


def _commands() -> list[Any]:
    """Every command of a page in a console, with the lines that the page shows of its output."""
    return [
        pytest.param(command, shown, id=f"{page}: {command}")
        for page in WITH_CODE
        for block in _blocks(page, "console")
        for command, *shown in (each.splitlines() for each in block.split("$ ")[1:])
        if command.startswith("onrecord ")
    ]


@pytest.mark.parametrize(("command", "shown"), _commands())
def test_the_commands_of_a_page_run(
    command: str,
    shown: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(CHECKOUT)
    arguments = shlex.split(command)[1:]
    if "--out" in arguments:
        arguments[arguments.index("--out") + 1] = str(tmp_path / "release")
    assert run(arguments) == 0
    output = capsys.readouterr().out
    assert output
    rest = iter(output.splitlines())
    for line in shown:  # in this order, with others between; "…" stands for what is not shown
        assert any(_is_shown(line, printed) for printed in rest), line


def _is_shown(line: str, printed: str) -> bool:
    if line.endswith("…"):
        return printed.startswith(line.removesuffix("…").rstrip())
    return printed == line


_SQL = r"^```sql\n(.*?)^```$"


def test_the_queries_on_a_release_run(
    base: onrecord.Dataset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import duckdb

    from onrecord.exports import export
    from onrecord.storage import write_release

    write_release(tmp_path / "release", export(base, package_version="0"))
    monkeypatch.chdir(tmp_path)
    before, _, after = (DOCS / "releases.md").read_text(encoding="utf-8").partition("## SQLite\n")
    own, _, rest = after.partition("\n## ")
    for query in re.findall(_SQL, before + rest, flags=re.MULTILINE | re.DOTALL):
        duckdb.sql(query)
    with contextlib.closing(sqlite3.connect("release/onrecord.sqlite")) as database:
        for query in re.findall(_SQL, own, flags=re.MULTILINE | re.DOTALL):
            database.executescript(query)
    for block in _blocks("docs/releases.md", "py"):
        exec(compile(block, "releases.md", "exec"), {})


def test_what_a_page_says_of_an_expression_is_so() -> None:
    lines = [line for block in _blocks("docs/library.md", "python") for line in block.splitlines()]
    said = [re.fullmatch(r"print\((.+)\)\s+# (True|False|None)\b.*", line) for line in lines]
    names = {"Edtf": onrecord.Edtf, "november": onrecord.Edtf.parse("2022-11")}
    found = [(match[1], match[2]) for match in said if match]
    assert len(found) == 4
    for expression, value in found:
        assert str(eval(expression, names)) == value, expression


def test_the_readme_has_two_commands_for_the_gate() -> None:
    assert len(_blocks("README.md", "sh")) == 2


def _blocks_of_records() -> Iterator[tuple[str, dict[str, Any]]]:
    for block in _blocks("CONTRIBUTING.md", "yaml"):
        data = yaml.load(block, Loader=yaml.BaseLoader)
        if "id" in data:
            yield block, data


def test_the_examples_for_contributors_are_records() -> None:
    dataset = check(CHECKOUT / "records").dataset
    assert dataset is not None
    kinds = []
    for block, data in _blocks_of_records():
        record = dataset[data["id"]]
        MODELS[record.kind].model_validate(parse(block.encode(), "example.yaml").data)
        kinds.append(record.kind)
    assert kinds == [Kind.SOURCE, Kind.STATEMENT]


def test_the_format_page_tells_the_bounds_of_every_hedge() -> None:
    text = (DOCS / "format.md").read_text(encoding="utf-8")
    table = text[text.index("| Hedge |") :].split("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)`", table)) - {"low", "high"} == set(Hedge)


def test_the_claims_page_has_every_word_with_its_meaning() -> None:
    text = (DOCS / "claims.md").read_text(encoding="utf-8")
    for word in (*ContradictionKind, *TieKind):
        assert f"| `{word.value}` | {word.meaning} |" in text
    table = text[text.index("| Status |") :].split("\n\n")[0]
    assert set(re.findall(r"^\| `([a-z-]+)`", table, flags=re.MULTILINE)) == set(ClaimStatus)


def _version() -> str:
    data = yaml.safe_load((CHECKOUT / "records/dataset.yaml").read_text(encoding="utf-8"))
    return str(data["version"])


def test_the_version_is_in_the_changes_and_the_citation() -> None:
    changes = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {_version()}\n" in changes
    citation = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == _version()
    assert {"cff-version", "message", "title", "authors", "license", "type"} <= set(citation)
    assert citation["authors"] == [{"name": "onrecord contributors"}]


def test_changes_of_data_come_before_those_of_the_library() -> None:
    changes = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    for version in changes.split("\n## ")[1:]:
        headings = re.findall(r"^### (.+)$", version, flags=re.MULTILINE)
        assert headings in ([], ["Data"], ["Library"], ["Data", "Library"])


def test_the_architecture_page_has_the_layers_in_their_order() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    listed = re.findall(r"^  ([a-z]+)/? +\S", text, flags=re.MULTILINE)
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    assert [f"onrecord.{name}" for name in listed] == layers


# Dependencies


def _names(requirements: list[str]) -> set[str]:
    found = {re.match(r"[A-Za-z0-9._-]+", each) for each in requirements}
    return {match[0].lower() for match in found if match} - {"onrecord"}


def test_every_dependency_is_named_with_its_reason_under_its_extra() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {"To use the data": _names(project["dependencies"])}
    for extra, requirements in project["optional-dependencies"].items():
        wanted[f"Extra `{extra}`"] = _names(requirements)
    assert _named() == wanted


def _named() -> dict[str, set[str]]:
    text = (DOCS / "dependencies.md").read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in text.split("\n## ")[1:])
    return {
        title: set(re.findall(r"^\| ([a-z][a-z0-9-]*) \| \S", body, flags=re.MULTILINE))
        for title, body in sections.items()
    }
