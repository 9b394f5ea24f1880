"""The small dataset as plain data that a test edits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from onrecord.dataset import Dataset
from onrecord.models import MODELS, Kind, Metadata, Record, Vocabulary

Data = dict[str, Any]
STATEMENT = "2021-03-05-harbour-master-left-late"
ANSWER = "2021-03-06-company-left-on-time"
DEPARTURE = "2021-03-04-departure"


def plain(dataset: Dataset) -> dict[tuple[Kind, str], Data]:
    """A dataset as plain data that a test may edit."""
    found = {(record.kind, record.id): record.to_dict() for record in dataset}
    return found | {
        (Kind.VOCABULARY, name): each.to_dict() for name, each in dataset.vocabularies.items()
    }


def made(data: dict[tuple[Kind, str], Data], metadata: Metadata) -> Dataset:
    models = [MODELS[kind].model_validate(each) for (kind, _), each in data.items()]
    return Dataset.from_records(
        (each for each in models if isinstance(each, Record)),
        metadata=metadata,
        vocabularies=(each for each in models if isinstance(each, Vocabulary)),
    )


def edited(base: Dataset, edit: Callable[[dict[tuple[Kind, str], Data]], None]) -> Dataset:
    data = plain(base)
    edit(data)
    return made(data, base.metadata)


def of(name: str, field: str, value: Any) -> Callable[[dict[tuple[Kind, str], Data]], None]:
    """An edit that puts a value into a field of a record."""

    def edit(data: dict[tuple[Kind, str], Data]) -> None:
        (key,) = (key for key in data if key[1] == name)
        data[key][field] = value

    return edit


def rename(data: dict[tuple[Kind, str], Data]) -> None:
    record = data.pop((Kind.STATEMENT, STATEMENT))
    record |= {"id": f"{STATEMENT}-again", "former_ids": [STATEMENT]}
    data[Kind.STATEMENT, record["id"]] = record


def merge(data: dict[tuple[Kind, str], Data]) -> None:
    del data[Kind.STATEMENT, STATEMENT]
    data[Kind.STATEMENT, ANSWER]["former_ids"] = [STATEMENT]


def remove(data: dict[tuple[Kind, str], Data]) -> None:
    del data[Kind.STATEMENT, STATEMENT]


def withdraw(data: dict[tuple[Kind, str], Data]) -> None:
    withdrawn = {"date": "2026-11-25", "reason": "Recorded twice."}
    data[Kind.STATEMENT, STATEMENT] |= {"status": "withdrawn", "withdrawn": withdrawn}


def forget_former(data: dict[tuple[Kind, str], Data]) -> None:
    del data[Kind.STATEMENT, f"{STATEMENT}-again"]["former_ids"]
