"""The formatter and keys that no kind has: it lays them out, loses nothing, and judges nothing."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.documents import parse
from onrecord.validation.layout import formatted

Files = dict[str, bytes]

UNKNOWN = ("zeta", "alpha", "sumary", "Date", "x-note", "é")
VALUES = ("1", "[b, a]", "plain", "''", "{b: 1, a: {d: 2, c: 3}}", "null", '"a: b"', ">-\n  a\n  b")


def canonical(path: str, text: str) -> str:
    made, trouble = formatted(path, path, text.encode())
    assert trouble is None, trouble
    return made.decode()


def _put_in(text: str, number: int, chance: random.Random) -> str:
    """The text with an unknown key in some mapping, with a comment of its own."""
    lines = text.split("\n")
    places = [place for place, line in enumerate(lines) if re.match(r" *[a-z_]+:(?: \S|$)", line)]
    place = chance.choice(places)
    margin = re.match(" *", lines[place])
    assert margin is not None
    key, value = f"{chance.choice(UNKNOWN)}-{number}", chance.choice(VALUES)
    value = value.replace("\n", f"\n{margin[0]}")
    new = f"{margin[0]}# about {number}\n{margin[0]}{key}: {value}"
    return "\n".join([*lines[:place], *new.split("\n"), *lines[place:]])


@given(seed=st.integers(0, 2**32), times=st.integers(1, 6))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_unknown_keys_are_kept_with_all_that_belongs_to_them(
    base_files: Files, seed: int, times: int
) -> None:
    chance = random.Random(seed)
    path = chance.choice(sorted(base_files))
    text = base_files[path].decode()
    for number in range(times):
        text = _put_in(text, number, chance)
    data = parse(text.encode(), path).data
    if data is None:  # a key between the lines of a long text, say
        return
    made = canonical(path, text)
    after = parse(made.encode(), path).data
    assert after == data
    assert canonical(path, made) == made
    for number in range(times):
        comment = f"# about {number}\n"
        assert made.count(comment) == 1
        key = re.search(rf"{comment} *(?:- )?(\S+-{number}):", made)
        assert key is not None, "the comment has left its key"
    for before, now in zip(_mappings(data), _mappings(after), strict=True):
        assert [key for key in now if key in _unknown(now)] == _unknown(before)


def _mappings(data: Any) -> list[dict[str, Any]]:
    """Every mapping, the keys of each gone through in one order whatever the order of the file."""
    if isinstance(data, dict):
        return [data, *(one for key in sorted(data) for one in _mappings(data[key]))]
    return [one for value in data for one in _mappings(value)] if isinstance(data, list) else []


def _unknown(mapping: dict[str, Any]) -> list[str]:
    return [key for key in mapping if key.rpartition("-")[0] in UNKNOWN]


@pytest.mark.parametrize("times", [1, 2])
def test_a_misspelt_key_can_be_mended_before_or_after(base_files: Files, times: int) -> None:
    path = "claims/ferry-left-on-time.yaml"
    right = base_files[path].decode()
    wrong = right.replace("topics:", "# why\ntopcis:").replace("text:", "tekst:", times - 1)
    after = canonical(path, wrong)
    assert after.endswith("# why\ntopcis: [ferries]\n")
    mended = after.replace("topcis:", "topics:").replace("tekst:", "text:")
    assert canonical(path, mended) == right.replace("topics:", "# why\ntopics:")
