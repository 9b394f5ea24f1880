"""The parts that several kinds of record share: citations, quantities, names, subjects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, PlainSerializer

from onrecord.models.base import Model
from onrecord.models.fields import Flag, Id, LangTag, Number, Ref, Term, Text
from onrecord.values.edtf import Edtf
from onrecord.values.frozen import FrozenMapping
from onrecord.values.quantities import Bounds, Hedge, bounds
from onrecord.values.words import Word

__all__ = [
    "About",
    "Calendar",
    "Citation",
    "CitationMode",
    "Counts",
    "Name",
    "NameKind",
    "OriginalDate",
    "Quantity",
    "shown_name",
]

ActorId = Annotated[Id, Ref(("actor",))]
EventId = Annotated[Id, Ref(("event",))]
SourceId = Annotated[Id, Ref(("source",))]
StatementId = Annotated[Id, Ref(("statement",))]
ClaimId = Annotated[Id, Ref(("claim",))]
SystemId = Annotated[Id, Ref(("system",))]
Topic = Annotated[Id, Term("topics")]


class CitationMode(Word):
    """How a source carries what it is cited for."""

    QUOTE = "quote", "It prints the words themselves."
    PARAPHRASE = "paraphrase", "It reports the substance in its own words."
    TRANSLATION = "translation", "It prints the words in another language than they were said in."
    MENTION = "mention", "It refers to the matter in passing, without detail of its own."


_NOTHING: Mapping[str, str | int | float | bool | tuple[str, ...]] = FrozenMapping({})


class Citation(Model):
    """Where a fact can be read, and what that source says otherwise."""

    source: SourceId = Field(
        description="The id of the source.", examples=["2023-11-13-iran-watch-arms-exports"]
    )
    locator: Text | None = Field(
        default=None,
        description="Where in the source: a page, paragraph, minute or article.",
        examples=["paragraph 18", "p. 7"],
    )
    mode: CitationMode = Field(
        description="How the source carries it: its words, a paraphrase, a translation, a mention.",
        examples=["quote"],
    )
    via: tuple[ActorId, ...] = Field(
        default=(),
        description="The agencies or outlets that the source credits for this passage.",
        examples=[["tasnim"]],
    )
    primary: bool | None = Field(
        default=None,
        strict=True,
        description="`true` where the source is the speaker's or the issuer's own publication.",
        examples=[True],
    )
    differs: Annotated[
        Mapping[Text, str | Number | Flag | tuple[str, ...]],
        AfterValidator(FrozenMapping),
        PlainSerializer(dict),
    ] = Field(
        default_factory=lambda: _NOTHING,
        description=(
            "Fields on which this source departs from the record, as a dotted path, each with the "
            "value that this source has. The record's own value is never silently preferred."
        ),
        examples=[{"date": "2023-10", "quantities.0.best": 500}],
    )


class Calendar(Word):
    """The calendars, other than the Gregorian, in which a source may date something."""

    SOLAR_HIJRI = "solar-hijri", "The official calendar of Iran."


class OriginalDate(Model):
    """A date as the source prints it, in its own calendar; it must agree with the record's date."""

    text: Text = Field(description="The words of the source.", examples=["۱۴ آبان ۱۴۰۱"])
    calendar: Calendar = Field(description="Which calendar they use.", examples=["solar-hijri"])


class Counts(Word):
    """What happened to the things that a figure counts, where that matters."""

    LAUNCHED = "launched", "Sent off, whatever became of them."
    SHOT_DOWN = "shot-down", "Destroyed in flight by fire."
    SUPPRESSED = "suppressed", "Stopped by electronic means, or lost from sight without effect."
    INTERCEPTED = "intercepted", "Shot down and suppressed together, where a source adds them up."
    HIT = "hit", "Reached what they were aimed at, or struck the ground with effect."
    LOST = "lost", "Failed or fell by themselves, or left the territory."


class Quantity(Model):
    """A figure as somebody gave it: what it measures, its bounds and hedge, and the words used."""

    measure: Annotated[Id, Term("measures")] = Field(
        description="What is measured: a term of the vocabulary `measures`.",
        examples=["arms-exports-value"],
    )
    best: Number | None = Field(
        default=None,
        description="The figure named; left out where only a range or a word such as “dozens” was.",
        examples=[1000000000],
    )
    low: Number | None = Field(
        default=None, description="The lower end, only if it was said.", examples=[1700]
    )
    high: Number | None = Field(
        default=None, description="The upper end, only if it was said.", examples=[2400]
    )
    unit: Text = Field(
        description="An ISO 4217 currency code, or `item`, `percent`, `factor`, `kg`, `km` ….",
        examples=["USD", "item"],
    )
    hedge: Hedge = Field(
        description="How the speaker qualified the figure; `exact` for a bare number.",
        examples=["almost"],
    )
    counts: Counts | None = Field(
        default=None,
        description="What became of the things counted, where that matters.",
        examples=["shot-down"],
    )
    of: Text | None = Field(
        default=None,
        description="What exactly is counted, in words, where the measure leaves it open.",
        examples=["Shahed-type drones and decoys"],
    )
    systems: tuple[SystemId, ...] = Field(
        default=(),
        description="The systems that the figure counts, where it is limited to some.",
        examples=[["shahed-136"]],
    )
    period: Edtf | None = Field(
        default=None,
        description="The time that the figure covers, as EDTF.",
        examples=["2022-03-21/2023-03-20"],
    )
    original: Text = Field(
        description="The words that gave the figure, exactly as the source prints them.",
        examples=["almost $1 billion"],
    )

    @property
    def bounds(self) -> Bounds:
        """The lowest and highest value that the words allow, from the figure and its hedge."""
        return bounds(self.best, self.low, self.high, self.hedge)


class NameKind(Word):
    """What sort of name it is."""

    PRIMARY = "primary", "The name to show, one for each language."
    ALIAS = "alias", "Another name in use."
    TRANSLITERATION = "transliteration", "The name in another script, letter by letter or by sound."


class Name(Model):
    """A name in one language."""

    text: Text = Field(description="The name.", examples=["حسین امیرعبداللهیان"])
    lang: LangTag = Field(description="Its language, as a BCP 47 tag.", examples=["fa"])
    kind: NameKind = Field(
        description="`primary`, `alias` or `transliteration`.", examples=["primary"]
    )


class About(Model):
    """What a record is about, beyond what its other fields name."""

    actors: tuple[ActorId, ...] = Field(
        default=(), description="Actors spoken of.", examples=[["iran", "russia"]]
    )
    systems: tuple[SystemId, ...] = Field(
        default=(), description="Systems spoken of.", examples=[["shahed-136"]]
    )
    events: tuple[EventId, ...] = Field(
        default=(), description="Events spoken of.", examples=[["2022-08-first-drone-delivery"]]
    )
    topics: tuple[Topic, ...] = Field(
        default=(),
        description="Terms of the vocabulary `topics`.",
        examples=[["uav-transfers-to-russia"]],
    )


def shown_name(names: tuple[Name, ...]) -> str:
    """The English primary name if there is one, else the first primary, else the first name."""
    primary = [name for name in names if name.kind is NameKind.PRIMARY]
    english = [name for name in primary if name.lang == "en" or name.lang.startswith("en-")]
    return (english or primary or list(names))[0].text
