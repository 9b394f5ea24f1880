"""An event: something that happened, or that somebody says happened."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from onrecord.models.base import Kind, Model, Record
from onrecord.models.fields import (
    Country,
    Id,
    Latitude,
    Longitude,
    Summary,
    Term,
    Text,
    Title,
    Wikidata,
)
from onrecord.models.parts import (
    ActorId,
    Citation,
    ClaimId,
    EventId,
    OriginalDate,
    Quantity,
    SystemId,
    Topic,
)
from onrecord.values.edtf import Edtf
from onrecord.values.words import Word

__all__ = ["Coordinates", "Event", "Legal", "Participant", "Place", "Precision", "Standing"]


class Standing(Word):
    """Whether the event itself is in dispute, as far as the citations show."""

    UNDISPUTED = (
        "undisputed",
        "The parties agree, or the act is its own proof (a notice in a gazette).",
    )
    REPORTED = "reported", "Reported as fact by a source; no party has spoken against it on record."
    ALLEGED = "alleged", "Somebody says that it happened, and nothing else shows it."
    DISPUTED = "disputed", "A party denies it."


class Precision(Word):
    """How closely a place is known."""

    EXACT = "exact", "A building, a street, a site."
    CITY = "city", "A town or its surroundings."
    REGION = "region", "A province, a sea, a front."
    COUNTRY = "country", "No closer than the country."


class Coordinates(Model):
    """A point on the Earth, WGS 84."""

    lat: Latitude = Field(description="Latitude in degrees, north positive.", examples=[55.82])
    lon: Longitude = Field(description="Longitude in degrees, east positive.", examples=[52.06])


class Place(Model):
    """Where it happened."""

    name: Text = Field(description="The place in English.", examples=["Kupiansk, Kharkiv region"])
    country: Country | None = Field(
        default=None,
        description="The country by ISO 3166-1 alpha-2; left out at sea.",
        examples=["UA"],
    )
    precision: Precision = Field(description="How closely the place is known.", examples=["city"])
    coordinates: Coordinates | None = Field(
        default=None,
        description="Only where a source gives them.",
        examples=[{"lat": 55.82, "lon": 52.06}],
    )
    wikidata: Wikidata | None = Field(
        default=None, description="Its Wikidata item, only where verified.", examples=["Q1899"]
    )


class Participant(Model):
    """An actor's part in an event."""

    actor: ActorId = Field(description="The actor.", examples=["iran"])
    role: Annotated[Id, Term("participant-roles")] = Field(
        description="A term of the vocabulary `participant-roles`.", examples=["supplier"]
    )


class Legal(Model):
    """The legal side of a measure or a legal act."""

    authority: ActorId | None = Field(
        default=None, description="The body that took the measure.", examples=["us-treasury"]
    )
    programme: Text | None = Field(
        default=None,
        description="The sanctions programme, as the authority names it.",
        examples=["NPWMD"],
    )
    legal_basis: Text | None = Field(
        default=None,
        description="The law, order or resolution it rests on.",
        examples=["E.O. 13382"],
    )
    instrument: Text | None = Field(
        default=None,
        description="The act itself, by its number or title.",
        examples=["Council Implementing Regulation (EU) 2022/1985"],
    )


class Event(Record):
    """Something that happened, or is said to have happened, at one time and place."""

    kind: ClassVar[Kind] = Kind.EVENT

    type: Annotated[Id, Term("event-types")] = Field(
        description="A term of the vocabulary `event-types`.", examples=["sanctions-designation"]
    )
    title: Title = Field(
        description="A short neutral heading in the project's own words.",
        examples=["US Treasury designates a network procuring parts for Shahed drones"],
    )
    summary: Summary = Field(
        description="One neutral sentence, at most 300 characters: what happened, and who says so.",
        examples=["The EU Council kept the listings that were to end on 18 October 2023."],
    )
    date: Edtf = Field(
        description="When it happened: a day, or as much as is known, or an interval, as EDTF.",
        examples=["2023-10-18"],
    )
    original_date: OriginalDate | None = Field(
        default=None,
        description="The date as a source prints it in another calendar; it agrees with `date`.",
        examples=[{"text": "22 Aban 1402", "calendar": "solar-hijri"}],
    )
    standing: Standing = Field(
        description="Whether the event itself is disputed, as far as the citations show.",
        examples=["undisputed"],
    )
    standing_reason: Text | None = Field(
        default=None,
        description="Who asserts and who denies it; needed unless it is undisputed.",
        examples=["Ukraine and the United States report the delivery; Iran denies it."],
    )
    place: Place | None = Field(
        default=None,
        description="Where it happened.",
        examples=[{"name": "Tehran", "country": "IR", "precision": "city"}],
    )
    participants: tuple[Participant, ...] = Field(
        default=(),
        description="Who took part, each in a role.",
        examples=[[{"actor": "us-treasury", "role": "issuer"}]],
    )
    systems: tuple[SystemId, ...] = Field(
        default=(), description="The systems involved.", examples=[["shahed-136"]]
    )
    topics: tuple[Topic, ...] = Field(
        default=(),
        description="Terms of the vocabulary `topics`.",
        examples=[["sanctions"]],
    )
    quantities: tuple[Quantity, ...] = Field(
        default=(),
        description="Figures that belong to the event itself, as the citations give them.",
        examples=[
            [
                {
                    "measure": "persons-listed",
                    "best": 5,
                    "unit": "item",
                    "hedge": "exact",
                    "original": "five individuals",
                }
            ]
        ],
    )
    part_of: EventId | None = Field(
        default=None,
        description="The larger event that this one is a part of.",
        examples=["2023-08-04-dia-drone-exhibition"],
    )
    claims: tuple[ClaimId, ...] = Field(
        default=(),
        description="The claims that the event bears on.",
        examples=[["iran-supplied-drones-to-russia"]],
    )
    legal: Legal | None = Field(
        default=None,
        description="For measures and legal acts: authority, programme, basis, instrument.",
        examples=[{"authority": "us-treasury", "legal_basis": "E.O. 13382"}],
    )
    citations: tuple[Citation, ...] = Field(
        min_length=1,
        description="Where it can be read: every source that carries it, the best first.",
        examples=[[{"source": "2023-10-17-eu-council-retains-measures", "mode": "paraphrase"}]],
    )

    @property
    def label(self) -> str:
        return self.title

    @property
    def when(self) -> Edtf:
        return self.date
