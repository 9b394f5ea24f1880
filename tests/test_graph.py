"""The graph: what its edges are called, and that networkx reads both formats alike."""

from __future__ import annotations

import io
import json
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from onrecord.api import check
from onrecord.cli import graph as graph_command
from onrecord.dataset import Dataset
from onrecord.exports import graph
from onrecord.exports.graph import Edge
from onrecord.models import Statement

CHECKOUT = Path(__file__).parent.parent
HARBOUR = "2021-03-05-harbour-master-left-late"
COMPANY = "2021-03-06-company-left-on-time"


@pytest.fixture(scope="module")
def networkx() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of optional backends, on import
        import networkx

    return networkx


def test_edges_of_a_statement(base: Dataset) -> None:
    found = {
        (edge.source, edge.type, edge.target): dict(edge.attributes)
        for edge in graph.edges(base)
        if COMPANY in (edge.source, edge.target)
    }
    assert found == {
        ("ferry-company", "speaks", COMPANY): {"capacity": "the company"},
        (COMPANY, "takes-stance", "ferry-left-on-time"): {"stance": "affirms"},
        (COMPANY, "responds-to", HARBOUR): {},
        (COMPANY, "cites", "2021-03-06-gazette-company-answers"): {"mode": "paraphrase"},
    }


def test_edges_of_other_kinds(base: Dataset) -> None:
    found = {(edge.source, edge.type, edge.target) for edge in graph.edges(base)}
    assert {
        ("gazette", "publishes", "2021-03-05-gazette-ferry-left-late"),
        (
            "2021-03-06-gazette-company-answers",
            "derived-from",
            "2021-03-05-gazette-ferry-left-late",
        ),
        ("harbour-master", "holds-office-in", "harbour-office"),
        ("ferry-left-on-time", "about", "ferry-company"),
        ("2021-03-05-press-conference", "part-of", "2021-03-harbour-days"),
    } <= found


def test_every_reference_is_an_edge_with_both_ends(base: Dataset) -> None:
    ids = {node.id for node in graph.nodes(base)}
    assert ids == {record.id for record in base}
    ends = Counter(end for edge in graph.edges(base) for end in (edge.source, edge.target))
    assert set(ends) <= ids
    uses = sum(len(base.uses_of(record)) for record in base)
    assert sum(1 for _ in graph.edges(base)) == uses


def test_every_edge_of_the_records_has_a_name_of_its_own() -> None:
    dataset = check(CHECKOUT / "records").dataset
    assert dataset is not None
    named = {name for name, _ in graph.NAMES.values()}
    relations = {
        relation.type.value
        for statement in dataset.statements.values()
        for relation in statement.relations
    }
    assert {edge.type for edge in graph.edges(dataset)} <= named | relations


def test_what_was_withdrawn_is_left_out(base: Dataset) -> None:
    gone = Statement.model_validate(
        {**base.statements[HARBOUR].to_dict(), "status": "withdrawn",
         "withdrawn": {"date": "2021-04-01", "reason": "Twice."}}
    )  # fmt: skip
    made = Dataset.from_records(
        [*(record for record in base if record.id != HARBOUR), gone], metadata=base.metadata
    )
    assert HARBOUR not in {node.id for node in graph.nodes(made)}
    ends = [(edge.source, edge.target) for edge in graph.edges(made)]
    assert not any(HARBOUR in pair for pair in ends)


def _plain(made: Any) -> tuple[dict[str, dict[str, str]], Counter[str]]:
    """Nodes and edges with their attributes, all as text."""
    nodes = {name: {k: str(v) for k, v in data.items()} for name, data in made.nodes(data=True)}
    edges = Counter(
        json.dumps([source, target, {k: str(v) for k, v in sorted(data.items()) if k != "id"}])
        for source, target, data in made.edges(data=True)
    )
    return nodes, edges


def _ours(edge: Edge) -> str:
    attributes = {"type": edge.type, **{k: str(v) for k, v in edge.attributes.items()}}
    return json.dumps([edge.source, edge.target, dict(sorted(attributes.items()))])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_networkx_reads_both_alike(base: Dataset, networkx: Any) -> None:
    from_xml = networkx.read_graphml(io.BytesIO(graph.graphml(base)), force_multigraph=True)
    data = json.loads(graph.node_link(base))
    from_json = networkx.node_link_graph(data, edges="edges")
    assert from_xml.is_directed()
    assert from_json.is_directed()
    assert from_json.is_multigraph()
    assert _plain(from_xml) == _plain(from_json)
    nodes, edges = _plain(from_json)
    assert nodes == {node.id: dict(node.attributes) for node in graph.nodes(base)}
    assert edges == Counter(map(_ours, graph.edges(base)))
    assert from_json.graph == {"name": base.metadata.title, "version": base.version}


def test_a_claim_has_its_status(base: Dataset) -> None:
    nodes = {node.id: node.attributes for node in graph.nodes(base)}
    assert nodes["ferry-left-on-time"]["status"] == "contested"
    assert nodes[HARBOUR]["type"] == "accusation"
    assert nodes[HARBOUR]["earliest"] == nodes[HARBOUR]["date"] == "2021-03-05"


def test_control_characters_do_not_break_the_xml(base: Dataset, networkx: Any) -> None:
    claim = base.claims["ferry-left-on-time"].model_copy(update={"text": "a\x01b\ufffe<&"})
    made = Dataset.from_records([claim], metadata=base.metadata)
    read = networkx.read_graphml(io.BytesIO(graph.graphml(made)))
    assert read.nodes[claim.id]["label"] == "ab<&"


def test_the_same_records_give_the_same_bytes(base: Dataset) -> None:
    again = Dataset.from_records(reversed(list(base)), metadata=base.metadata)
    assert graph.graphml(again) == graph.graphml(base)
    assert graph.node_link(again) == graph.node_link(base)


def test_the_command_offers_every_format() -> None:
    assert tuple(graph.FORMATS) == graph_command.FORMATS
