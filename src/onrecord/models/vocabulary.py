"""A vocabulary: a list of terms that records may use, each with its meaning."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from onrecord.models.base import Kind, Model
from onrecord.models.fields import Id, Text

__all__ = ["Term", "Vocabulary"]


class Term(Model):
    """One word that records may use."""

    id: Id = Field(description="The word as records write it.", examples=["uavs-shot-down"])
    label: Text = Field(description="The word for people.", examples=["UAVs shot down"])
    definition: Text = Field(
        description="What it means and where it ends.",
        examples=["Uncrewed aircraft that the counting body says it destroyed in flight."],
    )
    broader: Id | None = Field(
        default=None,
        description="The wider term of the same vocabulary.",
        examples=["uav-transfers"],
    )
    units: tuple[Text, ...] = Field(
        default=(),
        description="For measures: the units a figure may have; `currency` for any ISO 4217 code.",
        examples=[["item"], ["currency"]],
    )
    period: bool | None = Field(
        default=None,
        strict=True,
        description="For measures: `true` where a figure means nothing without the time it covers.",
        examples=[True],
    )


class Vocabulary(Model):
    """A closed list of terms; to add a term is to add an entry here."""

    kind: ClassVar[Kind] = Kind.VOCABULARY

    id: Id = Field(
        description="The vocabulary's name, the same as the file name.", examples=["topics"]
    )
    title: Text = Field(description="The name for people.", examples=["Topics"])
    description: Text = Field(
        description="What its terms are for.", examples=["What records are about."]
    )
    terms: tuple[Term, ...] = Field(
        min_length=1,
        description="The terms, in the order in which they are shown.",
        examples=[
            [
                {
                    "id": "sanctions",
                    "label": "Sanctions",
                    "definition": "Measures against persons or bodies.",
                }
            ]
        ],
    )

    @property
    def label(self) -> str:
        """The name for people."""
        return self.title
