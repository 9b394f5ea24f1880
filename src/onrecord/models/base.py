"""What every record and every part of one has in common.

Structure only: what can be judged by looking at one document alone. Whether a date makes sense, an
id exists or a figure fits its words is for the rules.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from textwrap import shorten
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from onrecord.models.fields import Code, Day, Flag, Id, Number, Text
from onrecord.values.edtf import Edtf
from onrecord.values.words import Word

__all__ = [
    "ADMINISTRATIVE",
    "Correction",
    "Kind",
    "Model",
    "Record",
    "Status",
    "Waiver",
    "Withdrawal",
]


class Kind(StrEnum):
    """The kinds of file in a folder of records; ``folder`` is where they stand."""

    folder: str

    def __new__(cls, value: str, folder: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.folder = folder
        return member

    STATEMENT = "statement", "statements"
    EVENT = "event", "events"
    SOURCE = "source", "sources"
    CLAIM = "claim", "claims"
    ACTOR = "actor", "actors"
    SYSTEM = "system", "systems"
    VOCABULARY = "vocabulary", "vocabularies"
    DATASET = "dataset", ""


class Status(Word):
    """Whether a record counts."""

    ACTIVE = "active", "It counts."
    WITHDRAWN = (
        "withdrawn",
        "It was found wrong or superfluous, and stays for its id and the reason.",
    )


class Model(BaseModel):
    """A frozen, closed piece of a record: unknown keys are refused, nothing is coerced."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        hide_input_in_errors=True,
        allow_inf_nan=False,
    )

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """An optional field may be left out, but not be null: unknown is not a value."""
        schema = handler(source)
        found: Any = handler.resolve_ref_schema(schema)
        while found["type"] != "model-fields":
            found = found["schema"]
        for field in found["fields"].values():
            optional = field["schema"]
            if optional["type"] == "default" and optional["schema"]["type"] == "nullable":
                optional["schema"] = optional["schema"]["schema"]
        return schema

    @classmethod
    @cache
    def key_order(cls) -> tuple[str, ...]:
        """The keys of its mapping, in the order in which a canonical file gives them."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data in canonical order, without what was left out."""
        given = self.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
        return {key: given[key] for key in self.key_order() if key in given}


class Withdrawal(Model):
    """Why and when a record was withdrawn."""

    date: Day = Field(description="The day of the withdrawal.", examples=["2026-11-25"])
    reason: Text = Field(
        description="Why, in a sentence a reader of the old record can check.",
        examples=["The page reports the statement of another day, recorded already."],
    )
    replaced_by: Id | None = Field(
        default=None,
        description="The id of the record that took its place, if there is one.",
        examples=["2022-11-05-amir-abdollahian-limited-number-of-drones"],
    )


class Correction(Model):
    """One fact that was wrong in a released record, and what it said before."""

    date: Day = Field(description="The day of the correction.", examples=["2026-11-25"])
    field: Text = Field(
        description="The field corrected, as a dotted path from the record's root.",
        examples=["quantities.0.best"],
    )
    was: str | Number | Flag | None = Field(
        default=None,
        description="The value before; left out where the field was missing.",
        examples=["2023-10-17"],
    )
    why: Text = Field(
        description="What showed the old value to be wrong.",
        examples=["The letter is dated 14 September; 17 October is the Council's decision."],
    )


class Waiver(Model):
    """A finding that is meant to be there, with the reason; an unused one is itself a finding."""

    rule: Code = Field(description="The code of the rule that is waived.", examples=["P002"])
    of: tuple[Text, ...] = Field(
        default=(),
        description=(
            "What the findings are of, where the waiver is not for all of the rule that stand "
            "here: the id of a record that one points to, the value that it names, or of a loss "
            "between releases the kind or field (`sources`, `sources.read`)."
        ),
        examples=[["2022-11-05-amir-abdollahian-limited-number-of-drones"]],
    )
    reason: Text = Field(
        description="Why the finding does not apply to this record.",
        examples=["The ministry's own page is the only place where the text was published."],
    )


ADMINISTRATIVE = ("note", "waivers", "corrections", "added")
"""The fields about the record rather than the world: last in canonical order."""


class Record(Model):
    """What every record of the dataset carries beside its own fields."""

    kind: ClassVar[Kind]

    id: Id = Field(
        description=(
            "The record's name for good: a slug of lowercase ASCII letters, digits and hyphens, at "
            "most 80 characters, the same as the file name. Dated kinds begin with the date known."
        ),
        examples=["2022-11-05-amir-abdollahian-limited-number-of-drones"],
    )
    status: Status = Field(
        default=Status.ACTIVE,
        description="`active`, or `withdrawn` with a reason; a record is never deleted.",
        examples=["active"],
    )
    withdrawn: Withdrawal | None = Field(
        default=None,
        description="Given when, and only when, `status` is `withdrawn`.",
        examples=[{"date": "2026-11-25", "reason": "The same occasion is recorded twice."}],
    )
    former_ids: tuple[Id, ...] = Field(
        default=(),
        description="Ids that this record had before; looking one up gives this record.",
        examples=[["2022-11-05-amirabdollahian-drones"]],
    )
    note: Text | None = Field(
        default=None,
        description="For people: what a reader should know that no other field can say.",
        examples=["The page gives the weekday only; the date follows from the other reports."],
    )
    waivers: tuple[Waiver, ...] = Field(
        default=(),
        description="Findings that are meant to be there, each with its reason.",
        examples=[[{"rule": "P002", "reason": "Published in one place only."}]],
    )
    corrections: tuple[Correction, ...] = Field(
        default=(),
        description="Facts corrected since a release, newest last.",
        examples=[
            [{"date": "2026-11-25", "field": "date", "was": "2022-11-04", "why": "Misread."}]
        ],
    )
    added: Day = Field(
        description="The day on which the record entered the dataset.",
        examples=["2026-11-25"],
    )

    @classmethod
    @cache
    def key_order(cls) -> tuple[str, ...]:
        own = [name for name in cls.model_fields if name not in ADMINISTRATIVE]
        return (*own, *(name for name in ADMINISTRATIVE if name in cls.model_fields))

    @property
    def label(self) -> str:
        """A short name for people; the id where a kind has nothing better."""
        return self.id

    @property
    def when(self) -> Edtf | None:
        """The date that orders records of its kind; none for kinds without one."""
        return None

    @property
    def is_active(self) -> bool:
        """Whether the record counts (it was not withdrawn)."""
        return self.status is Status.ACTIVE

    def __hash__(self) -> int:
        """By the id alone, which is fast; records that are equal share it."""
        return hash(self.id)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}: {shorten(self.label, 60, placeholder=' …')}>"

    __str__ = __repr__
