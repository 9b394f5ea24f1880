"""The only part that touches the disk: reads records, writes releases, keeps the cache.

It moves bytes and knows nothing of what they mean.
"""

from __future__ import annotations

from onrecord.storage.cache import cache_folder, cache_key, cached, code_key, store
from onrecord.storage.packaged import COMPILED_FILE, checkout_records, installed_dataset
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
from onrecord.storage.writing import (
    WriteError,
    check_release_folder,
    write_bytes_atomic,
    write_files,
    write_release,
    write_text_atomic,
)

__all__ = [
    "COMPILED_FILE",
    "MAX_BYTES",
    "FileProblem",
    "NoRecordsError",
    "RecordFile",
    "WriteError",
    "cache_folder",
    "cache_key",
    "cached",
    "check_release_folder",
    "checkout_records",
    "code_key",
    "installed_dataset",
    "list_records",
    "read_record",
    "read_records",
    "records_root",
    "store",
    "write_bytes_atomic",
    "write_files",
    "write_release",
    "write_text_atomic",
]
