"""A filled form as text: drafts of what it reports, a change in a record, and what is left to do.

All in it is data written by strangers: it is put into values, never carried out, and what names
nothing on record is said to name nothing. What cannot be used becomes a thing to do.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.dataset import Dataset
from onrecord.documents import dump, parse
from onrecord.drafts.correcting import corrected
from onrecord.drafts.drafting import Draft, draft
from onrecord.drafts.forms import FORMS, FormName, IssueForm, Question
from onrecord.drafts.matching import best, candidates_for, is_closed, matches
from onrecord.drafts.paths import DraftError, assign
from onrecord.drafts.proposals import with_proposals
from onrecord.drafts.slots import Form, Slot, slot_at
from onrecord.models import MODELS, Kind, Record
from onrecord.values.edtf import Edtf, EdtfError
from onrecord.values.ids import nearest, slugify
from onrecord.values.languages import tag_of

__all__ = ["Request", "answers_in", "read_request"]

_LONGEST: Final = 100_000
_HEADING: Final = re.compile(r"^###[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_NOTHING: Final = frozenset(["", "_No response_", "None", "N/A", "n/a", "-"])
_JOINERS: Final = "\u200c\u200d"
_QUOTES: Final = "\"'“”„«»‘’`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a form asks for: new records in the order to write them, changed files, what to do.

    ``record`` is the id of the record that it is about, where it is about one.
    """

    form: FormName
    drafts: tuple[Draft, ...] = ()
    changes: Mapping[str, bytes] | None = None
    record: str | None = None
    to_do: tuple[str, ...] = ()


def read_request(
    text: str,
    dataset: Dataset,
    files: Mapping[str, bytes],
    today: datetime.date,
    form: str | None = None,
) -> Request:
    """What the text of an issue asks for; ``form`` is found out by its headings if not given.

    Raises ``DraftError`` where it has the headings of no form.
    """
    if len(text) > _LONGEST:
        raise DraftError(f"the text has more than {_LONGEST:,} characters: that is no filled form")
    wanted = FORMS[FormName(form)] if form is not None else _form_of(text)
    answers = answers_in(text, wanted)
    if wanted.name is FormName.CORRECTION:
        return _correction(answers, dataset, files, today)
    if wanted.name is FormName.DISPUTE:
        return _dispute(answers, dataset)
    return _Drafting(wanted, answers, dataset, today).request()


def answers_in(text: str, form: IssueForm) -> dict[str, str]:
    """The answers by the key of their question; questions without one are left out.

    A heading within an answer is a part of it, unless it is that of a question not yet answered.
    """
    by_label = {question.label: question for question in form.questions}
    plain = _clean(text)
    found: list[tuple[Question, int, int]] = []
    for heading in _HEADING.finditer(plain):
        question = by_label.pop(heading[1], None)
        if question is not None:
            found.append((question, heading.start(), heading.end()))
    ends = [start for _, start, _ in found[1:]] + [len(plain)]
    answers = {
        question.key: _answer(question, plain[end:until])
        for (question, _, end), until in zip(found, ends, strict=True)
    }
    return {key: answer for key, answer in answers.items() if answer not in _NOTHING}


def _form_of(text: str) -> IssueForm:
    headings = set(_HEADING.findall(_clean(text)))
    counts = {
        form: len(headings & {question.label for question in form.questions})
        for form in FORMS.values()
    }
    likeliest = max(counts, key=lambda form: counts[form])
    if counts[likeliest] < 2:
        raise DraftError(
            "this is none of the forms: it has no headings such as '### Which record?'"
        )
    return likeliest


