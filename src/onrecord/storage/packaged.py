"""Finds the dataset that comes with the library: compiled in a wheel, as records in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["COMPILED_FILE", "checkout_records", "installed_dataset"]

COMPILED_FILE: Final = "data/dataset.jsonl"
"""Where a wheel has the compiled dataset, below the package."""

_PACKAGE: Final = Path(__file__).resolve().parent.parent


def installed_dataset() -> bytes | None:
    """The compiled dataset that was installed with the package; ``None`` in a checkout."""
    from pkgutil import get_data  # reads out of a zip too, at a tenth of importlib.resources' cost

    try:
        return get_data("onrecord", COMPILED_FILE)
    except FileNotFoundError:
        return None


def checkout_records() -> Path | None:
    """The records of the checkout that this package runs from; ``None`` where it is installed."""
    for above in _PACKAGE.parents:
        records = above / "records"
        if (records / "dataset.yaml").is_file() and (above / "src/onrecord").samefile(_PACKAGE):
            return records
    return None
