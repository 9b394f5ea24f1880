"""A typed, ordered mapping of records by id that makes each record on first touch."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from onrecord.dataset.unknown import UnknownError
from onrecord.models import Kind, Record

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from onrecord.dataset.queries import Select
    from onrecord.values.edtf import Edtf

__all__ = ["Records"]

R = TypeVar("R", bound=Record)

_SHOWN = 10


class Records(Mapping[str, R], Generic[R]):
    """Records of one kind by id; dated kinds in order of date, the others in order of id.

    A former id gives the record that now carries another one. Iterating gives the present ids only.
    """

    __slots__ = ("_former", "_made", "_raw", "_select", "_type")

    def __init__(
        self,
        type_: type[R],
        raw: Mapping[str, bytes | R],
        *,
        former: Mapping[str, str],
        select: Select,
    ) -> None:
        self._type = type_
        self._raw = raw
        self._made: dict[str, R] = {}
        self._former = former
        self._select = select

    @property
    def kind(self) -> Kind:
        """The kind of all these records."""
        return self._type.kind

    def __reduce__(self) -> tuple[Any, ...]:
        raw, former = dict(self._raw), dict(self._former)
        return partial(Records, self._type, raw, former=former, select=self._select), ()

    def __deepcopy__(self, memo: object) -> Records[R]:
        return self

    def __getitem__(self, record_id: str) -> R:
        made = self._made.get(record_id)
        return self._make(record_id) if made is None else made

    def _make(self, record_id: str) -> R:
        present = record_id if record_id in self._raw else self._former.get(record_id, record_id)
        if present not in self._made:
            raw = self._raw.get(present)
            if raw is None:
                raise UnknownError(record_id, f"no {self.kind} here has the id {record_id!r}", self)
            self._made[present] = (
                self._type.model_validate_json(raw) if isinstance(raw, bytes) else raw
            )
        return self._made[present]

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._raw or (
            isinstance(record_id, str) and self._former.get(record_id) in self._raw
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def where(
        self,
        *,
        speaker: str | Record | None = None,
        claim: str | Record | None = None,
        topic: str | None = None,
        system: str | Record | None = None,
        country: str | None = None,
        period: str | Edtf | datetime.date | None = None,
        surely: bool = False,
        type: str | None = None,  # noqa: A002  the field's own name
        active: bool | None = None,
    ) -> Records[R]:
        """Those that meet every condition given, in the same order; conditions chain.

        ``speaker``, ``claim`` and ``system`` are records or ids (former ones too), ``topic`` a term
        of the vocabulary (its narrower terms count as well), ``country`` an ISO 3166-1 alpha-2 code
        (of a speaker, a participant, a place, a publisher or the actor itself), ``type`` the kind's
        own type (or ``act``).

        ``period`` is a day or EDTF, all days of it. Whether a record's date shares one of them is
        true, false, or cannot be told (``2022-11?``, or ``2022`` of a month): selected are those of
        which it is not false, and with ``surely`` those alone of which it is true.

        Raises ``UnknownError``, a ``KeyError``, for an id, a topic, a type or a country that is
        none and for a condition that the kind has no field for, ``ValueError`` for a period that is
        not EDTF or for ``surely`` without one, and ``TypeError`` for a value of another type.
        """
        given = {
            "speaker": speaker,
            "claim": claim,
            "topic": topic,
            "system": system,
            "country": country,
            "period": period,
            "type": type,
            "active": active,
        }
        conditions = {name: value for name, value in given.items() if value is not None}
        chosen = {record.id: record for record in self._select(self, conditions, surely=surely)}
        return Records(self._type, chosen, former=self._former, select=self._select)

    def to_arrow(self) -> pa.Table:
        """These records as a table, a row each, as in a release. Needs the extra ``release``."""
        from onrecord.exports.bridges import arrow_of_records

        return arrow_of_records(self.kind, tuple(self.values()), self._former)

    def to_pandas(self) -> pd.DataFrame:
        """The same as a data frame of pandas. Needs the extra ``pandas``."""
        from onrecord.exports.bridges import pandas_of_records

        return pandas_of_records(self.kind, tuple(self.values()), self._former)

    def to_polars(self) -> pl.DataFrame:
        """The same as a data frame of Polars. Needs the extra ``polars``."""
        from onrecord.exports.bridges import polars_of_records

        return polars_of_records(self.kind, tuple(self.values()), self._former)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The same for any library that takes Arrow's C stream (the PyCapsule interface)."""
        stream: object = self.to_arrow().__arrow_c_stream__(requested_schema)
        return stream

    def __repr__(self) -> str:
        first = ", ".join(list(self)[:3])
        more = ", …" if len(self) > 3 else ""
        return f"<{len(self)} {self.kind.folder}: {first}{more}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(record.id)}</td><td>{escape(str(record.when or ''))}</td>"
            f"<td>{escape(record.label)}</td></tr>"
            for record in (self[record_id] for record_id in list(self)[:_SHOWN])
        )
        caption = f"{len(self)} {self.kind.folder}"
        if len(self) > _SHOWN:
            caption += f", the first {_SHOWN} shown"
        return (
            f"<table><caption>{caption}</caption><thead><tr><th>id</th><th>date</th>"
            f"<th>label</th></tr></thead><tbody>{rows}</tbody></table>"
        )
