"""``Dataset``: the records of all kinds together, and what refers to what."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from onrecord.dataset.asked import id_asked
from onrecord.dataset.queries import Select, kind_of
from onrecord.dataset.records import Records
from onrecord.dataset.unknown import UnknownError
from onrecord.dataset.uses import Use, Uses
from onrecord.garbage import without_collection
from onrecord.models import (
    MODELS,
    RECORD_KINDS,
    Actor,
    Claim,
    Event,
    Kind,
    Metadata,
    Record,
    Source,
    Statement,
    System,
    Vocabulary,
)
from onrecord.models.fields import Ref
from onrecord.models.walk import marked
from onrecord.values.edtf import Edtf

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from onrecord.dataset.claims import Contradiction, History
    from onrecord.dataset.origins import Origins
    from onrecord.dataset.search import Hit, Index

__all__ = ["Dataset"]


class Dataset:
    """Every record by id, typed and in order; references followed both ways. Immutable.

    ``statements``, ``events``, ``sources``, ``claims``, ``actors`` and ``systems`` are mappings by
    id; ``dataset[id]`` finds a record of any kind. Former ids resolve everywhere.
    """

    def __init__(
        self,
        *,
        metadata: Metadata,
        vocabularies: Mapping[str, Vocabulary],
        records: Mapping[Kind, Mapping[str, bytes | Record]],
        former: Mapping[str, str],
    ) -> None:
        self._metadata = metadata
        self._vocabularies = MappingProxyType(dict(vocabularies))
        self._former = MappingProxyType(dict(former))
        self._raw, select = records, Select(self)
        self._kinds: dict[Kind, Records[Any]] = {
            kind: Records(MODELS[kind], records.get(kind, {}), former=self._former, select=select)
            for kind in RECORD_KINDS
        }

    def __reduce__(self) -> tuple[Any, ...]:
        made_again = partial(
            Dataset,
            metadata=self._metadata,
            vocabularies=dict(self._vocabularies),
            records={kind: dict(records) for kind, records in self._raw.items()},
            former=dict(self._former),
        )
        return made_again, ()

    def __deepcopy__(self, memo: object) -> Dataset:
        return self

    @property
    def metadata(self) -> Metadata:
        """What the dataset says of itself: title, licence, version."""
        return self._metadata

    @property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """The lists of words that records use, by id: topics, event types, measures and so on."""
        return self._vocabularies

    @classmethod
    def from_records(
        cls,
        records: Iterable[Record],
        *,
        metadata: Metadata,
        vocabularies: Iterable[Vocabulary] = (),
    ) -> Dataset:
        """A dataset of these records, put in order.

        The last of two with the same id counts; a former id that is a record's present one is its.
        """
        by_kind: dict[Kind, dict[str, Record]] = {kind: {} for kind in RECORD_KINDS}
        former: dict[str, str] = {}
        present: set[str] = set()
        for record in sorted(records, key=_order):
            by_kind[record.kind][record.id] = record
            present.add(record.id)
            former.update(dict.fromkeys(record.former_ids, record.id))
        return cls(
            metadata=metadata,
            vocabularies={vocabulary.id: vocabulary for vocabulary in vocabularies},
            records=by_kind,
            former={old: new for old, new in former.items() if old not in present},
        )

    @property
    def statements(self) -> Records[Statement]:
        """The statements by id, in order of the day they were made."""
        return self._kinds[Kind.STATEMENT]

    @property
    def events(self) -> Records[Event]:
        """The events by id, in order of date."""
        return self._kinds[Kind.EVENT]

    @property
    def sources(self) -> Records[Source]:
        """The sources by id, in order of publication; those without a date come last."""
        return self._kinds[Kind.SOURCE]

    @property
    def claims(self) -> Records[Claim]:
        """The claims by id."""
        return self._kinds[Kind.CLAIM]

    @property
    def actors(self) -> Records[Actor]:
        """The actors by id."""
        return self._kinds[Kind.ACTOR]

    @property
    def systems(self) -> Records[System]:
        """The systems by id."""
        return self._kinds[Kind.SYSTEM]

    def of_kind(self, kind: Kind | str) -> Records[Any]:
        """The records of a kind (``"statement"``); ``ValueError`` for a word that is none."""
        return self._kinds[kind_of(kind)]

    @property
    def former_ids(self) -> Mapping[str, str]:
        """Every id that a record had before, with the one that it has now."""
        return self._former

    @property
    def version(self) -> str:
        """The dataset's version."""
        return self.metadata.version

    @cached_property
    def _kind_of(self) -> Mapping[str, Kind]:
        """The kind of the record that each id leads to, present or former."""
        found = {record_id: kind for kind, records in self._kinds.items() for record_id in records}
        former = {old: found[new] for old, new in self._former.items() if new in found}
        return former | found

    def __getitem__(self, record_id: str) -> Record:
        found = self.get(record_id)
        if found is None:
            raise UnknownError(record_id, f"no record has the id {record_id!r}", self._kind_of)
        return found

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._kind_of

    def __iter__(self) -> Iterator[Record]:
        for records in self._kinds.values():
            yield from records.values()

    def __len__(self) -> int:
        return sum(len(records) for records in self._kinds.values())

    def get(self, record_id: str) -> Record | None:
        """The record with this id, present or former, or ``None``."""
        kind = self._kind_of.get(record_id)
        return None if kind is None else self._kinds[kind][record_id]

    @cached_property
    def _uses(self) -> Uses:
        with without_collection():  # it makes every record
            return Uses(self, self._former)

    def uses_of(self, record: str | Record) -> tuple[Use, ...]:
        """Every place that names this record, in the dataset's order."""
        return self._uses.of(id_asked(self, record))

    def references_of(self, record: str | Record) -> tuple[Record, ...]:
        """The records that this one names, each once, in the order of its fields."""
        found = record if isinstance(record, Record) else self[record]
        ids = dict.fromkeys(mark.value for mark in marked(found) if isinstance(mark.mark, Ref))
        return tuple(self[target] for target in ids if target in self)

    def statements_by(self, actor: str | Record) -> tuple[Statement, ...]:
        """What this actor said, alone or with others, in order of date."""
        asked = id_asked(self, actor, Kind.ACTOR)
        return self._uses.among(self.statements, asked, "speakers", part="actor")

    def citing(self, source: str | Record) -> tuple[Record, ...]:
        """The records that cite this source, of every kind."""
        uses = self.uses_of(id_asked(self, source, Kind.SOURCE))
        return tuple(
            {use.record.id: use.record for use in uses if "citations" in use.path}.values()
        )

    def on(self, claim: str | Record) -> tuple[Statement | Event, ...]:
        """The statements that take a stance on this claim and events that bear on it, by date."""
        asked = id_asked(self, claim, Kind.CLAIM)
        statements = self._uses.among(self.statements, asked, "stances")
        events = self._uses.among(self.events, asked, "claims")
        return tuple(sorted((*statements, *events), key=_order))

    def answers_to(self, record: str | Record) -> tuple[Statement, ...]:
        """The statements tied to this statement or event: that answer, repeat, correct or quote it.

        They are in order of date.
        """
        asked = id_asked(self, record, Kind.STATEMENT, Kind.EVENT)
        return self._uses.among(self.statements, asked, "relations")

    def said_at(self, event: str | Record) -> tuple[Statement, ...]:
        """The statements made on this occasion."""
        return self._uses.among(self.statements, id_asked(self, event, Kind.EVENT), "occasion")

    def publications_of(self, actor: str | Record) -> tuple[Source, ...]:
        """The sources that this actor published, in order of date."""
        return self._uses.among(self.sources, id_asked(self, actor, Kind.ACTOR), "publisher")

    def parts_of(self, event: str | Record) -> tuple[Event, ...]:
        """The events that are a part of this one, in order of date."""
        return self._uses.among(self.events, id_asked(self, event, Kind.EVENT), "part_of")

    @cached_property
    def states(self) -> Mapping[str, str]:
        """The actor that is the state of each country, by the country's code; the first by id."""
        from onrecord.dataset.parties import states_in

        return states_in(self.actors.values())

    def history(self, claim: str | Record) -> History:
        """What was said of a claim and what bears on it, in order, with its status at each step.

        Raises ``UnknownError``, a ``KeyError``, for what is no claim.
        """
        from onrecord.dataset.claims import history_of

        return history_of(self, self.claims[id_asked(self, claim, Kind.CLAIM)])

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Every two places that speak against each other: stances, figures, what sources have.

        Each pair comes once; none says who is right.
        """
        return self._contradictions

    @cached_property
    def _contradictions(self) -> tuple[Contradiction, ...]:
        from onrecord.dataset.claims import contradictions_in

        return tuple(contradictions_in(self))

    def origins(self, record: str | Record) -> Origins:
        """How many independent origins a record's citations have, and what ties its sources.

        Statements and events cite sources, and actors for their offices; ``UnknownError``, a
        ``KeyError``, for a record of another kind.
        """
        from onrecord.dataset.origins import CITING, origins_of

        found = id_asked(self, record, *CITING)
        return origins_of(self, record if isinstance(record, Record) else self[found])

    def search(
        self, query: str, *, kinds: Iterable[Kind | str] = (), lang: str | None = None
    ) -> tuple[Hit, ...]:
        """The records with all words of the query in their texts or names, the closest first.

        A phrase stands in double quotes; ``*`` ends a beginning (``drone*``). Case, diacritics and
        variants of letters do not count. ``kinds`` are words such as ``"statement"``, ``lang`` the
        tag of the language of the text found (``"fa"``). Raises ``SearchError``, a ``ValueError``,
        where there is no word to look for or the tag is none, and ``ValueError`` for a kind that is
        none.
        """
        wanted = [kinds] if isinstance(kinds, str) else kinds
        return self._index.search(query, kinds=map(kind_of, wanted), lang=lang)

    @cached_property
    def _index(self) -> Index:
        from onrecord.dataset.search import Index

        with without_collection():
            return Index(self)

    def cite(self, record: str | Record, style: str = "apa") -> str:
        """How to cite a source, or any other record as a part of this version of the dataset.

        ``style`` is ``apa``, ``chicago``, ``bibtex``, ``csl-json`` or ``wiki``; ``ValueError`` for
        another word. Authors stand as the source prints their names.
        """
        from onrecord.dataset.citing import STYLES, work_of

        if style not in STYLES:
            message = f"{style!r} is no style: it must be one of {', '.join(STYLES)}"
            raise ValueError(message)
        found = record if isinstance(record, Record) else self[record]
        return STYLES[style](work_of(found, self))

    def affiliated_only(self) -> tuple[Record, ...]:
        """The records that rest on media of a state, a party or an opposition alone."""
        from onrecord.dataset.origins import CITING

        citing = [each for kind in CITING for each in self._kinds[kind].values() if each.is_active]
        return tuple(each for each in citing if self.origins(each).affiliated_only)

    def as_of(
        self,
        *,
        said: str | Edtf | datetime.date | None = None,
        added: str | Edtf | datetime.date | None = None,
        possibly: bool = False,
    ) -> Dataset:
        """The dataset as of the end of a day, on the world's clock, on its own, or on both.

        ``said`` keeps the statements surely said, the events surely begun and the sources surely
        published by then (``possibly``: those that may have been, too). ``added`` keeps the records
        that had entered the dataset; their fields are as they are now, and a release has them as
        they were. A reference to a record that is not there leads nowhere. Raises ``ValueError``
        for a date that is not EDTF or has no last day.
        """
        from onrecord.dataset.moment import there_by

        return self._with(there_by(self, said=said, added=added, possibly=possibly))

    def arrow(self, table: str) -> pa.Table:
        """A table of a release, by its name (``"quotes"``) or a kind's, in memory as Arrow has it.

        Raises ``ValueError`` for a name that no table has. Needs the extra ``release``.
        """
        from onrecord.exports.bridges import arrow_of_table

        return arrow_of_table(self, table)

    def duckdb(self) -> DuckDBPyConnection:
        """A DuckDB database in memory with all tables of a release and its views, described.

        Close it when done. Needs the extra ``duckdb``.
        """
        from onrecord.exports.bridges import duckdb_of

        return duckdb_of(self)

    def _with(self, records: Iterable[Record]) -> Dataset:
        by_kind: dict[Kind, dict[str, Record]] = {kind: {} for kind in RECORD_KINDS}
        for record in records:
            by_kind[record.kind][record.id] = record
        metadata, vocabularies = self.metadata, self.vocabularies
        return Dataset(
            metadata=metadata, vocabularies=vocabularies, records=by_kind, former=self._former
        )

    def resolve(self, record_id: str) -> str:
        """The id that a record has now; the id given, where it is not a former one."""
        return self._former.get(record_id, record_id)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(records)} {kind.folder}" for kind, records in self._kinds.items())
        return f"<Dataset {self.version}: {counts}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{kind.folder}</td><td>{len(records)}</td></tr>"
            for kind, records in self._kinds.items()
        )
        return f"<table><caption>onrecord {self.version}</caption><tbody>{rows}</tbody></table>"


def _order(record: Record) -> tuple[bool, Any, str]:
    """By date where a kind has one (undated last), then by id."""
    return (record.when is None, record.when.sort_key if record.when else (), record.id)
