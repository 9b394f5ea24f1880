"""What commands that read the dataset share: the dataset as of a day, ids that must be known."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from onrecord.cli import console

if TYPE_CHECKING:
    from onrecord.dataset import Dataset
    from onrecord.models import Record

__all__ = ["dataset_as_of", "known_claim", "known_record"]


def dataset_as_of(records: str | None, day: str | None) -> Dataset:
    """The dataset, or what surely was there of it by the end of a day."""
    from onrecord import api

    dataset = api.load(records)
    if day is None:
        return dataset
    try:
        return dataset.as_of(said=day)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--as-of") from error


def known_record(dataset: Dataset, word: str) -> Record:
    """The record with this id, present or former, or with this file name."""
    from onrecord.values.ids import nearest

    wanted = PurePath(word).stem if word.endswith(".yaml") else word
    record = dataset.get(wanted)
    if record is None:
        known = [each.id for each in dataset]
        raise console.UnknownError(f"no record has the id {wanted!r}", nearest(wanted, known))
    return record


def known_claim(dataset: Dataset, word: str) -> Record:
    """The claim with this id."""
    from onrecord.values.ids import nearest

    record = dataset.claims.get(PurePath(word).stem if word.endswith(".yaml") else word)
    if record is None:
        message = f"{word!r} is no claim"
        raise console.UnknownError(message, nearest(word, list(dataset.claims)))
    return record
