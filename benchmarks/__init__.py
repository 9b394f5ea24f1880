"""What the library is measured by: a made-up corpus, and other tools on the same files.

``python -m benchmarks`` in a checkout prints every measure beside its target. Nothing here is part
of the package, and no test depends on a time.
"""

from __future__ import annotations

__all__: list[str] = []
