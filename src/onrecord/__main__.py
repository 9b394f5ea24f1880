"""``onrecord`` and ``python -m onrecord``: the commands, or a word on how to get them."""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]

_SELDOM = 100_000
"""After so many new objects cycles are looked for: what a command makes stays to its end."""


def main() -> int:
    """Carries out the command line and returns the exit code.

    The commands need the extra ``cli``; without it one line says how to install it.
    """
    gc.set_threshold(_SELDOM)
    try:
        from onrecord.cli import run
    except KeyboardInterrupt:
        return 130
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        print("the commands need an extra: pip install 'onrecord[cli]'", file=sys.stderr)
        return 2
    code = run()
    gc.freeze()  # the process ends: there is no use in looking for what could be freed
    return code


if __name__ == "__main__":
    sys.exit(main())
