"""Reports say what cannot be seen: a letter that looks like another, a space that is none."""

from __future__ import annotations

import datetime

import pytest

from onrecord.diagnostics import Diagnostic
from onrecord.reporters.terminal import Look
from onrecord.reporters.text import one
from onrecord.validation import File, validate

STATEMENT = "statements/2021/2021-03-05-harbour-master-left-late.yaml"


def found(base_files: dict[str, bytes], right: str, wrong: str, code: str) -> Diagnostic:
    text = base_files[STATEMENT].decode()
    files = base_files | {STATEMENT: text.replace(right, wrong, 1).encode()}
    checked = validate(
        [File(path, each) for path, each in files.items()], today=datetime.date(2021, 3, 11)
    )
    (one,) = [each for each in checked.report.diagnostics if each.code == code]
    return one


@pytest.mark.parametrize(
    ("right", "wrong", "code", "said"),
    [
        (
            "act: accusation",
            "act: accu\u00a0sation",
            "S004",
            "`act` cannot be `accu<U+00A0>sation`",
        ),
        ("act:", "ac\u0323t:", "S001", "unknown key `ac<U+0323>t`"),
        ("actor: h", "actor: \u0307h", "S005", "`<U+0307>harbour-master`"),
    ],
)
def test_a_message_writes_it_out(
    base_files: dict[str, bytes], right: str, wrong: str, code: str, said: str
) -> None:
    assert said in found(base_files, right, wrong, code).message


def test_both_spellings_of_a_letter_can_be_told_apart(base_files: dict[str, bytes]) -> None:
    decomposed = found(base_files, "Harbour Master", "Ha\u0301rbour Master", "Y018")
    assert "'a<U+0301>'" in decomposed.message
    assert decomposed.message.endswith("write '\u00e1'")
    assert decomposed.seen == "a\u0301"  # data stay as they are


def test_a_fix_and_a_value_are_written_out_too(base_files: dict[str, bytes]) -> None:
    report = found(base_files, "act: accusation", "act: accusation\u00a0", "S004")
    said = "\n".join(one(report, Look()))
    assert "[fix=unsafe]: write `accusation` for `accusation<U+00A0>`" in said
