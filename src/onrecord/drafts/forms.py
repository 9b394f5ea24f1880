"""The forms in which readers report: their questions, and where in a record each answer belongs.

The issue templates of the repository are made from them, and answers are read by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.documents import dump
from onrecord.drafts.slots import slot_at
from onrecord.models import MODELS, Kind

__all__ = ["FORMS", "FormName", "IssueForm", "Question", "issue_templates"]


class FormName(StrEnum):
    """The forms, by the name of their file."""

    STATEMENT = "statement"
    EVENT = "event"
    CORRECTION = "correction"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: ``kind`` and ``path`` tell where in a draft its answer goes, if it goes there.

    ``key`` names the answer where no path does. ``long`` asks for more than a line.
    """

    key: str
    label: str
    help: str = ""
    required: bool = False
    long: bool = False
    kind: Kind | None = None
    path: str = ""
    placeholder: str = ""

    @property
    def options(self) -> tuple[str, ...]:
        """The words to choose from, each with its meaning; none where the answer is free."""
        if self.kind is None:
            return ()
        slot = slot_at(MODELS[self.kind], [step for step in self.path.split(".") if step != "0"])
        words = slot.words if slot is not None and slot.words is not None else ()
        return tuple(f"{word.value}: {word.meaning}" for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueForm:
    """One form: what it is called, what it says first, and what it asks."""

    name: FormName
    title: str
    description: str
    intro: str
    questions: tuple[Question, ...]


def _of(kind: Kind, path: str, label: str, **more: Any) -> Question:
    key = f"{kind.value}-{path}".replace(".0", "").replace(".", "-").replace("_", "-")
    return Question(key=key, label=label, kind=kind, path=path, **more)


_PRIVATE: Final = (
    "Public words and acts of public figures only: no addresses, birth dates or relatives. What you"
    " send is published under CC BY 4.0."
)
_SOURCE: Final = (
    _of(Kind.SOURCE, "url", "Address of the page", required=True, placeholder="https://"),
    _of(
        Kind.SOURCE,
        "title",
        "Title of the page",
        help="As the page prints it, in its own language.",
    ),
    _of(
        Kind.SOURCE,
        "publisher",
        "Publisher",
        required=True,
        help="The outlet or the body; its id in records/actors if you know it.",
    ),
    _of(
        Kind.SOURCE,
        "published",
        "Date of publication",
        help="As year-month-day; leave it empty if the page does not show it.",
        placeholder="2023-11-13",
    ),
    _of(Kind.SOURCE, "type", "Kind of page", required=True),
    _of(
        Kind.SOURCE,
        "lang",
        "Language of the page",
        required=True,
        help="As a tag: en, fa, ru, uk.",
        placeholder="en",
    ),
    _of(Kind.SOURCE, "read", "How much of the page did you read?", required=True),
)
_NOTE: Final = Question(
    key="note",
    label="Anything else",
    long=True,
    help="Other pages with the same, doubts, what the page does not say.",
)

FORMS: Final[Mapping[FormName, IssueForm]] = {
    FormName.STATEMENT: IssueForm(
        name=FormName.STATEMENT,
        title="A statement",
        description="Somebody said something on record: who, when, where it can be read.",
        intro=f"One statement is one thing said by one voice on one occasion. {_PRIVATE}",
        questions=(
            *_SOURCE,
            _of(
                Kind.STATEMENT,
                "speakers.0.actor",
                "Who said it?",
                required=True,
                help="The person, or the body that spoke as such.",
            ),
            _of(
                Kind.STATEMENT,
                "speakers.0.capacity",
                "In which capacity?",
                required=True,
                help="The office of that day, in words.",
                placeholder="Minister of Foreign Affairs of Iran",
            ),
            _of(
                Kind.STATEMENT,
                "date",
                "When was it said?",
                required=True,
                help="When it was said, not when it was printed; as much as is known.",
                placeholder="2022-11-05",
            ),
            _of(Kind.STATEMENT, "act", "What did the speaker do by saying it?", required=True),
            _of(Kind.STATEMENT, "medium", "How was it said?"),
            _of(
                Kind.STATEMENT,
                "summary",
                "What was said, in one sentence",
                required=True,
                long=True,
                help="Neutral, in words of your own, at most 300 characters.",
            ),
            _of(
                Kind.STATEMENT,
                "quotes.0.text",
                "The exact words",
                long=True,
                help="At most 40 words of the speaker, to the letter, as the page prints them.",
            ),
            _of(
                Kind.STATEMENT,
                "stances.0.claim",
                "On which claim?",
                help="The matter in dispute that it speaks to, if any: an id in records/claims.",
            ),
            _of(Kind.STATEMENT, "stances.0.stance", "What does it say of that claim?"),
            _NOTE,
        ),
    ),
    FormName.EVENT: IssueForm(
        name=FormName.EVENT,
        title="An event",
        description="Something happened, or is said to have happened.",
        intro=f"An event is what happened at one time and place, whoever speaks of it. {_PRIVATE}",
        questions=(
            *_SOURCE,
            _of(
                Kind.EVENT,
                "type",
                "Kind of event",
                required=True,
                help="A word of records/vocabularies/event-types.yaml, or what comes near it.",
            ),
            _of(Kind.EVENT, "title", "Heading", required=True, help="Short and neutral, your own."),
            _of(
                Kind.EVENT,
                "summary",
                "What happened, in one sentence",
                required=True,
                long=True,
                help="Neutral, at most 300 characters: what happened, and who says so.",
            ),
            _of(
                Kind.EVENT,
                "date",
                "When did it happen?",
                required=True,
                help="As much as is known: a day, a month, a year, an interval.",
                placeholder="2022-08/2022-10",
            ),
            _of(Kind.EVENT, "standing", "Is it disputed?", required=True),
            _of(
                Kind.EVENT,
                "standing_reason",
                "Who says so, and who denies it?",
                help="Needed unless it is undisputed.",
            ),
            _of(Kind.EVENT, "place.name", "Where?"),
            _of(Kind.EVENT, "place.country", "Country", help="Its code: IR, RU, UA."),
            _of(Kind.EVENT, "place.precision", "How closely is the place known?"),
            Question(
                key="participants",
                label="Who took part?",
                long=True,
                help="One a line: the actor, a comma, the role (supplier, recipient, target …).",
                placeholder="iran, supplier",
            ),
            _NOTE,
        ),
    ),
    FormName.CORRECTION: IssueForm(
        name=FormName.CORRECTION,
        title="A mistake in a record",
        description="A record says something that its source does not.",
        intro="Which record, which field, and where can the right value be read?",
        questions=(
            Question(
                key="record",
                label="Which record?",
                required=True,
                help="Its id, which is the name of its file.",
                placeholder="2022-11-05-amir-abdollahian-limited-number-of-drones",
            ),
            Question(
                key="field",
                label="Which field?",
                required=True,
                help="The key in the file; with numbers from 0 in a list: quantities.0.best.",
                placeholder="date",
            ),
            Question(key="was", label="What does it say now?"),
            Question(key="value", label="What should it say?", required=True, long=True),
            Question(
                key="url",
                label="Where can that be read?",
                required=True,
                help="The address of the page, and the place in it.",
                placeholder="https://",
            ),
            Question(key="why", label="What shows the present value to be wrong?", long=True),
        ),
    ),
    FormName.DISPUTE: IssueForm(
        name=FormName.DISPUTE,
        title="A record is disputed",
        description="Somebody contradicts what is on record, or a record should not be there.",
        intro=(
            "The dataset gives no verdicts: a contradiction is recorded beside what it contradicts,"
            " with its source. Nothing is removed because somebody denies it."
        ),
        questions=(
            Question(
                key="record",
                label="Which record?",
                required=True,
                help="Its id, which is the name of its file.",
            ),
            Question(
                key="what", label="What in it is disputed, and why?", required=True, long=True
            ),
            Question(
                key="who",
                label="Who disputes it?",
                help="The person or body that did so in public; leave it empty if it is you.",
            ),
            Question(
                key="url",
                label="Where can the other side be read?",
                help="A page that anybody can look up.",
                placeholder="https://",
            ),
            Question(
                key="words",
                label="The exact words of the other side",
                long=True,
                help="At most 40 words, as the page prints them.",
            ),
        ),
    ),
}
"""The forms by name."""

_MADE: Final = "# Made from the forms in the code by `onrecord generate`: change it there.\n"


def issue_templates() -> dict[str, bytes]:
    """The issue forms of a repository on GitHub, by file name, with their configuration."""
    made: dict[str, Any] = {f"{form.name}.yml": _template(form) for form in FORMS.values()}
    made["config.yml"] = {"blank_issues_enabled": True}
    return {name: f"{_MADE}{dump(data)}".encode() for name, data in made.items()}


def _template(form: IssueForm) -> dict[str, Any]:
    return {
        "name": form.title,
        "description": form.description,
        "labels": [form.name.value],
        "body": [
            {"type": "markdown", "attributes": {"value": form.intro}},
            *(_element(question) for question in form.questions),
        ],
    }


def _element(question: Question) -> dict[str, Any]:
    return {
        "type": _type(question),
        "id": question.key,
        "attributes": dict(_attributes(question)),
        "validations": {"required": question.required},
    }


def _type(question: Question) -> str:
    if question.options:
        return "dropdown"
    return "textarea" if question.long else "input"


def _attributes(question: Question) -> Iterator[tuple[str, Any]]:
    yield "label", question.label
    if question.help:
        yield "description", question.help
    if question.options:
        yield "options", list(question.options)
    elif question.placeholder:
        yield "placeholder", question.placeholder
