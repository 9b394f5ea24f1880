"""The only part that touches the disk: reads records, writes releases, keeps the cache.

It moves bytes and knows nothing of what they mean.
"""

from __future__ import annotations

from onrecord.storage.cache import (
    cache_folder,
    cache_key,
    cached,
    code_key,
    digests,
    key_of,
    store,
)
from onrecord.storage.packaged import COMPILED_FILE, checkout_records, installed_dataset
from onrecord.storage.reading import (
    MAX_BYTES,
    FileProblem,
    NoRecordsError,
    RecordFile,
    dataset_root,
    list_records,
    places_of,
    read_record,
    read_records,
    records_root,
    root_of,
)
from onrecord.storage.writing import (
    ChangedMeanwhileError,
    WriteError,
    check_release_folder,
    replace_unchanged,
    write_bytes_atomic,
    write_changes,
    write_files,
    write_release,
    write_text_atomic,
)

__all__ = [
    "COMPILED_FILE",
    "MAX_BYTES",
    "ChangedMeanwhileError",
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
    "dataset_root",
    "digests",
    "installed_dataset",
    "key_of",
    "list_records",
    "places_of",
    "read_record",
    "read_records",
    "records_root",
    "replace_unchanged",
    "root_of",
    "store",
    "write_bytes_atomic",
    "write_changes",
    "write_files",
    "write_release",
    "write_text_atomic",
]
