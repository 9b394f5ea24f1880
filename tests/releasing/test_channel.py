"""Releases that lie in a channel for good, and are published and fetched by the commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from disk import raise_version

import onrecord
from onrecord import api, versions
from onrecord.cli import run
from onrecord.dataset import Dataset
from onrecord.diff import compare
from onrecord.exports import data_hash
from onrecord.releases import ChannelError, ReleaseError, parse_index
from onrecord.storage.releases import add_release, read_release
from onrecord.storage.writing import WriteError


def test_releases_lie_in_a_channel_and_are_never_rewritten(
    first: Path, second: Path, tmp_path: Path
) -> None:
    channel = tmp_path / "channel"
    done = versions.publish(first, channel)
    assert (done.version, done.out) == ("2021.3.0", str(channel / "2021.3.0"))
    assert read_release(channel / "2021.3.0") == read_release(first)
    versions.publish(second, channel)
    before = {path: path.read_bytes() for path in channel.rglob("*") if path.is_file()}
    with pytest.raises(ChannelError, match=r"2021\.4\.0 is in the channel; a version is never"):
        versions.publish(second, channel)
    assert {path: path.read_bytes() for path in channel.rglob("*") if path.is_file()} == before
    index = parse_index((channel / "index.json").read_bytes())
    assert [each.version for each in index.versions] == ["2021.4.0", "2021.3.0"]
    assert index.find().data_hash == data_hash(api.release_dataset(second))
    assert done.size == index.find("2021.3.0").size


def test_an_older_release_is_not_published_after_a_newer(
    first: Path, second: Path, tmp_path: Path
) -> None:
    versions.publish(second, tmp_path / "channel")
    with pytest.raises(ChannelError, match=r"2021\.3\.0 is older than 2021\.4\.0"):
        versions.publish(first, tmp_path / "channel")
    assert not (tmp_path / "channel/2021.3.0").exists()


def test_a_release_that_loses_an_id_is_not_published(
    first: Path, base_folder: Path, tmp_path: Path
) -> None:
    versions.publish(first, tmp_path / "channel")
    raise_version(base_folder)
    (base_folder / "claims/ferry-carried-over-200.yaml").unlink()
    for path in ("statements", "events"):
        for file in (base_folder / path).rglob("*.yaml"):
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("ferry-carried-over-200", "ferry-left-on-time"), "utf-8")
    api_files = api.release_files(versions.dataset_at(base_folder))
    for name, content in api_files.items():
        target = tmp_path / "lossy" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    with pytest.raises(ReleaseError, match=r"1 id of 2021\.3\.0 would lead nowhere: ferry-carried"):
        versions.publish(tmp_path / "lossy", tmp_path / "channel")
    assert not (tmp_path / "channel/2021.4.0").exists()


def test_a_release_that_does_not_hold_is_not_published(first: Path, tmp_path: Path) -> None:
    files = read_release(first)
    files["actors.jsonl"] += b"\n"
    for name, content in files.items():
        target = tmp_path / "spoilt" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    with pytest.raises(ReleaseError, match=r"actors\.jsonl: has .* see 'onrecord verify'"):
        versions.publish(tmp_path / "spoilt", tmp_path / "channel")
    assert not (tmp_path / "channel").exists()


def test_what_an_interruption_left_is_taken_only_if_it_is_the_same(
    first: Path, tmp_path: Path
) -> None:
    channel = tmp_path / "channel"
    files = read_release(first)

    def stop(_: bytes | None) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_release(channel, "2021.3.0", files, stop)
    assert [path.name for path in channel.iterdir()] == [".lock"]
    (channel / "2021.3.0").mkdir()
    (channel / "2021.3.0/manifest.json").write_bytes(b"{}")
    with pytest.raises(WriteError, match="with other files; a version is never rewritten"):
        versions.publish(first, channel)
    assert (channel / "2021.3.0/manifest.json").read_bytes() == b"{}"
    (channel / "2021.3.0/manifest.json").unlink()
    (channel / "2021.3.0").rmdir()
    versions.publish(first, channel)
    (channel / "index.json").unlink()
    versions.publish(first, channel)
    assert parse_index((channel / "index.json").read_bytes()).find().version == "2021.3.0"


def test_what_was_published_is_loaded(first: Path, base: Dataset, tmp_path: Path) -> None:
    versions.publish(first, tmp_path / "channel")
    loaded = onrecord.load(version="2021.3.0", source=tmp_path / "channel")
    assert list(loaded) == list(base)
    assert not compare(loaded, base)


def test_the_commands_publish_and_fetch(
    first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    channel, out = str(tmp_path / "channel"), str(tmp_path / "out")
    assert run(["publish", str(first), "--channel", channel]) == 0
    assert capsys.readouterr().out.startswith("published version 2021.3.0 (")
    assert run(["publish", str(first), "--channel", channel]) == 2
    assert "a version is never rewritten" in capsys.readouterr().err
    assert run(["fetch", "2021.3.0", "--from", channel, "--out", out, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == "2021.3.0"
    assert read_release(out) == read_release(first)
    assert run(["fetch", "2021.9.0", "--from", channel]) == 2
    assert "the channel has no release 2021.9.0" in capsys.readouterr().err
