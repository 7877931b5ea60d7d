"""Takes the pictures of the documentation: the very same bot as in the preview, used and looked at.

Usage: python docs/screenshots.py [--browser /usr/bin/chromium]
Needs the extra `docs` and a Chromium; the program itself and its tests need neither. The clock
stands still and nothing is learned from outside, so that the same program gives the same pictures.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import simcord
from playwright.async_api import Browser, Page, async_playwright

from bot.app import App, open_app
from bot.settings import load
from bot.transports.preview.world import PreviewClient, World

IMAGES = Path(__file__).resolve().parent / "images"
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
PORT = 8399
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
)
WIDTH, HEIGHT = 1_180, 860
SETTLE_MS = 700
TO_THE_END = """() => {
  const scrolls = (each) => /auto|scroll/.test(getComputedStyle(each).overflowY);
  [...document.querySelectorAll("*")].filter(scrolls).forEach((each) => {
    each.scrollTop = each.scrollHeight;
  });
}"""
IDLE = "() => !document.getElementById('action-status').textContent.endsWith('…')"


class Visit:
    """One person at the page of one preview."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def say(self, text: str) -> None:
        await self.page.get_by_placeholder(re.compile("^Message #")).fill(text)
        await self.page.keyboard.press("Enter")
        await self.settle()

    async def click(self, label: str) -> None:
        await self.page.get_by_role("button", name=label, exact=True).last.click()
        await self.settle()

    async def view_as(self, name: str) -> None:
        await self.page.locator("#viewer-picker").select_option(label=name)
        await self.settle()

    async def settle(self) -> None:
        """Waits until nothing is under way, and what came of it is drawn."""
        await self.page.wait_for_timeout(SETTLE_MS)
        await self.page.wait_for_function(IDLE)
        await self.page.wait_for_timeout(SETTLE_MS)

    async def take(self, name: str) -> None:
        await self.page.mouse.move(0, 0)
        await self.page.evaluate(TO_THE_END)
        await self.page.wait_for_timeout(SETTLE_MS)
        await self.page.evaluate("document.activeElement?.blur()")
        await self.page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
        sys.stdout.write(f"docs/images/{name}.png\n")


@asynccontextmanager
async def visit(app: App, browser: Browser, locale: str = "en-GB") -> AsyncIterator[Visit]:
    """A page on a fresh simulated Discord."""
    client = PreviewClient(app.content, app.engine, app)
    async with simcord.run(client, check_errors=False) as env:
        world = World(client, env, locale)
        await world.furnish(NOW)
        async with world.preview(PORT) as preview:
            page = await browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce"
            )
            await page.goto(preview.url)
            yield Visit(page)
            await page.close()


async def dialogue(visit: Visit) -> None:
    await visit.settle()
    await visit.say("what is the catch with open models?")
    await visit.click("Help me choose")
    await visit.click("Money is tight")
    await visit.take("preview")


async def somebody_else(visit: Visit) -> None:
    await visit.settle()
    await visit.click("Help me choose")
    await visit.view_as("ben")
    await visit.click("Money is tight")
    await visit.take("two-people")


async def card(visit: Visit) -> None:
    await visit.settle()
    await visit.say("tell me about Llama 3.3 70B")
    await visit.take("card")


async def comparison(visit: Visit) -> None:
    await visit.settle()
    await visit.say("compare MIT and Apache 2.0")
    await visit.take("comparison")


async def recommendation(visit: Visit) -> None:
    await visit.settle()
    await visit.say("help me choose")
    await visit.say(
        "we are a small clinic, our budget is tight, patient data must stay in-house, "
        "we own a good graphics card and have a programmer"
    )
    await visit.say("just give me the result")
    await visit.take("recommendation")


async def german(visit: Visit) -> None:
    await visit.settle()
    await visit.say("help me choose")
    await visit.take("german")


async def take_all(browser_path: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=QUIET)
        scenes = (dialogue, somebody_else, card, comparison, recommendation, german)
        for scene in scenes:
            with tempfile.TemporaryDirectory() as folder:
                app = await open_app(load(database=f"sqlite:///{folder}/ajar.db", semantic="off"))
                app.core.clock = lambda: NOW
                locale = "de" if scene is german else "en-GB"
                async with visit(app, browser, locale) as page:
                    await scene(page)
                await app.close()
        await browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("chrome"))
    options = parser.parse_args()
    if not options.browser:
        raise SystemExit("No Chromium was found: install one, or name it with --browser.")
    logging.getLogger("discord").setLevel(logging.ERROR)
    IMAGES.mkdir(exist_ok=True)
    asyncio.run(take_all(options.browser))


if __name__ == "__main__":
    main()
