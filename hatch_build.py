"""Puts the dataset, compiled to one file, into the wheel: ``onrecord/data/dataset.jsonl``.

The records are validated by the library's own code; one with an error fails the build. A package
that is installed in place (editable) has no such file and reads the checkout's records instead.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRecords(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is hatchling's own
    """Compiles the records before a wheel is made, and cleans up after it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the compiled dataset to the files of the wheel."""
        if version == "editable":
            return
        compiled = _compiled(Path(self.root))
        self.folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
        made = self.folder / "dataset.jsonl"
        made.write_bytes(compiled)
        build_data["force_include"][str(made)] = "onrecord/data/dataset.jsonl"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes what ``initialize`` wrote."""
        del build_data, artifact_path
        if version != "editable":
            shutil.rmtree(self.folder)


def _compiled(root: Path) -> bytes:
    sys.path.insert(0, str(root / "src"))
    try:
        from onrecord import reporters
        from onrecord.api import compile_records
        from onrecord.diagnostics import InvalidRecordsError

        try:
            return compile_records(root / "records")
        except InvalidRecordsError as error:
            sys.stderr.write(reporters.render(error.report))
            message = f"no wheel is made of records with errors: {error}"
            raise SystemExit(message) from error
    finally:
        sys.path.remove(str(root / "src"))
