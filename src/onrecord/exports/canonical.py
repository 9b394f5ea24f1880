"""JSON in the one form that hashes are made of (RFC 8785): no spaces, keys and numbers in one way.

Needs the package ``rfc8785`` (extra ``release``) where there are numbers that are not whole.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic_core import to_json

__all__ = ["canonical"]


def canonical(document: dict[str, Any]) -> bytes:
    """Plain JSON data as canonical JSON. It depends on the data alone, not on who writes it."""
    try:
        # With the keys in order the two forms differ in nothing but fractions.
        return to_json(_sorted(document))
    except _FractionError:
        import rfc8785

        return rfc8785.dumps(document)


class _FractionError(Exception):
    """A number that may not be whole."""


def _sorted(value: Any) -> Any:
    if type(value) is dict:
        return {
            key: _sorted(inner) if type(inner := value[key]) in _INNER else inner
            for key in _in_order(tuple(value))
        }
    if type(value) is list:
        return [_sorted(item) if type(item) in _INNER else item for item in value]
    raise _FractionError


_INNER = frozenset({dict, list, float})


@lru_cache(maxsize=1024)
def _in_order(keys: tuple[str, ...]) -> list[str]:
    """Keys as the standard sorts them, by halves of UTF-16: many mappings have the same ones."""
    return sorted(keys, key=lambda key: key.encode("utf-16-be"))
