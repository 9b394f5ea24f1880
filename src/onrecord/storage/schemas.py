"""Writes the JSON Schemas into the checkout: ``python -m onrecord.storage.schemas``."""

from __future__ import annotations

import os
import sys

from onrecord.exports.schemas import schema_files
from onrecord.storage.packaged import checkout_records
from onrecord.storage.writing import write_files

__all__ = ["write_schemas"]


def write_schemas(folder: str | os.PathLike[str]) -> None:
    """Writes the schema of every kind into a folder; those that are up to date are left alone."""
    write_files(folder, schema_files())


def _main() -> None:
    records = checkout_records()
    if records is None:
        sys.exit("onrecord does not run from a checkout here, so there is no folder schema/")
    write_schemas(records.parent / "schema")


if __name__ == "__main__":
    _main()
