"""What must hold for any bytes at all, and a search for bytes for which it does not.

``python -m fuzz LAW`` in a checkout searches; ``README.md`` says how. The tests hold the same laws
against bytes that hypothesis makes. Nothing here is part of the package.
"""

from __future__ import annotations

__all__: list[str] = []
