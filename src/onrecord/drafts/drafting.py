"""A draft: plain data of a kind as the canonical text of a file, and where the file belongs.

Where it belongs is asked of the rule that judges it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.documents import Document, dump, parse
from onrecord.drafts.paths import DraftError
from onrecord.models import MODELS, Kind
from onrecord.models.walk import key_order
from onrecord.rules import all_rules
from onrecord.rules.fit import Fit
from onrecord.values.ids import ID_MAX_LENGTH, is_id

__all__ = ["Draft", "draft", "place_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record that is not on record yet: its data, the text of its file, its path in records."""

    kind: Kind
    id: str
    path: str
    data: Mapping[str, Any]
    text: str

    @property
    def content(self) -> bytes:
        """The bytes of its file."""
        return self.text.encode()


def draft(kind: Kind, data: Mapping[str, Any]) -> Draft:
    """The data of a record as a draft.

    Raises ``DraftError`` where it has no id that a file can be called by, or a value that no record
    can hold; what is missing or wrong in it is for validation to say.
    """
    record_id = data.get("id")
    if not isinstance(record_id, str) or not is_id(record_id):
        raise DraftError(
            f"{record_id!r} is no id: lowercase letters and digits in words joined by hyphens, at"
            f" most {ID_MAX_LENGTH} characters"
        )
    try:
        text = dump(data, key_order(MODELS[kind]))
    except ValueError as error:
        raise DraftError(str(error)) from error
    path = place_of(kind, parse(text.encode(), record_id))
    return Draft(kind=kind, id=record_id, path=path, data=dict(data), text=text)


def place_of(kind: Kind, document: Document) -> str:
    """The path below the records' root at which the rules want a record with an id."""
    name = f"{(document.data or {})['id']}.yaml"
    fit = Fit(f"{kind.folder}/{name}", kind, document)
    wanted = next(iter(all_rules()["S011"].check(fit)), None)
    return f"{wanted.expected if wanted is not None else kind.folder}/{name}"
