"""Finds the dataset that comes with the library: compiled in a wheel, as records in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from onrecord.storage.reading import NoRecordsError

__all__ = ["COMPILED_FILE", "PACKAGE", "checkout_records", "installed_dataset"]

COMPILED_FILE: Final = "data/dataset.jsonl"
"""Where a wheel has the compiled dataset, below the package."""

PACKAGE: Final = Path(__file__).resolve().parent.parent
"""The folder of the package's own code."""


def installed_dataset() -> bytes | None:
    """The compiled dataset that was installed with the package; ``None`` in a checkout."""
    from pkgutil import get_data  # reads out of a zip too, at a tenth of importlib.resources' cost

    try:
        return get_data("onrecord", COMPILED_FILE)
    except FileNotFoundError:
        return None


def checkout_records() -> Path:
    """The records of the checkout that this package runs from.

    Raises ``NoRecordsError`` where it runs from somewhere else.
    """
    root = PACKAGE.parent.parent
    if root / "src/onrecord" == PACKAGE and (root / "records/dataset.yaml").is_file():
        return root / "records"
    message = "no dataset came with the package, and it does not run from a checkout; give a path"
    raise NoRecordsError(message)
