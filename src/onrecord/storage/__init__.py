"""The only part that touches the disk: reads records, writes releases, keeps the cache.

It moves bytes and knows nothing of what they mean.
"""

from __future__ import annotations

from onrecord.storage.reading import (
    MAX_BYTES,
    FileProblem,
    NoRecordsError,
    RecordFile,
    list_records,
    read_record,
    read_records,
    records_root,
)

__all__ = [
    "MAX_BYTES",
    "FileProblem",
    "NoRecordsError",
    "RecordFile",
    "list_records",
    "read_record",
    "read_records",
    "records_root",
]
