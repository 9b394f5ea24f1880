"""Every rule against its case file: what is wrong is found, at its place, and what is right is not.

A case is the small dataset with something done to its files: ``change`` a text in one, ``add`` some
(``add_bytes`` in base64, ``add_repeated`` a text many times, ``add_numbered`` a file for each of
some numbers), ``remove`` some, or ``trouble`` with reading them; ``what`` says what it is about.
``earlier`` does the same to make the dataset that it is held against. Under ``wrong`` it has the
``findings``, under ``right`` there are none. Only the findings of the case's own rule count, so
that a new rule rewrites no old case.
"""

from __future__ import annotations

import base64
import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from onrecord.documents import parse
from onrecord.models import MODELS
from onrecord.rules import Context, Stage, all_rules, find_rule, rule, rules_of
from onrecord.rules.fit import Trouble
from onrecord.rules.registry import DOUBT, FAMILIES, UnknownRuleError
from onrecord.validation import File, validate

CASES = Path(__file__).parent / "cases" / "rules"
TODAY = datetime.date(2021, 3, 11)
ALL = sorted(CASES.glob("*.yaml"))


def _load(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _params(verdict: str) -> list[Any]:
    return [
        pytest.param(path.stem[:4], case, id=f"{path.stem}-{verdict}-{number}")
        for path in ALL
        for number, case in enumerate(_load(path)[verdict], start=1)
    ]


def _files(base: dict[str, bytes], case: dict[str, Any]) -> list[File]:
    files = dict(base)
    for change in case.get("change", ()):
        text = files[change["file"]].decode()
        assert change["from"] in text, change
        files[change["file"]] = text.replace(change["from"], change["to"], 1).encode()
    for path, text in case.get("add", {}).items():
        files[path] = text.encode()
    for path, coded in case.get("add_bytes", {}).items():
        files[path] = base64.b64decode(coded)
    for path, part in case.get("add_repeated", {}).items():
        files[path] = (part["text"] * part["times"]).encode()
    for part in case.get("add_numbered", ()):
        for n in range(part["first"], part["last"] + 1):
            text = part["text"].replace("{n}", str(n))
            files[part["file"].replace("{n}", str(n))] = text.encode()
    for path in case.get("remove", ()):
        del files[path]
    troubles = {path: Trouble(**said) for path, said in case.get("trouble", {}).items()}
    return [
        File(path, b"" if path in troubles else files.get(path, b""), troubles.get(path))
        for path in sorted({*files, *troubles})
    ]


def _found(base: dict[str, bytes], code: str, case: dict[str, Any]) -> list[dict[str, Any]]:
    against = None
    if "earlier" in case:
        against = validate(_files(base, case["earlier"]), today=TODAY).dataset
        assert against is not None, case["what"]
    report = validate(_files(base, case), today=TODAY, against=against).report
    return [
        {"at": str(found.place), "message": found.message}
        | ({"nearest": found.nearest} if found.nearest else {})
        for found in report.diagnostics
        if found.code == code
    ]


@pytest.mark.parametrize(("code", "case"), _params("wrong"))
def test_wrong_is_found(base_files: dict[str, bytes], code: str, case: dict[str, Any]) -> None:
    assert case["findings"]
    assert _found(base_files, code, case) == case["findings"]


@pytest.mark.parametrize(("code", "case"), _params("right"))
def test_right_is_not_found(base_files: dict[str, bytes], code: str, case: dict[str, Any]) -> None:
    assert _found(base_files, code, case) == []


def test_every_rule_has_its_case_file() -> None:
    names = {f"{rule.code}-{rule.name}" for rule in all_rules().values()}
    assert {path.stem for path in ALL} == names


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule: Any) -> None:
    assert rule.title.endswith(".")
    assert rule.why
    assert rule.wrong
    assert rule.right
    assert rule.wrong != rule.right


@pytest.mark.parametrize(
    "rule",
    [rule for rule in all_rules().values() if rule.code[0] != "Y"],
    ids=lambda rule: rule.code,
)
def test_examples_are_yaml(rule: Any) -> None:
    for example in (rule.wrong, rule.right):
        assert parse(example.encode(), rule.code).problems == ()


def test_codes_and_names_find_rules() -> None:
    for found in all_rules().values():
        assert find_rule(found.code.lower()) is find_rule(found.name) is found
    with pytest.raises(UnknownRuleError, match="no rule is called 'Z999'"):
        find_rule("Z999")


def test_codes_begin_with_their_family_and_are_counted_through() -> None:
    codes = list(all_rules())
    for family in FAMILIES:
        numbers = [int(code[1:]) for code in codes if code[0] == family]
        assert numbers == list(range(1, len(numbers) + 1))
    assert {code[0] for code in codes} == set(FAMILIES)


def test_what_a_rule_needs_is_there_to_be_given() -> None:
    fit = {"errors", "trouble"}
    for each in all_rules().values():
        fields = {name for kind in each.kinds for name in MODELS[kind].model_fields}
        known = fit if each.stage is Stage.STRUCTURE else {*fields, DOUBT}
        assert known.issuperset(each.needs), each.code


@pytest.mark.parametrize("case", [each.values[1] for each in _params("wrong")[::5]])
def test_a_rule_that_is_not_asked_would_find_nothing(
    base_files: dict[str, bytes], case: dict[str, Any]
) -> None:
    checked = validate(_files(base_files, case), today=TODAY)
    if checked.dataset is None:
        pytest.skip("no dataset in this case")
    context = Context(checked.dataset, TODAY)
    for record in context.dataset:
        asked = context.rules_on(record)
        for each in rules_of(Stage.RECORD, record.kind):
            assert each in asked or not list(each.check(record, context)), (each.code, record.id)


def test_a_code_is_given_out_once() -> None:
    def other(record: Any, context: Any) -> Any:
        raise NotImplementedError

    with pytest.raises(ValueError, match="two rules have the code R001"):
        rule("R001", "unknown-id")(other)
    assert find_rule("R001").name == "unknown-id"
