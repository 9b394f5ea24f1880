"""A source: a document in which something can be read."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from onrecord.models.base import Kind, Model, Record
from onrecord.models.fields import Day, LangTag, Pattern, Text, Url
from onrecord.models.parts import ActorId, SourceId
from onrecord.values.edtf import Edtf
from onrecord.values.words import Word

__all__ = ["Archived", "Read", "Source", "SourceType"]


class SourceType(Word):
    """What sort of document it is."""

    NEWS_ARTICLE = "news-article", "A report of a news outlet or agency."
    PRESS_RELEASE = "press-release", "A text that the issuing body published itself."
    TRANSCRIPT = "transcript", "The words of a speech, briefing or session, in order."
    OFFICIAL_REPORT = "official-report", "A report of a state or an international body."
    LEGAL_ACT = "legal-act", "A law, regulation, resolution, order or listing notice."
    LETTER = "letter", "A letter to named addressees."
    SOCIAL_MEDIA_POST = "social-media-post", "A post on an account."
    THINK_TANK_REPORT = (
        "think-tank-report",
        "An analysis of a research body or a non-governmental one.",
    )
    DATASET = "dataset", "Structured data."
    VIDEO = "video", "Moving pictures."
    WEB_PAGE = "web-page", "Any other page: an encyclopedia entry, an explainer, an archive."


class Read(Word):
    """How much of the source the curator saw."""

    FULL = "full", "The whole text."
    EXCERPT = "excerpt", "A part of it."


class Archived(Model):
    """A copy of the source kept elsewhere."""

    url: Url = Field(
        description="Where the copy is.",
        examples=["https://web.archive.org/web/20231113000000/https://example.org/"],
    )
    captured: Edtf = Field(description="When the copy was made, as EDTF.", examples=["2023-11-13"])
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Pattern()] | None = Field(
        default=None,
        description="The SHA-256 of the copy's bytes, in lowercase hexadecimal.",
        examples=["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    )


class Source(Record):
    """A document in which something can be read; a reprint is a source of its own."""

    kind: ClassVar[Kind] = Kind.SOURCE

    type: SourceType = Field(description="What sort of document it is.", examples=["news-article"])
    title: Text | None = Field(
        default=None,
        description="The title as printed; left out where the page as read shows none.",
        examples=["Iran’s Annual Arms Exports Total $1 Billion"],
    )
    title_translated: Text | None = Field(
        default=None,
        description="The title in English, in the project's own translation.",
        examples=["Iran exports military equipment worth one billion dollars"],
    )
    publisher: ActorId = Field(
        description="The actor that published it: an outlet, an agency, a body.",
        examples=["iran-watch"],
    )
    authors: tuple[Text, ...] = Field(
        default=(),
        description="The authors as the source names them.",
        examples=[["Parisa Hafezi"]],
    )
    published: Edtf | None = Field(
        default=None,
        description="When it was published, as EDTF; left out where the page does not show it.",
        examples=["2023-11-13"],
    )
    url: Url | None = Field(
        default=None,
        description="Where it is on the web, without tracking parameters.",
        examples=["https://www.iranwatch.org/news-brief/irans-annual-arms-exports-total-1-billion"],
    )
    archived: tuple[Archived, ...] = Field(
        default=(),
        description="Copies kept elsewhere.",
        examples=[
            [
                {
                    "url": "https://web.archive.org/web/20231113000000/https://example.org/",
                    "captured": "2023-11-13",
                }
            ]
        ],
    )
    lang: LangTag = Field(description="Its language, as a BCP 47 tag.", examples=["fa"])
    accessed: Day = Field(
        description="The day on which the curator read it.", examples=["2026-11-25"]
    )
    read: Read = Field(
        description="How much of it the curator saw: `full`, or an `excerpt`.", examples=["excerpt"]
    )
    derived_from: tuple[SourceId, ...] = Field(
        default=(),
        description="The sources on record of which it is a reprint, a translation or a wire copy.",
        examples=[["2023-11-13-tasnim-farahi-exports"]],
    )
    via: tuple[ActorId, ...] = Field(
        default=(),
        description="The agencies or outlets that it credits for the whole of its text.",
        examples=[["reuters"]],
    )

    @property
    def label(self) -> str:
        return self.title_translated or self.title or self.id

    @property
    def when(self) -> Edtf | None:
        return self.published
