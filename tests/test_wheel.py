"""What is published: built from the records, installed where nothing else is, loaded from there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

import onrecord
from onrecord import storage
from onrecord.dataset import compile_dataset

ROOT = Path(__file__).parent.parent
BARE = ("pydantic", "pydantic-core", "annotated-types", "typing-extensions", "typing-inspection")


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False
    )


def build(root: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "build", "--no-isolation", *options, "--outdir", out, root)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and with the wheel that is made from that."""
    out = tmp_path_factory.mktemp("dist")
    done = build(ROOT, out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def wheel_of(folder: Path) -> Path:
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def python(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has the wheel and what it requires, and nothing else."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False)
    interpreter = home / "bin/python"
    site = Path(
        run(interpreter, "-c", "import site; print(site.getsitepackages()[0])").stdout.strip()
    )
    for name in (*BARE, "pyyaml"):
        found = distribution(name)
        for file in found.files or ():
            if ".." not in file.parts:
                (site / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(found.locate_file(file)), site / file)
    pip = (sys.executable, "-m", "pip", "--python", interpreter)
    done = run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel_of(built))
    assert done.returncode == 0, done.stderr
    assert run(*pip, "check").returncode == 0
    return interpreter


def test_the_index_would_take_both(built: Path) -> None:
    done = run(sys.executable, "-m", "twine", "check", "--strict", *sorted(built.iterdir()))
    assert done.returncode == 0, done.stdout


def test_the_wheel_holds_the_package_and_the_dataset(built: Path) -> None:
    with zipfile.ZipFile(wheel_of(built)) as wheel:
        names = wheel.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"onrecord"}
    assert {"onrecord/data/dataset.jsonl", "onrecord/py.typed"} <= set(names)
    assert wheel_of(built).stat().st_size < 5_000_000
    assert not (ROOT / "src/onrecord/data").exists()


def test_the_source_holds_what_the_wheel_is_made_of(built: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    here = [
        path.relative_to(ROOT).as_posix()
        for folder in ("records", "schema", "tests", "src")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not any(part[0] in "._" for part in path.relative_to(ROOT).parts[:-1])
    ]
    assert set(here) <= names
    assert {"pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "LICENSE-DATA"} <= names


def test_the_tree_gives_the_same_wheel_as_the_source(built: Path, tmp_path: Path) -> None:
    done = build(ROOT, tmp_path, "--wheel")
    assert done.returncode == 0, done.stdout + done.stderr
    assert wheel_of(tmp_path).read_bytes() == wheel_of(built).read_bytes()


LOAD = """
import json, sys
import onrecord
light = not {"pydantic", "yaml"} & set(sys.modules)
ds = onrecord.load()
print(json.dumps({
    "light": light,
    "ids": [record.id for record in ds],
    "version": ds.version,
    "package": onrecord.__version__,
    "yaml": "yaml" in sys.modules,
    "from": onrecord.__file__,
}))
"""


def test_what_was_installed_loads_anywhere_and_writes_nothing(python: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [python, "-B", "-c", LOAD],
        cwd=tmp_path,
        env={"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said.pop("from").startswith(str(python.parent.parent))
    here = onrecord.load()
    assert said == {
        "light": True,
        "ids": [record.id for record in here],
        "version": here.version,
        "package": here.version,
        "yaml": False,
    }
    assert list(tmp_path.iterdir()) == []


def test_the_wheel_has_the_records_to_the_letter(built: Path) -> None:
    with zipfile.ZipFile(wheel_of(built)) as wheel:
        content = wheel.read(f"onrecord/{storage.COMPILED_FILE}")
    assert content == compile_dataset(onrecord.load())


def test_a_record_with_an_error_fails_the_build(tmp_path: Path) -> None:
    root = tmp_path / "onrecord"
    for name in ("src", "records"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "LICENSE-DATA"):
        shutil.copyfile(ROOT / name, root / name)
    wrong = root / "records/topics.yaml"
    wrong.write_text("id: topics\nid: twice\n", encoding="utf-8")
    done = build(root, tmp_path / "out", "--wheel")
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert "topics.yaml:2" in said
    assert "no wheel is made of records with errors" in said
    assert list((tmp_path / "out").glob("*.whl")) == []
