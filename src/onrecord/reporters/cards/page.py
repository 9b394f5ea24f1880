"""The layout of a card: a title, labelled fields, sections of entries; it knows no records."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reporters.terminal import Look, Text, flow, pad, visible, width_of

__all__ = ["Line", "Page"]

Line = Sequence[Text]
"""The pieces of one paragraph."""

_MARGIN = "  "
_LABEL = 12


class Page:
    """Lines of text that grow from the top; made for one card and then read with ``text``."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._lines: list[str] = []

    def title(self, kind: str, name: str) -> None:
        """The first line: what kind of thing it is, and its id."""
        look = self._look
        self._lines += [f"{look.paint('faint', kind)}  {look.paint('name', visible(name))}", ""]

    def lead(self, *lines: Line) -> None:
        """Paragraphs across the whole page, with an empty line after them."""
        for line in lines:
            self._flow(_MARGIN, line)
        self._lines.append("")

    def field(self, label: str, *lines: Line) -> None:
        """A label with its values, one paragraph each; nothing where there are no values."""
        head = self._look.paint("faint", pad(label, _LABEL))
        for line in lines:
            self._flow(f"{_MARGIN}{head}", line, hang=len(_MARGIN) + _LABEL)
            head = " " * _LABEL

    def section(self, name: str, count: int | None = None) -> None:
        """A heading, with how many entries follow if that is worth saying."""
        if self._lines and self._lines[-1] != "":
            self._lines.append("")
        tail = "" if count is None else self._look.paint("faint", f" ({count})")
        self._lines.append(self._look.paint("strong", name) + tail)

    def entry(self, mark: Text, *lines: Line, width: int | None = None) -> None:
        """A mark (padded to ``width`` cells) and beside it one or more paragraphs."""
        style, plain = ("", mark) if isinstance(mark, str) else mark
        shown = visible(plain)
        size = width_of(shown) if width is None else width
        head = self._look.paint(style, shown) if style else shown
        head += " " * (size - width_of(shown))
        hang = len(_MARGIN) + size + 2
        if width_of(shown) > size:
            self._lines.append(_MARGIN + head)
            head = " " * size
        for line in lines:
            self._flow(f"{_MARGIN}{head}  ", line, hang=hang)
            head = " " * size

    def text(self) -> str:
        """All of it, with a final newline and no space at the end of a line."""
        while self._lines[-1:] == [""]:
            self._lines.pop()
        return "\n".join(line.rstrip() for line in self._lines) + "\n"

    def _flow(self, head: str, line: Line, hang: int = len(_MARGIN)) -> None:
        for text in flow(line, max(self._look.width - hang, 20), self._look):
            self._lines.append(head + text)
            head = " " * hang
