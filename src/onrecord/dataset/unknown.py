"""``UnknownError``: a word that names nothing in the dataset, and what may have been meant.

What is near is looked for only when somebody reads the message: to ask in vain is no error yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.diagnostics import OnrecordError

__all__ = ["UnknownError"]

_FEW = 40
"""So many words can be told one by one."""


class UnknownError(OnrecordError, KeyError):
    """An id, a topic, a type or a country that the dataset does not have.

    ``word`` is what was asked for. The message says what would have been right: the nearest word
    that is known, or all of them where they are few.
    """

    def __init__(self, word: object, said: str, known: Iterable[str] = ()) -> None:
        super().__init__(word)
        self.word = word
        self._said = said
        self._known = known

    @property
    def nearest(self) -> str | None:
        """The known word that is most like it, if one is like enough."""
        from onrecord.values.ids import nearest

        return nearest(self.word, self._known) if isinstance(self.word, str) else None

    def __str__(self) -> str:
        near = self.nearest
        if near is not None:
            return f"{self._said}; did you mean {near!r}?"
        known = sorted(self._known)
        if not 0 < len(known) <= _FEW:
            return self._said
        return f"{self._said}; there are {', '.join(known)}"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.word, self._said, tuple(self._known))
