"""A system: a family of weapons or components."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from onrecord.models.base import Kind, Model, Record
from onrecord.models.fields import Id, Term, Wikidata
from onrecord.models.parts import ActorId, Name, SystemId, shown_name

__all__ = ["System", "SystemIdentifiers"]


class SystemIdentifiers(Model):
    """The same system in other registers, each only where verified."""

    wikidata: Wikidata | None = Field(
        default=None, description="The Wikidata item.", examples=["Q107638432"]
    )


class System(Record):
    """A family of weapons or components, under all the names it goes by."""

    kind: ClassVar[Kind] = Kind.SYSTEM

    names: tuple[Name, ...] = Field(
        min_length=1,
        description="The names it goes by, whoever uses them.",
        examples=[
            [
                {"text": "Shahed-136", "lang": "en", "kind": "primary"},
                {"text": "Герань-2", "lang": "ru", "kind": "alias"},
            ]
        ],
    )
    category: Annotated[Id, Term("system-categories")] = Field(
        description="A term of the vocabulary `system-categories`.", examples=["one-way-attack-uav"]
    )
    developer: ActorId | None = Field(
        default=None,
        description="Who developed it, where the sources agree.",
        examples=["shahed-aviation-industries"],
    )
    variant_of: SystemId | None = Field(
        default=None, description="The system it is a variant of.", examples=["shahed-136"]
    )
    identifiers: SystemIdentifiers | None = Field(
        default=None,
        description="The same system in other registers, each only where verified.",
        examples=[{"wikidata": "Q107638432"}],
    )

    @property
    def label(self) -> str:
        return shown_name(self.names)
