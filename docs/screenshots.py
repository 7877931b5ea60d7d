"""Takes the pictures of the documentation: starts the preview, uses it, and looks at it.

Usage: python docs/screenshots.py [--browser /usr/bin/chromium] [--python .venv/bin/python]
Needs `pip install playwright` and a Chromium; the program itself and its tests need neither.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SETTLE_MS = 2_000


@contextmanager
def preview(python: str) -> Iterator[str]:
    """The address of a preview with an empty database; it ends with the block."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/ajar.db"
        env = os.environ | {"AJAR_DATABASE": database, "DISCORD_TOKEN": ""}
        command = [python, "-m", "bot", "run"]
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as run:  # noqa: S603
            try:
                yield address(run)
            finally:
                run.terminate()


def address(run: subprocess.Popen[str]) -> str:
    for line in run.stdout or ():
        match = re.search(r"http://\S+", line)
        if match:
            return match[0]
    raise SystemExit("The preview did not start.")


def say(page: Page, text: str) -> None:
    page.get_by_placeholder(re.compile("^Message #")).fill(text)
    page.keyboard.press("Enter")
    page.wait_for_timeout(SETTLE_MS)


def click(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).last.click()
    page.wait_for_timeout(SETTLE_MS)


def take(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.screenshot(path=IMAGES / f"{name}.png")
    sys.stdout.write(f"docs/images/{name}.png\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", default=shutil.which("chromium"))
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    with preview(options.python) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=QUIET)
        page = browser.new_page(viewport={"width": 1180, "height": 860})
        page.goto(url)
        page.wait_for_timeout(SETTLE_MS)
        say(page, "what is the catch with open models?")
        click(page, "Help me choose")
        click(page, "Money is tight")
        take(page, "preview")
        browser.close()


if __name__ == "__main__":
    main()
