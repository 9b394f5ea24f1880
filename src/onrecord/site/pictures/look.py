"""How pictures look, in light and in dark, and charts made into SVG.

It knows colours, type and the renderer, and nothing of what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from onrecord.site.texts import plain

__all__ = [
    "DARK",
    "LIGHT",
    "LOOKS",
    "Look",
    "charts",
    "in_look",
    "label",
    "pictures_of",
    "rendered",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The colours of one scheme; ``series`` can be told apart by who sees no red or green."""

    name: str
    text: str
    quiet: str
    grid: str
    series: tuple[str, ...]

    def fading(self, color: str, *, up: bool) -> dict[str, Any]:
        """A fill that fades to where no bound is known: to the right for ``up``."""
        ends = (0.75, 0.0) if up else (0.0, 0.75)
        stops = [
            {"offset": offset, "color": f"{_channels(color)}{alpha})"}
            for offset, alpha in zip((0, 1), ends, strict=True)
        ]
        return {"gradient": "linear", "x1": 0, "x2": 1, "y1": 0, "y2": 0, "stops": stops}

    def config(self) -> dict[str, Any]:
        """What all charts have alike, as Vega-Lite takes it."""
        axis = {
            "labelColor": self.quiet,
            "titleColor": self.quiet,
            "titleFontWeight": "normal",
            "domainColor": self.grid,
            "gridColor": self.grid,
            "tickColor": self.grid,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "labelLimit": 330,
        }
        return {
            "background": "transparent",
            "font": _FONT,
            "aria": False,
            "padding": 2,
            "view": {"stroke": None},
            "axis": axis,
            "legend": {
                "labelColor": self.text,
                "titleColor": self.quiet,
                "titleFontWeight": "normal",
                "labelFontSize": 12,
                "titleFontSize": 12,
                "symbolStrokeWidth": 2,
                "symbolOpacity": 1,
                "symbolSize": 90,
                "labelLimit": 400,
            },
            "header": {
                "labelColor": self.text,
                "titleColor": self.quiet,
                "labelFontSize": 12,
                "labelFontWeight": 600,
                "labelLimit": 330,
            },
            "title": {"color": self.text, "fontSize": 13, "anchor": "start"},
        }


_FONT: Final = "Arial, 'Liberation Sans', Helvetica, sans-serif"
"""Fonts of one width, which the renderer measures: labels fit wherever the picture is seen."""

LIGHT: Final = Look(
    name="light",
    text="#23262e",
    quiet="#565c68",
    grid="#dfe2e8",
    series=("#0a6a94", "#ad430d", "#5b7a12", "#7a3e8c", "#565c68"),
)
DARK: Final = Look(
    name="dark",
    text="#e4e7ee",
    quiet="#aeb6c2",
    grid="#3d4350",
    series=("#74c4ea", "#f3a273", "#b7d468", "#d9a4ea", "#aeb6c2"),
)
LOOKS: Final = (LIGHT, DARK)


def charts() -> Any:
    """Altair, whose types are too narrow for what it takes; imported where a chart is made."""
    import altair

    return altair


_LONGEST = 54


def label(text: str) -> str:
    """A text of a record as a label: nothing in it acts, and it is cut after a word."""
    short = " ".join(plain(text).split())
    if len(short) <= _LONGEST:
        return short
    return f"{short[:_LONGEST].rpartition(' ')[0] or short[:_LONGEST]} …"


def pictures_of(name: str, draw: Callable[[Look], Any]) -> Iterator[tuple[str, bytes]]:
    """A chart as two files, ``name.light.svg`` and ``name.dark.svg``; ``draw`` makes it."""
    drawn = rendered(draw, LIGHT)
    for look in LOOKS:
        yield f"{name}.{look.name}.svg", in_look(drawn, look)


def rendered(draw: Callable[[Look], Any], look: Look) -> bytes:
    """A chart of Altair as SVG; the same chart gives the same bytes."""
    import vl_convert
    from altair.utils.schemapi import debug_mode

    with debug_mode(arg=False):  # checking each part against its schema takes longer than drawing
        drawn = draw(look).to_dict(validate=False)
    drawn["config"] = look.config()
    return _numbered(vl_convert.vegalite_to_svg(drawn)).encode()


def in_look(light: bytes, look: Look) -> bytes:
    """A drawing made in light, in the colours of another look: drawing it anew takes long."""
    colors = dict(zip(_colors(LIGHT), _colors(look), strict=True))
    pattern = b"|".join(map(re.escape, colors))
    return re.sub(b'="(' + pattern + b")", lambda found: b'="' + colors[found[1]], light)


def _colors(look: Look) -> list[bytes]:
    """Every colour as a drawing has it: whole, and as the beginning of one that lets through."""
    plain = (look.text, look.quiet, look.grid, *look.series)
    return [*(each.encode() for each in plain), *(_channels(each).encode() for each in plain)]


def _channels(color: str) -> str:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},"


def _numbered(svg: str) -> str:
    """The drawing with its inner ids counted from 0: the renderer never starts anew."""
    known: dict[str, str] = {}
    return re.sub(
        r"\b(gradient_|clip)[0-9]+\b",
        lambda found: known.setdefault(found[0], f"{found[1]}{len(known)}"),
        svg,
    )
