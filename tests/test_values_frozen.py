"""A mapping that cannot be changed, alone and in a record."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.models.parts import Citation
from onrecord.values.frozen import FrozenMapping

ITEMS = st.dictionaries(
    st.text(min_size=1), st.one_of(st.text(), st.integers(), st.booleans(), st.tuples(st.text()))
)


@given(ITEMS)
def test_it_is_the_mapping_that_was_given(items: dict[str, Any]) -> None:
    frozen = FrozenMapping(items)
    assert frozen == items
    assert list(frozen.items()) == list(items.items())
    assert repr(frozen) == repr(items)
    assert hash(frozen) == hash(FrozenMapping(dict(reversed(items.items()))))
    assert pickle.loads(pickle.dumps(frozen)) == frozen
    assert copy.copy(frozen) is copy.deepcopy(frozen) is frozen


def test_it_cannot_be_changed() -> None:
    items = {"date": "2021"}
    frozen: Any = FrozenMapping(items)
    items["date"] = "2022"
    with pytest.raises(TypeError):
        frozen["date"] = "2022"
    with pytest.raises(TypeError):
        del frozen["date"]
    for change in (lambda: setattr(frozen, "_items", {}), lambda: delattr(frozen, "_items")):
        with pytest.raises(AttributeError, match="FrozenMapping is immutable"):
            change()
    assert frozen == {"date": "2021"}


DIFFERING = {"source": "a", "mode": "quote", "differs": {"date": "2021-03", "via": ["x", "y"]}}


@pytest.mark.parametrize("data", [DIFFERING, {"source": "a", "mode": "quote"}])
def test_what_differs_is_a_part_of_a_value(data: dict[str, Any]) -> None:
    citation = Citation.model_validate_json(json.dumps(data))
    assert type(citation.differs) is FrozenMapping
    assert citation.to_dict() == data
    assert type(citation.model_dump()["differs"]) is dict
    again = Citation.model_validate(data)
    assert (again, hash(again)) == (citation, hash(citation))
    assert pickle.loads(pickle.dumps(citation)) == citation
    assert citation.model_copy(deep=True) == citation
    assert Citation(**{**data, "differs": citation.differs}).differs == citation.differs
    changed: Any = citation.differs
    with pytest.raises(TypeError):
        changed["date"] = "2022"
    assert isinstance(changed, Mapping)
