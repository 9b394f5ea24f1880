"""Reports for code hosts and pull requests: in the form that those ask for, whatever a text holds.

SARIF is held against models that were generated from its official schema.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pydantic import BaseModel
from pydantic_sarif import model as sarif_model

from onrecord.diagnostics import Diagnostic, Edit, Fix, Place, Report, Safety, Severity
from onrecord.reporters import render
from onrecord.rules import all_rules
from onrecord.rules.selection import Selection, UnknownSelectorError, codes_of

FILE = "records/actors/fa rs,news:1%.yaml"
SHOWN = "records/actors/fa rs%2Cnews%3A1%25.yaml"
ANY_TEXT = st.text(st.characters(codec="utf-8"))


def place(line: int = 3, column: int = 5, end: int = 9, end_line: int | None = None) -> Place:
    return Place(file=FILE, line=line, column=column, end_line=end_line or line, end_column=end)


def found(**parts: Any) -> Diagnostic:
    given_parts: dict[str, Any] = {
        "code": "S004",
        "rule": "not-in-code-list",
        "severity": Severity.ERROR,
        "message": "`act` cannot be `denail`",
        "place": place(),
        "source_line": "act: denail",
        "record": "a-record",
        "path": ("stances", 0, "claim"),
        **parts,
    }
    return Diagnostic(**given_parts)


def a_fix(**parts: Any) -> Fix:
    edit = Edit(place=place(), start=20, end=24, text="denial")
    return Fix(
        **{
            "description": "write `denial` for `denail`",
            "safety": Safety.UNSAFE,
            "edits": (edit,),
            **parts,
        }
    )


FULL = Report(
    diagnostics=(
        found(nearest="denial", expected="one of denial, assertion", fix=a_fix()),
        found(
            code="R007",
            rule="named-by-nobody",
            severity=Severity.WARNING,
            message="no record names this",
            place=place(end_line=4),
            related=((place(1, 1, 2), "here"),),
        ),
        found(code="Y002", rule="byte-order-mark", severity=Severity.NOTE, record=None, path=()),
    ),
    files=3,
    records={"actor": 2},
)


# SARIF


def _conforms(log: dict[str, Any]) -> None:
    model: type[BaseModel] = sarif_model.StaticAnalysisResultsFormatSarifVersion210JsonSchema
    model.model_validate(log)


def sarif(report: Report) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(render(report, "sarif"))
    _conforms(log)
    return log


def test_sarif_has_rules_regions_fixes_and_related_places() -> None:
    (run,) = sarif(FULL)["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == ["R007", "S004", "Y002"]
    first, second, third = run["results"]
    assert (first["ruleId"], first["level"], first["ruleIndex"]) == ("S004", "error", 1)
    assert [each["level"] for each in (second, third)] == ["warning", "note"]
    location = first["locations"][0]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "records/actors/fa%20rs%2Cnews%3A1%25.yaml"},
        "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "a-record.stances[0].claim"
    (change,) = first["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9},
            "insertedContent": {"text": "denial"},
        }
    ]
    assert [each["message"]["text"] for each in second["relatedLocations"]] == ["here"]
    assert "fixes" not in second


def test_sarif_tells_of_a_byte_order_mark_by_bytes() -> None:
    edit = Edit(place=place(1, 1, 1), start=0, end=3, text="")
    (run,) = sarif(Report(diagnostics=(found(fix=a_fix(edits=(edit,))),)))["runs"]
    replacement = run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["deletedRegion"] == {"byteOffset": 0, "byteLength": 3}


def test_sarif_describes_every_rule_from_its_docstring() -> None:
    every = tuple(
        found(code=rule.code, rule=rule.name, severity=rule.severity)
        for rule in all_rules().values()
    )
    (run,) = sarif(Report(diagnostics=every))["runs"]
    for said in run["tool"]["driver"]["rules"]:
        rule = all_rules()[said["id"]]
        assert said["shortDescription"]["text"] == " ".join(rule.title.split())
        assert rule.wrong in said["help"]["markdown"]
        assert said["defaultConfiguration"]["level"] == rule.severity.value


def test_sarif_of_nothing_found() -> None:
    (run,) = sarif(Report(files=1))["runs"]
    assert run["results"] == []


@given(text=ANY_TEXT)
def test_sarif_holds_any_text(text: str) -> None:
    report = Report(diagnostics=(found(message=text or "x", nearest=text or None),))
    said = sarif(report)["runs"][0]["results"][0]["message"]["text"]
    assert said.startswith(text)


def test_what_is_no_sarif_is_refused() -> None:
    log = json.loads(render(FULL, "sarif"))
    log["runs"][0]["results"][0]["locatoins"] = []
    with pytest.raises(ValueError, match="locatoins"):
        _conforms(log)


# Workflow commands


def test_annotations_say_where_what_and_how_to_mend() -> None:
    lines = render(FULL, "github").splitlines()
    assert lines == [
        (
            f"::error file={SHOWN},line=3,endLine=3,col=5,endColumn=8,title=S004 not-in-code-list"
            "::`act` cannot be `denail`%0Aexpected: one of denial, assertion%0Adid you mean denial?"
        ),
        (
            f"::warning file={SHOWN},line=3,endLine=4,"
            "title=R007 named-by-nobody::no record names this"
        ),
        (
            f"::notice file={SHOWN},line=3,endLine=3,col=5,endColumn=8,title=Y002 byte-order-mark"
            "::`act` cannot be `denail`"
        ),
    ]


@given(text=ANY_TEXT)
def test_no_text_ends_an_annotation_or_begins_another(text: str) -> None:
    said = render(Report(diagnostics=(found(message=text, expected=text),)), "github")
    assert len(said.splitlines()) == 1
    assert said.count("::error ") - text.replace("%", "").count("::error ") <= 1


# Markdown


def test_markdown_groups_by_record() -> None:
    text = render(FULL, "markdown")
    assert text.startswith("checked 2 records in 3 files: 1 error, 1 warning, 1 note; ")
    assert text.count("### `a-record` in ") == 1
    assert "- **error** S004 not-in-code-list, line 3: `act` cannot be `denail`\n" in text
    assert "  - fix (unsafe): write `denial` for `denail`\n" in text
    assert render(Report(files=1), "markdown") == "checked 0 records in 1 file: all clean\n"


@given(text=ANY_TEXT)
def test_no_text_breaks_out_of_markdown(text: str) -> None:
    report = Report(diagnostics=(found(message=text, source_line=text.replace("\n", " ")),))
    tokens = MarkdownIt("commonmark").parse(render(report, "markdown"))
    kinds = [token.type for token in tokens]
    assert kinds.count("heading_open") == 1
    assert not {"html_block", "fence", "code_block", "hr", "blockquote_open"} & set(kinds)
    inner = {child.type for token in tokens for child in token.children or ()}
    assert inner <= {
        "text",
        "code_inline",
        "strong_open",
        "strong_close",
        "softbreak",
        "text_special",
    }


# Fixes in text and data


def test_text_says_what_can_be_mended_and_how_many() -> None:
    safe = found(code="S013", fix=a_fix(safety=Safety.SAFE, description="write it so"))
    text = render(Report(diagnostics=(found(fix=a_fix(), nearest="denial"), safe, safe), files=1))
    assert "= [fix=unsafe]: write `denial` for `denail`\n" in text
    assert "= [fix]: write it so\n" in text
    assert "did you mean" not in text
    assert text.endswith(": 3 errors; 2 fixable with --fix, 1 more with --fix=unsafe\n")


def test_data_has_the_fix() -> None:
    first, *others = json.loads(render(FULL, "json"))["diagnostics"]
    assert first["fix"] == {
        "description": "write `denial` for `denail`",
        "safety": "unsafe",
        "edits": [
            {"file": FILE, "line": 3, "column": 5, "end_line": 3, "end_column": 9, "text": "denial"}
        ],
        "move_to": None,
    }
    assert [each["fix"] for each in others] == [None, None]


# Selection


def test_words_name_rules_by_code_name_and_family() -> None:
    assert codes_of(["r001, not-in-code-list", "s013"]) == {"R001", "S004", "S013"}
    assert codes_of(["y"]) == {code for code in all_rules() if code[0] == "Y"}
    assert codes_of([]) == frozenset()


def test_a_word_that_names_nothing_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownSelectorError, match="'unknown-ids'; did you mean 'unknown-id'"):
        codes_of(["unknown-ids"])


@pytest.mark.parametrize(
    ("selection", "codes"),
    [
        (Selection(), ["S004", "R007", "Y002"]),
        (Selection(codes=frozenset({"S004", "Y002"})), ["S004", "Y002"]),
        (Selection(ignored=frozenset({"S004"})), ["R007", "Y002"]),
        (Selection(codes=frozenset({"S004"}), ignored=frozenset({"S004"})), []),
        (Selection(severity=Severity.WARNING), ["S004", "R007"]),
        (Selection(severity=Severity.ERROR), ["S004"]),
        (Selection(files=frozenset({"other.yaml"})), []),
        (Selection(files=frozenset({FILE})), ["S004", "R007", "Y002"]),
    ],
)
def test_a_selection_chooses(selection: Selection, codes: list[str]) -> None:
    report = selection.among(FULL)
    assert [each.code for each in report.diagnostics] == codes
    assert (report.files, report.records) == (FULL.files, FULL.records)


def test_a_finding_that_is_tied_to_a_file_is_of_that_file() -> None:
    tied = found(related=((Place(file="b", line=1, column=1, end_line=1, end_column=2), "there"),))
    assert Selection(files=frozenset({"b"})).chooses(tied)
