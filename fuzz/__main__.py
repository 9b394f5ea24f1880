"""``python -m fuzz LAW``: search for bytes that break a law, led by the code that they reach."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

__all__ = ["main"]

HERE: Final = Path(__file__).parent
LAWS: Final = ("documents", "models", "validation", "dates", "numerals", "mending", "forms")
# Parsers of YAML and of text matter; what only imports them would cost time without telling more.
INSTRUMENTED: Final = ["onrecord", "yaml"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Search until the time is over or a law is broken; the bytes that break it are kept."""
    options = _parser().parse_args(arguments)
    try:
        import atheris
    except ImportError:
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=INSTRUMENTED):
        from fuzz import laws
        from fuzz.seeds import write_seeds
    corpus = options.corpus / options.law
    seeds = options.corpus / f"{options.law}-seeds"
    crashes = options.corpus / f"{options.law}-broken"
    for folder in (corpus, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    print(f"{write_seeds(options.law, seeds)} seeds in {seeds}", file=sys.stderr)
    flags = [
        f"-max_total_time={options.seconds}",
        f"-timeout={options.slowest}",
        f"-max_len={options.longest}",
        f"-artifact_prefix={crashes}/",
        "-rss_limit_mb=4096",
    ]
    if options.law not in ("dates", "numerals", "forms"):
        flags.append(f"-dict={HERE / 'yaml.dict'}")
    atheris.Setup([sys.argv[0], *flags, str(corpus), str(seeds)], laws.LAWS[options.law])
    atheris.Fuzz()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("law", choices=LAWS)
    parser.add_argument("--seconds", type=int, default=120, help="how long to search")
    parser.add_argument("--slowest", type=int, default=10, help="seconds that count as a hang")
    parser.add_argument("--longest", type=int, default=4096, help="bytes of the longest input")
    parser.add_argument(
        "--corpus", type=Path, default=Path("build/fuzz"), help="folder for what is found"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
