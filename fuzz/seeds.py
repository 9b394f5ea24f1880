"""Bytes to begin a search with: the files and cases of the tests, cut to what each law reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, Final

import yaml

from fuzz.folder import BASE, base_files
from onrecord.documents import parse
from onrecord.drafts.forms import FORMS, FormName, IssueForm
from onrecord.models import MODELS
from onrecord.rules.fit import kind_at

__all__ = ["seeds", "write_seeds"]

CASES: Final = BASE.parent


def seeds(law: str) -> Iterator[bytes]:
    """Bytes that a law reads something into, in a fixed order."""
    match law:
        case "dates":
            yield from (text.encode() for text in _dates())
        case "numerals":
            yield from (b"7\n" + text.encode() for text in _texts({"original", "summary", "text"}))
        case "forms":
            yield from (text.encode() for text in _filled_forms())
        case "documents":
            yield from (content for _, content in _files())
        case "models":
            kinds = list(MODELS)
            for path, content in _files():
                kind = kind_at(path)
                if kind is not None:
                    yield bytes([kinds.index(kind)]) + content
        case _:
            paths = sorted(base_files())
            for path, content in _files():
                place = paths.index(path) if path in paths else 0
                yield bytes([place]) + content


def write_seeds(law: str, folder: Path) -> int:
    """Write the seeds of a law into a folder, each under its hash; gives how many."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {hashlib.sha256(seed).hexdigest()[:16]: seed for seed in seeds(law)}
    for name, seed in written.items():
        (folder / name).write_bytes(seed)
    return len(written)


def _files() -> Iterator[tuple[str, bytes]]:
    """Every file of the small dataset, and what the cases of the rules make of it."""
    yield from base_files().items()
    for case in sorted((CASES / "rules").glob("*.yaml")):
        read = yaml.safe_load(case.read_bytes())
        for example in (*read["wrong"], *read["right"]):
            yield from _changed(example.get("change", ()))
            yield from ((path, text.encode()) for path, text in example.get("add", {}).items())


def _changed(changes: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, bytes]]:
    files = dict(base_files())
    for change in changes:
        path, old, new = change["file"], change["from"].encode(), change["to"].encode()
        files[path] = files[path].replace(old, new, 1)
    yield from ((path, files[path]) for path in dict.fromkeys(each["file"] for each in changes))


def _dates() -> Iterator[str]:
    """The examples of the specification of EDTF, and every date in the files."""
    for example in yaml.safe_load((CASES / "edtf-loc.yaml").read_bytes()):
        yield example["text"]
    yield from _texts({"date", "published", "period", "from", "to", "added"})


def _filled_forms() -> Iterator[str]:
    """Every form with each word of its lists in turn, and with texts of the files; corrections."""
    keys = {"id", "text", "summary", "date", "actor", "claim", "url", "value"}
    texts = sorted({"", *_texts(keys)})
    for number in range(30):
        for form in FORMS.values():
            lists = [each.options or texts for each in form.questions]
            picked = [(number * 7 + place * 11) % len(words) for place, words in enumerate(lists)]
            yield _filled(form, [words[at] for words, at in zip(lists, picked, strict=True)])
    for path, content in base_files().items():
        record = path.rpartition("/")[2].removesuffix(".yaml")
        for field, value in (parse(content, path).data or {}).items():
            answers = [record, field, str(value), str(value)[:-1], "", "It was misread."]
            yield _filled(FORMS[FormName.CORRECTION], answers)


def _filled(form: IssueForm, answers: Sequence[str]) -> str:
    return "\n\n".join(
        f"### {question.label}\n\n{answer or '_No response_'}"
        for question, answer in zip(form.questions, answers, strict=True)
    )


def _texts(keys: Set[str]) -> Iterator[str]:
    """Every text that stands under one of the keys in the files."""
    for path, content in _files():
        yield from _under(keys, parse(content, path).data)


def _under(keys: Set[str], data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            if name in keys and isinstance(value, str):
                yield value
            yield from _under(keys, value)
    elif isinstance(data, list):
        for item in data:
            yield from _under(keys, item)
