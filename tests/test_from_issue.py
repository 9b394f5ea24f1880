"""Issue forms: templates are valid and made from the code; filled ones become drafts, as data."""

from __future__ import annotations

import datetime
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.cli import from_issue, run
from onrecord.dataset import Dataset
from onrecord.documents import parse
from onrecord.drafts import DraftError, slot_at
from onrecord.drafts.forms import FORMS, FormName, IssueForm, issue_templates
from onrecord.drafts.issues import Request, answers_in, read_request
from onrecord.models import MODELS

CHECKOUT = Path(__file__).parent.parent
TODAY = datetime.date(2021, 4, 1)
STATEMENT = {
    "source-url": "https://example.org/gazette/sails",
    "source-title": "Ferry sails again",
    "source-publisher": "The Gazette",
    "source-published": "2021-03-07",
    "source-type": "news-article: A report of a news outlet or agency.",
    "source-lang": "en",
    "source-read": "full: The whole text.",
    "statement-speakers-actor": "the harbour master",
    "statement-speakers-capacity": "Harbour Master",
    "statement-date": "2021-03-07",
    "statement-act": "denial: Says that something others say is not so.",
    "statement-summary": "The harbour master said\nthat no ferry had been held back.",
    "statement-quotes-text": "“No ferry was held back.”",
    "statement-stances-claim": "ferry-left-on-time",
    "statement-stances-stance": "denies: Says that the claim is false.",
}
SOURCE_FILE = """\
id: 2021-03-07-gazette-ferry-sails-again
type: news-article
title: Ferry sails again
publisher: gazette
published: 2021-03-07
url: https://example.org/gazette/sails
lang: en
accessed: 2021-04-01
read: full
added: 2021-04-01
"""
STATEMENT_FILE = """\
id: 2021-03-07-master-no-ferry-held-back
speakers:
  - actor: harbour-master
    capacity: Harbour Master
date: 2021-03-07
act: denial
summary: The harbour master said that no ferry had been held back.
stances:
  - claim: ferry-left-on-time
    stance: denies
quotes:
  - text: No ferry was held back.
    lang: en
    source: 2021-03-07-gazette-ferry-sails-again
citations:
  - source: 2021-03-07-gazette-ferry-sails-again
    mode: quote
added: 2021-04-01
"""


def filled(name: FormName | str, answers: Mapping[str, str]) -> str:
    """A form as the code host renders it: every question, with what stands for no answer."""
    return "\n\n".join(
        f"### {question.label}\n\n{answers.get(question.key, '_No response_')}"
        for question in FORMS[FormName(name)].questions
    )


# The templates


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.name)
def test_every_question_has_a_place(form: IssueForm) -> None:
    keys = [question.key for question in form.questions]
    labels = [question.label for question in form.questions]
    assert len(set(keys)) == len(keys)
    assert len(set(labels)) == len(labels)
    for question in form.questions:
        if question.kind is not None:
            steps = [step for step in question.path.split(".") if step != "0"]
            assert slot_at(MODELS[question.kind], steps) is not None


def test_the_names_of_the_forms_are_those_of_the_command() -> None:
    assert tuple(name.value for name in FormName) == from_issue.FORM_NAMES


def _valid(schema: str, *files: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_templates_are_what_the_code_host_takes(tmp_path: Path) -> None:
    for name, content in issue_templates().items():
        (tmp_path / name).write_bytes(content)
    config = tmp_path / "config.yml"
    forms = [path for path in tmp_path.iterdir() if path != config]
    assert len(forms) == len(FORMS)
    _valid("vendor.github-issue-forms", *forms)
    _valid("vendor.github-issue-config", config)


def test_the_action_and_the_workflow_are_what_the_code_host_takes() -> None:
    _valid("vendor.github-actions", CHECKOUT / "action.yml")
    _valid("vendor.github-workflows", CHECKOUT / ".github/workflows/records.yml")
    _valid("custom.github-workflows-require-timeout", CHECKOUT / ".github/workflows/records.yml")


def test_the_hooks_call_commands_that_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    hooks = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["onrecord-validate", "onrecord-fmt"]
    for hook in hooks:
        assert run([*hook["entry"].split()[1:], "--help"]) == 0
    assert capsys.readouterr().out


# Answers

NO_ANSWER = ("_No response_", "None", "N/A", "n/a", "-")
ANSWER = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)


@given(st.data())
def test_what_is_filled_in_is_what_is_read(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(list(FORMS.values())))
    free = [each.key for each in form.questions if not each.options and "url" not in each.key]
    answers = data.draw(st.dictionaries(st.sampled_from(free), ANSWER))
    read = answers_in(filled(form.name, answers).replace("\n", "\r\n"), form)
    wanted = {key: unicodedata.normalize("NFC", text) for key, text in answers.items()}
    assert read == {key: text for key, text in wanted.items() if text not in NO_ANSWER}


