"""An actor: a person or a body that speaks, acts, publishes or is acted upon."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from onrecord.models.base import Kind, Model, Record
from onrecord.models.fields import Country, Pattern, Text, Wikidata
from onrecord.models.parts import ActorId, Citation, Name, shown_name
from onrecord.values.edtf import Edtf
from onrecord.values.words import Word

__all__ = ["Actor", "ActorType", "Affiliation", "Identifiers", "Position"]


class ActorType(Word):
    """What sort of actor it is."""

    PERSON = "person", "A human being, recorded for a public position."
    STATE = "state", "A state as such."
    GOVERNMENT_BODY = "government-body", "A ministry, agency, office, parliament, court or mission."
    ARMED_FORCE = "armed-force", "A regular armed force or a part of one."
    ARMED_GROUP = "armed-group", "An armed organisation that is not a state's regular force."
    COMPANY = "company", "A business."
    MEDIA = "media", "An outlet, agency or broadcaster."
    IGO = "igo", "An organisation of states, or a body or format of one."
    NGO = "ngo", "A non-governmental organisation or research body."
    UNIVERSITY = "university", "A university or institute of one."


class Affiliation(Word):
    """To whom a medium belongs or answers."""

    STATE = "state", "Owned, funded or directed by a state or one of its bodies."
    OPPOSITION = "opposition", "Run by or for opponents of the government it reports on."
    PARTY = "party", "Belongs to a party or a movement."
    INDEPENDENT = "independent", "None of these, as far as its ownership is known."
    UNKNOWN = "unknown", "Ownership not known to the curator."


class Position(Model):
    """An office held by a person."""

    title: Text = Field(description="The office.", examples=["Minister of Foreign Affairs"])
    body: ActorId | None = Field(
        default=None, description="The body it belongs to.", examples=["iran-mfa"]
    )
    from_: Edtf | None = Field(
        default=None,
        alias="from",
        description="When it began, as EDTF; left out where not known.",
        examples=["2021-08-25"],
    )
    to: Edtf | None = Field(
        default=None,
        description="When it ended, as EDTF; left out while it lasts, or where that is not known.",
        examples=["2024-05-19"],
    )
    citations: tuple[Citation, ...] = Field(
        default=(),
        description="Where the office and its dates can be read.",
        examples=[[{"source": "2023-11-13-iran-watch-arms-exports", "mode": "mention"}]],
    )


class Identifiers(Model):
    """Names of the same thing in other registers, each only where verified."""

    wikidata: Wikidata | None = Field(
        default=None, description="The Wikidata item.", examples=["Q794"]
    )
    opensanctions: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{3,60}$"), Pattern()] | None
    ) = Field(default=None, description="The OpenSanctions id.", examples=["NK-abc123"])
    lei: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{18}[0-9]{2}$"), Pattern()] | None = (
        Field(
            default=None,
            description="The Legal Entity Identifier (ISO 17442).",
            examples=["529900T8BM49AURSDO55"],
        )
    )
    imo: Annotated[str, StringConstraints(pattern=r"^[0-9]{7}$"), Pattern()] | None = Field(
        default=None, description="The IMO number, seven digits.", examples=["9074729"]
    )
    ofac: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,7}$"), Pattern()] | None = Field(
        default=None, description="The OFAC list's unique id.", examples=["12345"]
    )
    eu: (
        Annotated[str, StringConstraints(pattern=r"^EU\.[0-9]{1,7}\.[0-9]{1,3}$"), Pattern()] | None
    ) = Field(
        default=None,
        description="The reference number of the EU's consolidated list.",
        examples=["EU.1234.56"],
    )
    un: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[ei]\.[0-9]{3}$"), Pattern()] | None = (
        Field(
            default=None,
            description="The permanent reference number of a UN list.",
            examples=["IRe.001"],
        )
    )


class Actor(Record):
    """A person or a body; a person only for a public position, and no private data."""

    kind: ClassVar[Kind] = Kind.ACTOR

    type: ActorType = Field(description="What sort of actor it is.", examples=["person"])
    names: tuple[Name, ...] = Field(
        min_length=1,
        description="Names, in the actor's own script as well as in English.",
        examples=[
            [
                {"text": "Mehdi Farahi", "lang": "en", "kind": "primary"},
                {"text": "مهدی فرحی", "lang": "fa", "kind": "primary"},
            ]
        ],
    )
    country: Country | None = Field(
        default=None,
        description="Its country, ISO 3166-1 alpha-2; left out for bodies of several.",
        examples=["IR"],
    )
    positions: tuple[Position, ...] = Field(
        default=(),
        description="Offices held, for persons: they are why the person is on record.",
        examples=[[{"title": "Deputy Minister of Defence", "body": "iran-modafl"}]],
    )
    parent: ActorId | None = Field(
        default=None,
        description="The body it is a part of or belongs to.",
        examples=["iran-modafl"],
    )
    affiliation: Affiliation | None = Field(
        default=None, description="For media: to whom it belongs or answers.", examples=["state"]
    )
    affiliation_reason: Text | None = Field(
        default=None,
        description="For media: what the affiliation rests on.",
        examples=["The official news agency of the government."],
    )
    identifiers: Identifiers | None = Field(
        default=None,
        description="The same actor in other registers, each only where verified.",
        examples=[{"wikidata": "Q794"}],
    )

    @property
    def label(self) -> str:
        return shown_name(self.names)
