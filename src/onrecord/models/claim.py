"""A claim: the matter at issue, apart from who says it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from onrecord.models.base import Kind, Record
from onrecord.models.fields import Id, Summary, Term
from onrecord.models.parts import About, ClaimId, Topic

__all__ = ["Claim"]


class Claim(Record):
    """One falsifiable sentence; who affirms and who denies it is in the statements, never here."""

    kind: ClassVar[Kind] = Kind.CLAIM

    text: Summary = Field(
        description="One falsifiable sentence, neutral, that can be read alone.",
        examples=["Iran supplied drones to Russia."],
    )
    question: Summary = Field(
        description="The same as a question.",
        examples=["Did Iran supply drones to Russia?"],
    )
    topics: tuple[Topic, ...] = Field(
        min_length=1,
        description="Terms of the vocabulary `topics`.",
        examples=[["uav-transfers-to-russia"]],
    )
    about: About | None = Field(
        default=None,
        description="The actors, systems and events it is about.",
        examples=[{"actors": ["iran", "russia"], "systems": ["shahed-136"]}],
    )
    measure: Annotated[Id, Term("measures")] | None = Field(
        default=None,
        description="The quantity it is about, where it is about one: a term of `measures`.",
        examples=["arms-exports-value"],
    )
    broader: tuple[ClaimId, ...] = Field(
        default=(),
        description="Claims that are true if this one is.",
        examples=[["iran-supplied-drones-to-russia"]],
    )
    excludes: tuple[ClaimId, ...] = Field(
        default=(),
        description="Claims that cannot be true together with this one.",
        examples=[["drones-were-supplied-before-the-war-only"]],
    )

    @property
    def label(self) -> str:
        return self.text
