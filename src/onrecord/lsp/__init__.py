"""The records in an editor: what validation finds, and what the models know, as one types.

A server that speaks the Language Server Protocol over standard input and output; it needs the extra
``lsp``. Only :mod:`server` knows the protocol's connection, and nothing here writes a file.
"""

from __future__ import annotations

__all__: list[str] = []