def _clean(text: str) -> str:
    """The text without what no record may hold: controls, and characters that reorder a line."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        each
        for each in lines.replace("\t", " ")
        if each == "\n" or each in _JOINERS or unicodedata.category(each) not in _REFUSED
    )


_REFUSED: Final = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])


def _answer(question: Question, text: str) -> str:
    if question.options:
        return text.strip().partition(":")[0].strip()
    plain = text.strip() if question.key == "participants" else " ".join(text.split())
    return plain.strip("<>") if question.key.endswith("url") else plain


class _Drafting:
    """From the answers of a form to a draft of its record and, if it is new, of its source."""

    def __init__(
        self, form: IssueForm, answers: Mapping[str, str], dataset: Dataset, today: datetime.date
    ) -> None:
        self._form = form
        self._answers = dict(answers)
        self._dataset = dataset
        self._today = today
        self._to_do: list[str] = []

    def request(self) -> Request:
        kind = Kind(self._form.name.value)
        drafts: list[Draft] = []
        known = self._known_source()
        if known is None:
            drafts.append(self._draft(Kind.SOURCE, self._filled(Kind.SOURCE)))
        source = known.id if known is not None else drafts[0].id
        drafts.append(self._draft(kind, self._with_citation(kind, source)))
        if "note" in self._answers:
            self._to_do.append(f"the reporter adds: {self._answers['note']}")
        return Request(form=self._form.name, drafts=tuple(drafts), to_do=tuple(self._to_do))

    def _known_source(self) -> Record | None:
        url = self._answers.get("source-url", "").rstrip("/")
        for source in self._dataset.sources.values():
            if url and source.url is not None and source.url.rstrip("/") == url:
                users = {use.record.id for use in self._dataset.uses_of(source)}
                cited = f"; cited by {', '.join(sorted(users))}" if users else ""
                self._to_do.append(f"the page is on record as {source.id}{cited}: is it all there?")
                return source
        return None

    def _filled(self, kind: Kind) -> dict[str, Any]:
        """The data that the answers for a kind come to."""
        data: dict[str, Any] = {}
        for question in self._form.questions:
            if question.kind is kind and question.key in self._answers:
                slot = slot_at(MODELS[kind], _steps(question.path))
                assert slot is not None
                value = self._value(slot, question, self._answers[question.key])
                if value:
                    data = assign(data, MODELS[kind], [f"{question.path}={value}"])
        return data

    def _value(self, slot: Slot, question: Question, answer: str) -> str:
        if is_closed(slot):
            return self._named(slot, question, answer)
        if slot.form is Form.DATE:
            return self._dated(question, answer)
        if slot.key == "lang":
            return tag_of(answer) or answer
        return answer.strip(_QUOTES + " ") if slot.key == "text" else answer

    def _named(self, slot: Slot, question: Question, answer: str) -> str:
        """The word on record that an answer means; else a word made of it, and a thing to do."""
        candidates = candidates_for(slot, self._dataset)
        found = best(answer, candidates)
        if found is not None:
            return found.word
        near = ", ".join(each.word for each in matches(answer, candidates)[:3])
        hint = f"; perhaps {near}" if near else ""
        self._to_do.append(f"{question.label} {answer!r} is not on record under this name{hint}")
        return "" if slot.names == ("claim",) else slugify(answer)

    def _dated(self, question: Question, answer: str) -> str:
        try:
            return str(Edtf.parse(answer))
        except EdtfError as error:
            guess = f"; read as {error.nearest}" if error.nearest else ""
            self._to_do.append(f"{question.label} {answer!r} is not written as a date{guess}")
            return error.nearest or answer

    def _with_citation(self, kind: Kind, source: str) -> dict[str, Any]:
        data = self._filled(kind)
        has_quote = bool(data.get("quotes"))
        if has_quote:
            said = self._answers.get("source-lang", "und")
            lang = tag_of(said) or said
            data["quotes"] = [{**data["quotes"][0], "lang": lang, "source": source}]
        if data.get("stances") and len(data["stances"][0]) < 2:
            self._to_do.append("a stance needs both a claim and what is said of it: it is left out")
            del data["stances"]
        if kind is Kind.EVENT:
            data |= self._participants()
        return {**data, "citations": [{"source": source, "mode": _mode(quoted=has_quote)}]}

    def _participants(self) -> dict[str, Any]:
        found: list[dict[str, str]] = []
        for line in filter(str.strip, self._answers.get("participants", "").split("\n")):
            actor, _, role = line.strip("-* ").rpartition(",")
            given = {"actor": actor or role, "role": role if actor else ""}
            entry = {
                key: self._named(
                    _slot(Kind.EVENT, f"participants.0.{key}"),
                    Question(key=key, label=f"Who took part, {key}:"),
                    text.strip(),
                )
                for key, text in given.items()
                if text.strip()
            }
            found.append(entry)
        return {"participants": found} if found else {}

    def _draft(self, kind: Kind, data: Mapping[str, Any]) -> Draft:
        whole = with_proposals(kind, data, self._dataset, self._today)
        if "id" not in whole:
            whole["id"] = f"{self._today.isoformat()}-{kind.value}-to-be-named"
            self._to_do.append(f"the {kind.value} needs an id of its own")
        return draft(kind, whole)


def _mode(*, quoted: bool) -> str:
    return "quote" if quoted else "paraphrase"


def _steps(path: str) -> list[str | int]:
    return [int(step) if step.isdecimal() else step for step in path.split(".")]


def _slot(kind: Kind, path: str) -> Slot:
    slot = slot_at(MODELS[kind], _steps(path))
    assert slot is not None
    return slot


def _named_record(answers: Mapping[str, str], dataset: Dataset) -> Record:
    """The record that a form is about: by its id, its file's name or its address in the site."""
    said = answers.get("record", "")
    words = re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", said.removesuffix(".yaml"))
    for word in (said, *reversed(words)):
        record = dataset.get(word)
        if record is not None:
            return record
    near = nearest(said, [record.id for record in dataset])
    raise DraftError(
        f"no record has the id {said!r}" + (f"; did you mean {near!r}?" if near else "")
    )


