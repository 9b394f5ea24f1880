"""``croissant.json``: the Parquet files as a Croissant 1.1 dataset, which ML tools load by name.

It knows Croissant's vocabulary and what ``parquet`` wrote; fields and descriptions are those of the
tables. Nothing in it is fetched: its context is its own. References between tables are left to the
Data Package, since readers of Croissant load no tables that refer to each other in a circle; and a
date of publication is left out, which the records do not know.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from onrecord.exports import parquet
from onrecord.exports.changes import last_change
from onrecord.exports.columns import Column, ColumnType
from onrecord.exports.snapshot import Part, Snapshot
from onrecord.exports.tables import Table, tables

__all__ = ["NAME", "files"]

NAME: Final = "croissant.json"

_CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.1"

_CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "arrayShape": "cr:arrayShape",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""What the specification asks each file to carry."""

_TYPES: Final = {
    ColumnType.TEXT: "sc:Text",
    ColumnType.TEXTS: "sc:Text",
    ColumnType.NUMBER: "sc:Float",
    ColumnType.INTEGER: "sc:Integer",
    ColumnType.FLAG: "sc:Boolean",
    ColumnType.DAY: "sc:Date",
}


def files(snapshot: Snapshot) -> dict[str, Part]:
    """The one file."""
    metadata = snapshot.dataset.metadata
    written = snapshot.once(parquet.files)
    said = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": "onrecord",
        "conformsTo": _CONFORMS_TO,
        "alternateName": metadata.title,
        "description": metadata.description,
        "version": metadata.version,
        "license": f"https://spdx.org/licenses/{metadata.license}",
        "citeAs": _citation(snapshot),
        "dateModified": last_change(snapshot).isoformat(),
        "creator": [
            {
                "@type": "sc:Organization",
                "name": each.name,
                **({"url": each.url} if each.url else {}),
            }
            for each in metadata.maintainers
        ],
        "distribution": [_file(name, written[name]) for name in sorted(written)],
        "recordSet": [_record_set(table) for table in tables(snapshot)],
    }
    return {NAME: Part.of_json(said)}


def _citation(snapshot: Snapshot) -> str:
    metadata = snapshot.dataset.metadata
    authors = ", ".join(maintainer.name for maintainer in metadata.maintainers)
    return f"{authors}: {metadata.title}. Dataset, version {metadata.version}."


def _file(name: str, part: Part) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{len(part.content)} B",
        "encodingFormat": "application/x-parquet",
        "sha256": sha256(part.content).hexdigest(),
    }


def _record_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    listed = column.type is ColumnType.TEXTS
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": _TYPES[column.type],
        **({"isArray": True, "arrayShape": "-1"} if listed else {}),
        "source": {
            "fileObject": {"@id": f"{table.name}.parquet"},
            "extract": {"column": column.name},
        },
    }