@pytest.mark.parametrize("text", NO_ANSWER)
def test_what_people_write_for_nothing_is_no_answer(text: str) -> None:
    filled_in = filled("correction", {"record": "gazette", "why": text})
    assert answers_in(filled_in, FORMS[FormName.CORRECTION]) == {"record": "gazette"}


def test_a_heading_in_an_answer_is_a_part_of_it() -> None:
    answers = {"what": "See\n\n### Which record?\n\nnot this", "record": "gazette"}
    read = answers_in(filled("dispute", answers), FORMS[FormName.DISPUTE])
    assert read == {"record": "gazette", "what": "See ### Which record? not this"}


# Requests


def request_of(
    name: str, answers: Mapping[str, str], base: Dataset, files: Mapping[str, bytes]
) -> Request:
    return read_request(filled(name, answers), base, files, TODAY)


def test_a_statement_becomes_two_drafts(base: Dataset, base_files: dict[str, bytes]) -> None:
    request = request_of("statement", STATEMENT, base, base_files)
    assert [draft.text for draft in request.drafts] == [SOURCE_FILE, STATEMENT_FILE]
    assert request.to_do == ()


def test_a_language_and_a_claim_may_be_named_in_words(
    base: Dataset, base_files: dict[str, bytes]
) -> None:
    answers = {
        **STATEMENT,
        "source-lang": "English",
        "statement-stances-claim": "the ferry of 4 March 2021 left on time",
    }
    request = request_of("statement", answers, base, base_files)
    assert [draft.text for draft in request.drafts] == [SOURCE_FILE, STATEMENT_FILE]
    assert request.to_do == ()


def test_a_page_on_record_is_cited(base: Dataset, base_files: dict[str, bytes]) -> None:
    answers = {**STATEMENT, "source-url": "https://example.org/gazette/ferry-left-late/"}
    request = request_of("statement", answers, base, base_files)
    assert [draft.kind for draft in request.drafts] == ["statement"]
    source = "2021-03-05-gazette-ferry-left-late"
    assert request.drafts[0].data["citations"] == [{"source": source, "mode": "quote"}]
    assert request.to_do[0].startswith(f"the page is on record as {source}; cited by ")


def test_what_is_not_on_record_is_a_thing_to_do(
    base: Dataset, base_files: dict[str, bytes]
) -> None:
    answers = {
        **STATEMENT,
        "statement-speakers-actor": "Harbor Master",
        "statement-date": "5 March 2021",
        "statement-stances-claim": "something else",
        "note": "There was a photograph.",
    }
    request = request_of("statement", answers, base, base_files)
    data = request.drafts[1].data
    assert data["speakers"][0]["actor"] == "harbor-master"
    assert data["date"] == "2021-03-05"
    assert "stances" not in data
    assert [each.partition(" is ")[0] for each in request.to_do] == [
        "Who said it? 'Harbor Master'",
        "When was it said? '5 March 2021'",
        "On which claim? 'something else'",
        "a stance needs both a claim and what",
        "the reporter adds: There was a photograph.",
    ]


def test_an_event_becomes_a_draft(base: Dataset, base_files: dict[str, bytes]) -> None:
    answers = {key: each for key, each in STATEMENT.items() if key.startswith("source")} | {
        "event-type": "departure",
        "event-title": "The ferry leaves again",
        "event-summary": "The ferry left once more, as the gazette reports.",
        "event-date": "2021-03-06",
        "event-standing": "reported: Reported as fact.",
        "event-standing-reason": "The gazette says so.",
        "event-place-name": "The harbour",
        "event-place-country": "Iceland",
        "event-place-precision": "exact: A site.",
        "participants": "- Ferry Company, carrier\n- The Gazette",
    }
    request = request_of("event", answers, base, base_files)
    event = request.drafts[1].data
    assert event["participants"] == [
        {"actor": "ferry-company", "role": "carrier"},
        {"actor": "gazette"},
    ]
    assert event["place"] == {"name": "The harbour", "country": "IS", "precision": "exact"}
    assert request.drafts[1].path == "events/2021/2021-03-06-ferry-leaves-again.yaml"


CORRECTION = {
    "record": "records/statements/2021/2021-03-05-harbour-master-left-late.yaml",
    "field": "`quantities.0.best`",
    "was": "240",
    "value": "204",
    "url": "https://example.org/x",
}


