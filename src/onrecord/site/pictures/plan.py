"""Which pictures a site has: a list that stands beside the documentation, in words of the dataset.

The code knows measures and types of events only by what is written there.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationError

from onrecord.diagnostics import OnrecordError
from onrecord.documents import parse
from onrecord.models import Model
from onrecord.models.fields import Id, LongText, Title

__all__ = ["Picture", "PlanError", "Row", "read_plan"]


class PlanError(OnrecordError):
    """The list of pictures cannot be read."""


class Row(Model):
    """A row of a picture of events: the types of event in it."""

    label: Title = Field(description="What the row is called.")
    types: tuple[Id, ...] = Field(min_length=1, description="Terms of `event-types`.")


class Picture(Model):
    """One picture.

    A picture of ``counts`` shows figures over time, by the body that gives them; ``days`` are the
    least and the most days that a figure is for. One of ``figures`` shows each figure on a row of
    its own. One of ``events`` shows events on an axis of time.
    """

    id: Id = Field(description="The name of its page.")
    kind: Literal["counts", "figures", "events"] = Field(description="What it shows.")
    title: Title = Field(description="Its heading.")
    lead: LongText = Field(description="What it shows and what to mind, for who reads it.")
    measures: tuple[Id, ...] = Field(default=(), description="Terms of the vocabulary `measures`.")
    days: tuple[int, int] | None = Field(default=None, description="The length of a figure's time.")
    rows: tuple[Row, ...] = Field(default=(), description="The rows of a picture of events.")
    topics: tuple[Id, ...] = Field(
        default=(), description="Terms of `topics`: only events with one of them."
    )


class _Plan(Model):
    pictures: tuple[Picture, ...]


def read_plan(content: bytes, name: str) -> tuple[Picture, ...]:
    """The pictures in the file ``name``; ``PlanError`` where it is no such list."""
    document = parse(content, name)
    if document.data is None or document.problems:
        first = next(iter(document.problems), None)
        raise PlanError(f"{name}: {first.message if first else 'is no mapping'}")
    try:
        return _Plan.model_validate(document.data).pictures
    except ValidationError as error:
        found = error.errors()[0]
        place = ".".join(map(str, found["loc"]))
        raise PlanError(f"{name}: {place}: {found['msg']}") from error
