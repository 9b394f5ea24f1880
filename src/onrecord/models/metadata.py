"""The dataset's own description: the one file ``dataset.yaml`` at the root of the records."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticKnownError

from onrecord.models.base import Kind, Model, Waiver
from onrecord.models.fields import LongText, Pattern, Text, Url

__all__ = ["FORMAT", "Maintainer", "Metadata"]

FORMAT = 1
"""The version of the record format that this library reads and writes."""


def _format(value: Any) -> int:
    # 1.0 is the same number in JSON; true is another thing, though Python has it equal 1.
    if type(value) in (int, float) and value == FORMAT:
        return FORMAT
    raise PydanticKnownError("literal_error", {"expected": str(FORMAT)})


class Maintainer(Model):
    """Who answers for the dataset."""

    name: Text = Field(description="A name.", examples=["onrecord contributors"])
    url: Url | None = Field(
        default=None, description="Where they can be reached.", examples=["https://example.org/"]
    )


class Metadata(Model):
    """What the dataset is, in which version and under which licence."""

    kind: ClassVar[Kind] = Kind.DATASET

    format: Annotated[
        int, PlainValidator(_format), WithJsonSchema({"type": "integer", "const": FORMAT})
    ] = Field(description="The version of the record format.", examples=[1])
    version: Annotated[
        str, StringConstraints(pattern=r"^20[0-9]{2}\.(?:[1-9]|1[0-2])\.[0-9]{1,4}$"), Pattern()
    ] = Field(description="The dataset's version: year.month.number.", examples=["2026.11.0"])
    title: Text = Field(
        description="The dataset's name.", examples=["onrecord: Iran's arms exports"]
    )
    description: LongText = Field(
        description="What it holds and what it does not.",
        examples=["Statements, events and sources on Iran's arms exports."],
    )
    license: Text = Field(
        description="The licence of the records, as an SPDX identifier.", examples=["CC-BY-4.0"]
    )
    maintainers: tuple[Maintainer, ...] = Field(
        min_length=1,
        description="Who answers for it.",
        examples=[[{"name": "onrecord contributors"}]],
    )
    waivers: tuple[Waiver, ...] = Field(
        default=(),
        description=(
            "Findings in the dataset as a whole that are meant to be there, each with the reason: "
            "most often what one release holds less or other of than the one before it. Taken out "
            "after that release."
        ),
        examples=[
            [
                {
                    "rule": "V003",
                    "of": ["sources"],
                    "reason": "Every source got `read`, by a script that was looked over.",
                }
            ]
        ],
    )

    @property
    def label(self) -> str:
        """The dataset's name."""
        return self.title
