"""Writes the JSON Schemas into the checkout: ``python -m onrecord.storage.schemas``."""

from __future__ import annotations

import os

from onrecord.exports.schemas import schema_files
from onrecord.storage.packaged import checkout_records
from onrecord.storage.writing import write_files

__all__ = ["write_schemas"]


def write_schemas(folder: str | os.PathLike[str]) -> None:
    """Writes the schema of every kind into a folder; those that are up to date are left alone."""
    write_files(folder, schema_files())


if __name__ == "__main__":
    write_schemas(checkout_records().parent / "schema")
