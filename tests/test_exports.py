"""Releases: nothing lost, nothing that depends on the order of files, and others can read them."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from onrecord import storage
from onrecord.dataset import Dataset, compile_dataset, open_compiled
from onrecord.exports import FORMATS, Snapshot, data_hash, export
from onrecord.exports.canonical import canonical
from onrecord.exports.shape import Sort, shapes
from onrecord.exports.tables import Table, tables
from onrecord.models import MODELS, RECORD_KINDS, Kind, Metadata, Model, Record, Vocabulary

CASE = json.loads((Path(__file__).parent / "cases/exports.json").read_text(encoding="utf-8"))
METADATA = Metadata.model_validate(CASE["metadata"])
TOPICS = Vocabulary.model_validate(CASE["vocabularies"][0])
RECORDS: list[tuple[Kind, dict[str, Any]]] = [
    (Kind(kind), data) for kind, found in CASE["records"].items() for data in found
]


def dataset_of(records: list[tuple[Kind, dict[str, Any]]]) -> Dataset:
    made = [MODELS[kind].model_validate(data) for kind, data in records]
    return Dataset.from_records(
        [each for each in made if isinstance(each, Record)],
        metadata=METADATA,
        vocabularies=[TOPICS],
    )


@cache
def dataset() -> Dataset:
    return dataset_of(RECORDS)


@cache
def release() -> dict[str, bytes]:
    return export(dataset(), package_version="2026.11.0")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("release") / "out"
    storage.write_release(out, release())
    return out


# Nothing lost


def test_json_holds_every_record_and_the_metadata() -> None:
    whole = json.loads(release()["onrecord.json"])
    assert whole["metadata"] == METADATA.to_dict()
    assert whole["vocabularies"] == [TOPICS.to_dict()]
    given = {data["id"]: data for _, data in RECORDS}
    assert {each["id"]: each for kind in RECORD_KINDS for each in whole[kind.folder]} == given
    assert [each["id"] for each in whole["statements"]] == list(dataset().statements)


def test_json_has_one_record_a_line() -> None:
    lines = release()["onrecord.json"].decode("utf-8").splitlines()
    ids = [json.loads(line.rstrip(","))["id"] for line in lines if line.startswith('{"id":')]
    assert ids == [*dataset().statements, "2022-e", "s", "c", "a", "b", "w", "topics"]


@pytest.mark.parametrize("kind", RECORD_KINDS, ids=str)
def test_json_lines_give_the_records_back(kind: Kind) -> None:
    lines = release()[f"{kind.folder}.jsonl"].splitlines()
    back = [MODELS[kind].model_validate_json(line) for line in lines]
    assert back == list(dataset().of_kind(kind).values())


def rows_of(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(
        io.BytesIO(release()[f"{name}.parquet"])
    ).to_pylist()
    return found


def rebuilt(
    kind: Kind, record: str, model: type[Model], row: dict[str, Any], at: str
) -> dict[str, Any]:
    """A record, or a part of one, from the tables alone."""
    made: dict[str, Any] = {}
    for shape in shapes(model):
        path = f"{at}{shape.key}"
        if shape.sort is Sort.MAPPING or (shape.model and shape.many):
            made[shape.key] = rebuilt_list(kind, record, shape, path)
        elif shape.model:
            prefix = f"{shape.key}_"
            own = {key.removeprefix(prefix): row[key] for key in row if key.startswith(prefix)}
            made[shape.key] = rebuilt(kind, record, shape.model, own, f"{path}.")
        else:
            made[shape.key] = plain(row[shape.key], shape.sort)
    return {key: value for key, value in made.items() if value not in (None, {}, [])}


def rebuilt_list(kind: Kind, record: str, shape: Any, path: str) -> Any:
    place = {"record_kind": kind.value, "record": record, "within": path}
    rows = [row for row in rows_of(shape.key) if {key: row[key] for key in place} == place]
    assert [row["position"] for row in rows] == list(range(len(rows)))
    if shape.sort is Sort.MAPPING:
        return {row["key"]: json.loads(row["value"]) for row in rows}
    return [rebuilt(kind, record, shape.model, row, f"{path}.{row['position']}.") for row in rows]


def plain(value: Any, sort: Sort) -> Any:
    if value is None:
        return None
    match sort:
        case Sort.DAY:
            return value.isoformat()
        case Sort.ANY:
            return json.loads(value)
        case _:
            return value


def present(data: dict[str, Any]) -> Any:
    """A record with present ids in the place of former ones, as tables have them to join."""
    text = json.dumps({key: value for key, value in data.items() if key != "former_ids"})
    for old, new in dataset().former_ids.items():
        text = text.replace(json.dumps(old), json.dumps(new))
    kept = {key: data[key] for key in ("former_ids",) if key in data}
    return {**json.loads(text), **kept}


@pytest.mark.parametrize(("kind", "data"), RECORDS, ids=lambda each: str(each)[:12])
def test_parquet_tables_give_each_record_back(kind: Kind, data: dict[str, Any]) -> None:
    row = next(row for row in rows_of(kind.folder) if row["id"] == data["id"])
    back = rebuilt(kind, data["id"], MODELS[kind], row, "")
    assert back == {"status": "active", **present(data)}


def test_every_reference_and_term_is_a_link() -> None:
    links = {(row["record"], row["path"]): row for row in rows_of("links")}
    assert links["2022-11-06-b", "relations.0.statement"] == {
        "record_kind": "statement",
        "record": "2022-11-06-b",
        "path": "relations.0.statement",
        "field": "relations.statement",
        "target": "2022-11-05-a",  # the present id, where the record has the former one
        "target_kind": "statement",
        "vocabulary": None,
    }
    assert links["a", "positions.0.citations.0.via.0"]["field"] == "positions.citations.via"
    assert links["c", "topics.0"]["vocabulary"] == "topics"
    assert links["c", "topics.0"]["target_kind"] is None


def test_dates_have_their_first_and_last_day() -> None:
    day = datetime.date
    statements = {row["id"]: row for row in rows_of("statements")}
    assert statements["2022-11-05-a"]["date"] == "2022-11"
    assert statements["2022-11-05-a"]["date_earliest"] == day(2022, 11, 1)
    assert statements["2022-11-05-a"]["date_latest"] == day(2022, 11, 30)
    scope = rows_of("stances")[1]
    assert scope["scope_period"] == "../2022-02-23"
    assert scope["scope_period_earliest"] is None
    assert scope["scope_period_latest"] == day(2022, 2, 23)


def test_figures_have_the_bounds_that_follow_from_their_words() -> None:
    (figure,) = rows_of("quantities")
    bounds = {key: value for key, value in figure.items() if key.startswith("bound")}
    assert bounds == {
        "bound_low": None,
        "bound_low_inclusive": True,
        "bound_high": 1e9,
        "bound_high_inclusive": False,
    }


# Tables and columns


def parquet_names() -> list[str]:
    return [name for name in release() if name.endswith(".parquet")]


@pytest.mark.parametrize("name", parquet_names())
def test_every_table_and_column_says_what_it_means(name: str) -> None:
    schema = pq.read_schema(io.BytesIO(release()[name]))
    assert schema.metadata[b"description"]
    undescribed = [field.name for field in schema if not (field.metadata or {}).get(b"description")]
    assert undescribed == []
    assert len(set(schema.names)) == len(schema.names)


def test_the_description_of_a_column_is_that_of_its_field() -> None:
    schema = pq.read_schema(io.BytesIO(release()["events.parquet"]))
    title = MODELS[Kind.EVENT].model_fields["title"].description
    assert schema.field("title").metadata[b"description"].decode("utf-8") == title


def test_columns_are_of_proper_types() -> None:
    types = {
        (table, field.name): field.type
        for table in ("statements", "quantities", "citations", "events", "quotes")
        for field in pq.read_schema(io.BytesIO(release()[f"{table}.parquet"]))
    }
    assert types["statements", "id"] == pa.string()
    assert types["statements", "audience"] == pa.list_(pa.string())
    assert types["statements", "added"] == pa.date32()
    assert types["quantities", "best"] == pa.float64()
    assert types["quantities", "position"] == pa.int64()
    assert types["citations", "primary"] == pa.bool_()
    assert types["events", "place_coordinates_lat"] == pa.float64()


def all_tables() -> Iterator[Table]:
    return tables(Snapshot(dataset()))


def test_no_two_tables_have_one_name() -> None:
    names = [table.name for table in all_tables()]
    assert len(set(names)) == len(names)
    assert {"statements", "quotes", "citations", "speakers", "names", "positions", "links"} <= {
        *names
    }


def test_a_column_said_to_be_full_misses_no_value() -> None:
    for table in all_tables():
        for column, values in zip(table.columns, table.values, strict=True):
            assert not column.given or None not in values, (table.name, column.name)


# Others read it


def read_duckdb(path: Path) -> int:
    return len(duckdb.sql(f"select * from read_parquet('{path}')").fetchall())


def read_pandas(path: Path) -> int:
    return len(pd.read_parquet(path))


def read_polars(path: Path) -> int:
    return pl.read_parquet(path).height


@pytest.mark.parametrize("read", [read_duckdb, read_pandas, read_polars])
def test_others_read_every_table(folder: Path, read: Callable[[Path], int]) -> None:
    rows = {each["name"]: each.get("rows") for each in manifest()["files"]}
    for name in parquet_names():
        assert read(folder / name) == rows[name], name


def test_tables_join(folder: Path) -> None:
    found = duckdb.sql(f"""
        select s.id, n.text, q.bound_high
        from '{folder}/statements.parquet' s
        join '{folder}/speakers.parquet' p on p.record = s.id and p.position = 0
        join '{folder}/names.parquet' n on n.record = p.actor and n.lang = 'en'
        join '{folder}/quantities.parquet' q on q.record = s.id and q.record_kind = 'statement'
    """).fetchall()
    assert found == [("2022-11-05-a", "A", 1e9)]


def test_duckdb_reads_the_json(folder: Path) -> None:
    found = duckdb.sql(
        f"select id from read_json('{folder}/statements.jsonl') order by id"
    ).fetchall()
    assert found == [("2022-11-05-a",), ("2022-11-06-b",)]


# The manifest


def manifest() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(release()["manifest.json"])
    return made


def test_the_manifest_lists_every_other_file() -> None:
    said = manifest()
    assert said["dataset"]["version"] == "2026.11.0"
    assert said["format"] == 1
    assert said["package"] == "2026.11.0"
    assert said["records"] == {
        "statement": 2, "event": 1, "source": 1, "claim": 1, "actor": 2, "system": 1
    }  # fmt: skip
    listed = {each["name"]: (each["bytes"], each["sha256"]) for each in said["files"]}
    assert listed == {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in release().items()
        if name not in ("manifest.json", "SHA256SUMS")
    }


def test_the_sums_can_be_checked(folder: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert len(done.stdout.splitlines()) == len(release()) - 1


def test_the_hash_is_of_the_canonical_json_without_the_metadata() -> None:
    whole = json.loads(release()["onrecord.json"])
    del whole["metadata"]
    assert manifest()["data_hash"] == hashlib.sha256(rfc8785.dumps(whole)).hexdigest()
    assert data_hash(dataset()) == manifest()["data_hash"]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab\uffff\U0001f600"), inner),
)


@given(st.dictionaries(st.text("ab\uffff\U0001f600"), JSON))
def test_canonical_json_is_that_of_the_standard(document: dict[str, Any]) -> None:
    assert canonical(document) == rfc8785.dumps(document)


def test_the_hash_changes_with_a_fact() -> None:
    (kind, data), *others = RECORDS
    changed = dataset_of([(kind, {**data, "date": "2022-11-05"}), *others])
    assert data_hash(changed) != data_hash(dataset())


# The same records, the same bytes


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_files_never_changes_a_byte(random: Random) -> None:
    records = list(RECORDS)
    random.shuffle(records)
    assert export(dataset_of(records), package_version="2026.11.0") == release()


def test_the_order_of_keys_never_changes_a_byte() -> None:
    turned = [(kind, dict(reversed(data.items()))) for kind, data in RECORDS]
    assert export(dataset_of(turned), package_version="2026.11.0") == release()


def test_a_compiled_dataset_gives_the_same_release() -> None:
    opened = open_compiled(compile_dataset(dataset()))
    assert export(opened, package_version="2026.11.0") == release()


def test_a_release_of_no_records_has_the_same_files() -> None:
    empty = Dataset.from_records([], metadata=METADATA)
    assert set(export(empty, package_version="1")) == set(release())


def test_formats_are_those_of_a_release() -> None:
    assert list(FORMATS) == [
        *("json", "jsonl", "parquet", "csv", "datapackage", "sqlite", "datasette", "croissant"),
        *("jsonld", "ftm", "atom", "citation", "schema"),
    ]
