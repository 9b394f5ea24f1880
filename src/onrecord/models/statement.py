"""A statement: one thing said by one voice on one occasion."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from onrecord.models.base import Kind, Model, Record
from onrecord.models.fields import LangTag, Summary, Text
from onrecord.models.parts import (
    About,
    ActorId,
    Citation,
    ClaimId,
    EventId,
    OriginalDate,
    Quantity,
    SourceId,
    StatementId,
    SystemId,
)
from onrecord.values.edtf import Edtf
from onrecord.values.words import Word

__all__ = [
    "Act",
    "Medium",
    "Quote",
    "Relation",
    "RelationType",
    "Scope",
    "Speaker",
    "Stance",
    "StanceOnClaim",
    "Statement",
    "Translator",
]


class Act(Word):
    """What the speaker does by saying it."""

    ASSERTION = "assertion", "Says that something is so."
    DENIAL = "denial", "Says that something others say is not so."
    ADMISSION = "admission", "Says that something held against the speaker's own side is so."
    ANNOUNCEMENT = "announcement", "Makes known what the speaker or its body does, did or will do."
    ACCUSATION = "accusation", "Says that another did what the speaker calls wrong."
    ESTIMATE = "estimate", "Gives a figure or a likelihood as the speaker's own reckoning."
    THREAT = "threat", "Says that harm will follow."
    PROMISE = "promise", "Binds the speaker to do or not to do something."
    DEMAND = "demand", "Asks another to do or to stop something."
    QUESTION = "question", "Asks to be told something, in public."
    REFUSAL_TO_COMMENT = "refusal-to-comment", "Was asked, and declined to answer."


class Medium(Word):
    """How it was said, where no event of its own is on record."""

    INTERVIEW = "interview", "To a journalist, for publication."
    PRESS_CONFERENCE = "press-conference", "To journalists, with questions."
    PRESS_BRIEFING = "press-briefing", "A regular briefing of a spokesperson."
    PRESS_RELEASE = "press-release", "A text that a body published itself."
    SPEECH = "speech", "To an audience, in public."
    LETTER = "letter", "To named addressees."
    SOCIAL_MEDIA_POST = "social-media-post", "On the speaker's account."
    COURT_FILING = "court-filing", "A document in a case before a court."
    LEGAL_NOTICE = "legal-notice", "In a gazette or a notice with legal force."
    REPORT = "report", "A report that the speaker published."
    ARTICLE = "article", "A text of the outlet or author that is itself the speaker."
    STATEMENT_TO_MEDIA = (
        "statement-to-media",
        "Given to journalists, in a form not known more closely.",
    )
    MEETING = "meeting", "In a meeting, made known afterwards."
    PHONE_CALL = "phone-call", "In a call, made known afterwards."
    BROADCAST = "broadcast", "On radio, television or in a video message."


class Stance(Word):
    """What a statement does to a claim."""

    AFFIRMS = "affirms", "Says that the claim is true."
    DENIES = "denies", "Says that the claim is false, in whole (within the scope, if one is given)."
    PARTLY_AFFIRMS = (
        "partly-affirms",
        "Affirms it for one scope, and denies it or leaves it open for the rest.",
    )
    LEAVES_OPEN = (
        "leaves-open",
        (
            "Speaks to it and says neither: that it cannot be confirmed, or what follows if it is"
            " true."
        ),
    )
    DECLINES_TO_COMMENT = "declines-to-comment", "Was asked about it, and refused to say."
    RETRACTS = "retracts", "Takes back what the same speaker or body had said of it."


class RelationType(Word):
    """How a statement stands to an earlier statement or event."""

    RESPONDS_TO = "responds-to", "Answers it."
    REPEATS = "repeats", "Says the same again."
    RETRACTS = "retracts", "Takes it back."
    CORRECTS = "corrects", "Puts a part of it right."
    ELABORATES = "elaborates", "Adds to it."
    QUOTES = "quotes", "Gives its words or substance as another's."


class Translator(Word):
    """Who made a translated quote."""

    OFFICIAL = "official", "The speaker's own body published it."
    AGENCY = "agency", "A news agency."
    OUTLET = "outlet", "The outlet that prints it."
    CURATOR = "curator", "A contributor to this dataset."


class Speaker(Model):
    """Who spoke, and as what."""

    actor: ActorId = Field(
        description="The person, or the body that speaks as such.",
        examples=["hossein-amir-abdollahian"],
    )
    capacity: Text = Field(
        description="The office of that day, in words; “unnamed officials” where none is named.",
        examples=["Minister of Foreign Affairs of Iran"],
    )
    on_behalf_of: ActorId | None = Field(
        default=None, description="The body spoken for, where the words say so.", examples=["iran"]
    )


class Scope(Model):
    """The part of a claim that a stance speaks to."""

    period: Edtf | None = Field(
        default=None,
        description="The time for which the stance holds, as EDTF.",
        examples=["../2022-02-23"],
    )
    systems: tuple[SystemId, ...] = Field(
        default=(), description="The systems for which it holds.", examples=[["shahed-136"]]
    )
    note: Text | None = Field(
        default=None,
        description="The limits in words, where period and systems do not say them.",
        examples=["Drones supplied for use in the war in Ukraine."],
    )


class StanceOnClaim(Model):
    """A stance on one claim, within a scope."""

    claim: ClaimId = Field(description="The claim.", examples=["iran-supplied-drones-to-russia"])
    stance: Stance = Field(description="What the statement does to it.", examples=["denies"])
    scope: Scope | None = Field(
        default=None,
        description="The part of the claim spoken to; left out for the whole.",
        examples=[{"period": "../2022-02-23"}],
    )


class Quote(Model):
    """Words of the speaker, to the letter, as one source prints them."""

    text: Text = Field(
        description="The words, at most 40, without quotation marks around them.",
        examples=["we gave a limited number of drones to Russia months before the Ukraine war"],
    )
    lang: LangTag = Field(description="Their language, as a BCP 47 tag.", examples=["en"])
    source: SourceId = Field(
        description="The source that prints them; one that the record cites.",
        examples=["2022-11-05-reuters-iran-drones-before-war"],
    )
    translation_of: LangTag | None = Field(
        default=None,
        description="The language in which they were said, where `text` is a translation.",
        examples=["fa"],
    )
    translator: Translator | None = Field(
        default=None,
        description="Who translated, where `text` is a translation.",
        examples=["agency"],
    )


class Relation(Model):
    """A tie to an earlier statement or event: exactly one of the two."""

    type: RelationType = Field(description="How they are tied.", examples=["responds-to"])
    statement: StatementId | None = Field(
        default=None,
        description="The earlier statement.",
        examples=["2022-07-11-sullivan-iran-preparing-drones"],
    )
    event: EventId | None = Field(
        default=None, description="The earlier event.", examples=["2022-10-17-kyiv-drone-attack"]
    )
    note: Text | None = Field(
        default=None,
        description="What the tie rests on, where it is not plain.",
        examples=["Names the White House briefing of the day before."],
    )


class Statement(Record):
    """One thing said by one voice on one occasion; a joint statement is one voice of several."""

    kind: ClassVar[Kind] = Kind.STATEMENT

    speakers: tuple[Speaker, ...] = Field(
        min_length=1,
        description="Who said it, with the capacity of that day; several for a joint statement.",
        examples=[[{"actor": "mehdi-farahi", "capacity": "Deputy Minister of Defence of Iran"}]],
    )
    date: Edtf = Field(
        description="When it was said (not when it was printed), as EDTF.", examples=["2022-11-05"]
    )
    original_date: OriginalDate | None = Field(
        default=None,
        description="The date as the source prints it in another calendar; it agrees with `date`.",
        examples=[{"text": "۱۴ آبان ۱۴۰۱", "calendar": "solar-hijri"}],
    )
    occasion: EventId | None = Field(
        default=None,
        description="The speech, press conference or meeting at which it was said, if on record.",
        examples=["2023-11-13-rajaei-university-ceremony"],
    )
    medium: Medium | None = Field(
        default=None, description="How it was said.", examples=["press-conference"]
    )
    audience: tuple[ActorId, ...] = Field(
        default=(),
        description="To whom it was addressed, where it was.",
        examples=[["un-security-council"]],
    )
    act: Act = Field(description="What the speaker does by saying it.", examples=["admission"])
    summary: Summary = Field(
        description=(
            "One neutral sentence in the project's own words, at most 300 characters, that can be "
            "read alone and says no more than the citations do."
        ),
        examples=[
            "Iran's foreign minister said a small number of drones went to Russia before the war."
        ],
    )
    stances: tuple[StanceOnClaim, ...] = Field(
        default=(),
        description="What it says of the claims at issue, one entry a claim (or a scope of one).",
        examples=[[{"claim": "iran-supplied-drones-to-russia", "stance": "denies"}]],
    )
    quantities: tuple[Quantity, ...] = Field(
        default=(),
        description="The figures that the speaker gave.",
        examples=[
            [
                {
                    "measure": "arms-exports-value",
                    "best": 1000000000,
                    "unit": "USD",
                    "hedge": "almost",
                    "original": "almost $1 billion",
                }
            ]
        ],
    )
    quotes: tuple[Quote, ...] = Field(
        default=(),
        description="The speaker's own words, each at most 40, in the language of the source.",
        examples=[
            [{"text": "almost $1 billion", "lang": "en", "source": "2023-11-16-ifmat-exports"}]
        ],
    )
    about: About | None = Field(
        default=None,
        description="Who and what is spoken of, beyond what the stances and figures name.",
        examples=[{"actors": ["russia"], "topics": ["uav-transfers-to-russia"]}],
    )
    relations: tuple[Relation, ...] = Field(
        default=(),
        description="Ties to earlier statements and events, never to later ones.",
        examples=[
            [{"type": "responds-to", "statement": "2022-07-11-sullivan-iran-preparing-drones"}]
        ],
    )
    citations: tuple[Citation, ...] = Field(
        min_length=1,
        description="Where it can be read: every source that carries it, the best first.",
        examples=[[{"source": "2023-11-13-iran-watch-arms-exports", "mode": "paraphrase"}]],
    )

    @property
    def label(self) -> str:
        return self.summary

    @property
    def speaker_ids(self) -> tuple[str, ...]:
        """The ids of all speakers, in order."""
        return tuple(speaker.actor for speaker in self.speakers)

    @property
    def when(self) -> Edtf:
        return self.date