def _correction(
    answers: Mapping[str, str],
    dataset: Dataset,
    files: Mapping[str, bytes],
    today: datetime.date,
) -> Request:
    record = _named_record(answers, dataset)
    field, value = answers.get("field", "").strip("`"), answers.get("value", "")
    path = next(
        path
        for path in files
        if path.endswith(f"/{record.id}.yaml") and path.startswith(f"{record.kind.folder}/")
    )
    to_do = [f"read {answers['url']} and see whether it says so"] if "url" in answers else []
    change = corrected(parse(files[path], path), record.kind, field, value)
    if "was" in answers and change.seen and answers["was"].strip(_QUOTES) != change.seen:
        to_do.append(
            f"the record says {change.seen!r}, and not {answers['was']!r}: mended already?"
        )
    if change.problem:
        to_do.append(change.problem)
    entry = {
        "date": today.isoformat(),
        "field": field or "?",
        **({"was": change.was} if change.was is not None else {}),
        "why": answers.get("why", f"See {answers.get('url', 'the source')}."),
    }
    to_do.append(
        "if the value was in a release, add to the record:\n"
        + dump({"corrections": [entry]}).rstrip()
    )
    changes = {path: change.content} if change.content is not None else None
    return Request(form=FormName.CORRECTION, changes=changes, record=record.id, to_do=tuple(to_do))


def _dispute(answers: Mapping[str, str], dataset: Dataset) -> Request:
    record = _named_record(answers, dataset)
    to_do = [f"disputed in the {record.kind.value} {record.id}: {answers.get('what', '?')}"]
    sources = [each.id for each in dataset.references_of(record) if each.kind is Kind.SOURCE]
    if sources:
        to_do.append(f"read its sources again: {', '.join(sources)}")
    if "url" not in answers:
        to_do.append("no page was given: nothing can be recorded of the other side without one")
        return Request(form=FormName.DISPUTE, record=record.id, to_do=tuple(to_do))
    who = f" of {answers['who']}" if "who" in answers else ""
    to_do.append(f"record the other side{who} from {answers['url']}: 'onrecord new source'")
    if record.kind is Kind.STATEMENT or record.kind is Kind.EVENT:
        tie = f"--set relations.0.type=responds-to --set relations.0.{record.kind}={record.id}"
        to_do.append(f"then the statement: 'onrecord new statement --set act=denial {tie}'")
    if "words" in answers:
        to_do.append(f"its words, as reported: {answers['words']}")
    if record.kind is Kind.EVENT:
        to_do.append("an event that a party denies has the standing `disputed`, with the reason")
    return Request(form=FormName.DISPUTE, record=record.id, to_do=tuple(to_do))
