"""The records as a graph, for programs that draw and measure networks: GraphML and node-link JSON.

Nodes are records and edges are references between them, named by what they say. It follows from the
models' own annotations; a reference that the table below does not name goes by its field's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from onrecord.dataset import Dataset
from onrecord.diagnostics import RecordPath
from onrecord.models import Claim, Event, Record, Relation
from onrecord.models.base import Model
from onrecord.models.fields import Ref
from onrecord.models.walk import key_of, marked

__all__ = ["FORMATS", "NAMES", "Edge", "Node", "edges", "graphml", "node_link", "nodes"]

Scalar = str | bool

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

NAMES: dict[tuple[str, ...], tuple[str, bool]] = {
    ("speakers", "actor"): ("speaks", True),
    ("speakers", "on_behalf_of"): ("on-behalf-of", False),
    ("occasion",): ("said-at", False),
    ("audience",): ("addressed-to", False),
    ("stances", "claim"): ("takes-stance", False),
    ("stances", "scope", "systems"): ("takes-stance-for", False),
    ("quantities", "systems"): ("counts", False),
    ("quotes", "source"): ("quoted-in", False),
    ("about", "actors"): ("about", False),
    ("about", "systems"): ("about", False),
    ("about", "events"): ("about", False),
    ("citations", "source"): ("cites", False),
    ("citations", "via"): ("credits", False),
    ("participants", "actor"): ("participates", True),
    ("systems",): ("involves", False),
    ("part_of",): ("part-of", False),
    ("claims",): ("bears-on", False),
    ("legal", "authority"): ("takes-measure", True),
    ("publisher",): ("publishes", True),
    ("derived_from",): ("derived-from", False),
    ("via",): ("credits", False),
    ("broader",): ("implies", False),
    ("excludes",): ("excludes", False),
    ("parent",): ("part-of", False),
    ("positions", "body"): ("holds-office-in", False),
    ("positions", "citations", "source"): ("cites", False),
    ("positions", "citations", "via"): ("credits", False),
    ("developer",): ("develops", True),
    ("variant_of",): ("variant-of", False),
}
"""By the keys of a field: what its edge is called, and whether it runs from the record named to the
one that names it (an actor speaks a statement, though it is the statement that names the actor)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A record: its id, and what programs colour, filter and label it by."""

    id: str
    attributes: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A reference: ``type`` says what it is, ``attributes`` are what stands beside it."""

    source: str
    target: str
    type: str
    attributes: Mapping[str, Scalar]


def nodes(dataset: Dataset) -> Iterator[Node]:
    """A node for each record that counts."""
    for record in dataset:
        if record.is_active:
            given = {name: value for name, value in _described(record, dataset) if value}
            yield Node(id=record.id, attributes=given)


def _described(record: Record, dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield "kind", record.kind.value
    yield "label", record.label
    yield "type", str(getattr(record, "type", "") or getattr(record, "act", ""))
    yield "country", str(getattr(record, "country", None) or "")
    if isinstance(record, Claim):
        yield "status", dataset.history(record).status.value
    if isinstance(record, Event):
        yield "standing", record.standing.value
    if record.when is not None:
        yield "date", record.when.text
        yield "earliest", str(record.when.earliest or "")
        yield "latest", str(record.when.latest or "")


def edges(dataset: Dataset) -> Iterator[Edge]:
    """An edge for each reference between records that count, in the order of the records."""
    for record in dataset:
        if not record.is_active:
            continue
        for mark in marked(record):
            if not isinstance(mark.mark, Ref):
                continue
            target = dataset.get(mark.value)
            if target is not None and target.is_active:
                yield _edge(record, mark.path, target.id)


def _edge(record: Record, path: RecordPath, target: str) -> Edge:
    part = _part(record, path)
    name, is_reversed = _named(tuple(step for step in path if isinstance(step, str)))
    if isinstance(part, Relation):
        name = part.type.value
    ends = (target, record.id) if is_reversed else (record.id, target)
    return Edge(source=ends[0], target=ends[1], type=name, attributes=_beside(part))


@cache
def _named(keys: tuple[str, ...]) -> tuple[str, bool]:
    return NAMES.get(keys, (keys[-1].replace("_", "-"), False))


def _part(record: Record, path: RecordPath) -> Model:
    """The innermost part of the record in which the reference stands."""
    value: Any = record
    part: Model = record
    for step in path:
        if isinstance(value, Model):
            part = value
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return part


def _beside(part: Model) -> dict[str, Scalar]:
    """What a part says beside the reference: a stance, a role, a capacity. Of a record, nothing."""
    if isinstance(part, Record):
        return {}
    references = {mark.path[0] for mark in marked(part) if isinstance(mark.mark, Ref)}
    given = {key_of(type(part), name): getattr(part, name) for name in type(part).model_fields}
    values = {key: _scalar(value) for key, value in given.items() if key not in references}
    return {key: value for key, value in values.items() if value is not None and key != "type"}


def _scalar(value: object) -> Scalar | None:
    if value is None or isinstance(value, Model | tuple | Mapping):
        return None
    return value if isinstance(value, bool) else str(value)


def node_link(dataset: Dataset) -> bytes:
    """The graph as node-link JSON, which networkx and d3 read (``edges`` holds the links)."""
    data = {
        "directed": True,
        "multigraph": True,
        "graph": {"name": dataset.metadata.title, "version": dataset.version},
        "nodes": [{"id": node.id, **node.attributes} for node in nodes(dataset)],
        "edges": [
            {
                **edge.attributes,
                "type": edge.type,
                "source": edge.source,
                "target": edge.target,
                "key": number,
            }
            for number, edge in enumerate(edges(dataset))
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def graphml(dataset: Dataset) -> bytes:
    """The graph as GraphML, which Gephi, yEd, Cytoscape and networkx read."""
    found, links = list(nodes(dataset)), list(edges(dataset))
    root = ET.Element("graphml", xmlns=_NAMESPACE)
    of_nodes = _keys(root, "node", [node.attributes for node in found])
    of_edges = _keys(root, "edge", [{"type": "", **edge.attributes} for edge in links])
    graph = ET.SubElement(root, "graph", id="onrecord", edgedefault="directed")
    for node in found:
        _fill(ET.SubElement(graph, "node", id=node.id), of_nodes, node.attributes)
    for number, edge in enumerate(links):
        made = ET.SubElement(graph, "edge", id=f"e{number}", source=edge.source, target=edge.target)
        _fill(made, of_edges, {"type": edge.type, **edge.attributes})
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _keys(root: ET.Element, domain: str, given: list[Mapping[str, Scalar]]) -> dict[str, str]:
    """Declares the attributes of nodes or edges, and gives the id of each declaration."""
    names = {name: value for attributes in given for name, value in attributes.items()}
    ids = {name: f"{domain}-{name.replace('_', '-')}" for name in sorted(names)}
    for name, key in ids.items():
        sort = "boolean" if isinstance(names[name], bool) else "string"
        ET.SubElement(root, "key", {"id": key, "for": domain, "attr.name": name, "attr.type": sort})
    return ids


def _fill(element: ET.Element, keys: Mapping[str, str], given: Mapping[str, Scalar]) -> None:
    for name, value in given.items():
        text = str(value).lower() if isinstance(value, bool) else value
        ET.SubElement(element, "data", key=keys[name]).text = _legal(text)


def _legal(text: str) -> str:
    """The text without the characters that XML 1.0 has no way to write."""
    return _UNWRITABLE.sub("", text)


FORMATS = {"graphml": graphml, "json": node_link}
"""The formats of a graph by name."""