def test_a_correction_is_an_edit_of_one_value(base: Dataset, base_files: dict[str, bytes]) -> None:
    request = request_of("correction", CORRECTION, base, base_files)
    path = "statements/2021/2021-03-05-harbour-master-left-late.yaml"
    assert request.record == "2021-03-05-harbour-master-left-late"
    assert request.changes == {path: base_files[path].replace(b"best: 240", b"best: 204")}
    assert request.to_do == (
        "read https://example.org/x and see whether it says so",
        (
            "if the value was in a release, add to the record:\ncorrections:\n"
            "  - date: 2021-04-01\n    field: quantities.0.best\n    was: 240\n"
            "    why: See https://example.org/x."
        ),
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"field": "day"}, "a statement has no field 'day'"),
        ({"field": "note"}, "note is not given in the record: add '204' by hand"),
        ({"field": "speakers"}, "speakers holds more than one value"),
        ({"value": "many"}, "'many' is no number"),
        ({"value": "240"}, "says '240' already"),
        ({"was": "500"}, "the record says '240', and not '500'"),
    ],
)
def test_a_correction_that_is_for_a_person(
    answers: dict[str, str], said: str, base: Dataset, base_files: dict[str, bytes]
) -> None:
    request = request_of("correction", {**CORRECTION, **answers}, base, base_files)
    assert any(said in each for each in request.to_do)
    assert (request.changes is None) is ("was" not in answers)


def test_a_dispute_says_what_to_do(base: Dataset, base_files: dict[str, bytes]) -> None:
    answers = {"record": "2021-03-06-company-left-on-time", "what": "It is false."}
    alone = request_of("dispute", answers, base, base_files)
    assert "no page was given" in alone.to_do[-1]
    answers |= {"who": "The harbour office", "url": "https://example.org/x", "words": "No."}
    request = request_of("dispute", answers, base, base_files)
    assert "relations.0.statement=2021-03-06-company-left-on-time" in request.to_do[-2]
    assert request.drafts == ()


def test_another_text_is_refused(base: Dataset, base_files: dict[str, bytes]) -> None:
    with pytest.raises(DraftError, match="none of the forms"):
        read_request("### Hello\n\nI like ferries.", base, base_files, TODAY)
    with pytest.raises(DraftError, match="more than 100,000 characters"):
        read_request("x" * 100_001, base, base_files, TODAY)
    with pytest.raises(DraftError, match="did you mean 'gazette'"):
        request_of("dispute", {"record": "gazete", "what": "x"}, base, base_files)


HOSTILE = st.one_of(
    st.text(max_size=200),
    st.sampled_from(
        [
            "!!python/object/apply:os.system ['true']",
            "*alias",
            "&anchor x",
            "{{ 7 * 7 }} ${HOME} $(id) `id`",
            "../../etc/passwd",
            "x: y\n- z\n---\n...",
            "\u202eabc\u2066",
            "### Which record?",
            "a" * 3000,
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(list(FormName)), st.data())
def test_whatever_is_filled_in_is_data(
    base: Dataset, base_files: dict[str, bytes], name: FormName, data: st.DataObject
) -> None:
    keys = [question.key for question in FORMS[name].questions]
    answers = {key: data.draw(HOSTILE) for key in data.draw(st.sets(st.sampled_from(keys)))}
    try:
        request = request_of(name, answers, base, base_files)
    except DraftError:
        return
    for draft in request.drafts:
        assert parse(draft.content, draft.path).data == draft.data
        assert draft.path.startswith(f"{draft.kind.folder}/")
        assert ".." not in draft.path
    for path in request.changes or {}:
        assert path in base_files


# The command


def test_the_command_shows_drafts_and_writes_them(
    base_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issue = tmp_path / "issue.md"
    issue.write_text(filled("statement", STATEMENT), encoding="utf-8")
    words = ["from-issue", str(issue), "--records", str(base_folder)]
    assert run(words) == 0
    page = capsys.readouterr().out
    statement = "statements/2021/2021-03-07-master-no-ferry-held-back.yaml"
    assert f"`{base_folder}/{statement}`\n\n```yaml\nid: 2021-03-07-master" in page
    assert page.endswith("all clean\n```\n")
    assert not (base_folder / statement).exists()
    assert run([*words, "--write"]) == 0
    assert (base_folder / statement).is_file()
    assert run(["validate", str(base_folder), "--quiet"]) == 0
    assert f"written: {base_folder}/{statement}\n" in capsys.readouterr().err


def test_the_command_writes_nothing_with_errors(
    base_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issue = tmp_path / "issue.md"
    answers = {**STATEMENT, "statement-speakers-actor": "A ``` stranger"}
    issue.write_text(filled("statement", answers), encoding="utf-8")
    before = sorted(base_folder.rglob("*"))
    assert run(["from-issue", str(issue), "--write", "--records", str(base_folder)]) == 1
    output = capsys.readouterr()
    assert "error[R001]" in output.out
    assert output.err == "nothing was written: there are errors\n"
    assert sorted(base_folder.rglob("*")) == before
