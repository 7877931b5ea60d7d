"""Packs that `ajar new` drafts: how many questions in one's own words find their section.

Run: python -m benchmarks.drafts [--encoder]. The questions are in benchmarks/drafts.yaml. "Right"
is the section that answers; "offered" counts those as well that stand among the buttons.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path

import yaml

from bot.cli.creating import create
from bot.content.cache import Cache
from bot.content.loader import Pack, load_content
from bot.conversation.plan import Planner
from bot.conversation.state import State
from bot.encoder import manage
from bot.reply import Reply
from bot.settings import load
from bot.understanding.build import load_or_build
from bot.understanding.encoding import Encoder
from bot.understanding.understander import Understander

ROOT = Path(__file__).resolve().parent.parent
HEAD = "| guide | questions | right | right or offered |\n| --- | --- | --- | --- |"


def fits(name: str, wanted: list[str]) -> bool:
    return any(name == each or (each[-1] == "*" and name.startswith(each[:-1])) for each in wanted)


def is_right(reply: Reply, wanted: list[str]) -> bool:
    answers = reply.kind != "clarify" and any(fits(topic, wanted) for topic in reply.topics[:1])
    return answers or reply.kind in wanted


def is_offered(reply: Reply, wanted: list[str]) -> bool:
    return any(fits(option.id.removeprefix("topic:"), wanted) for option in reply.options)


def planner_of(guide: Path, folder: Path, encoder: Encoder | None) -> Planner:
    create(folder, guide, "Ajar", date(2026, 11, 26))
    pack, cache = Pack(folder), Cache(load().cache_dir)
    content = load_content(pack, Cache(None))
    artefacts = load_or_build(pack, content, cache, lambda step: None, encoder)
    return Planner(content, Understander(content, artefacts, encoder))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", action="store_true", help="with the installed encoder")
    settings = load()
    encoder = None
    if parser.parse_args().encoder:
        encoder = manage.load(settings.cache_dir, settings.encoder)
        if encoder is None:
            raise SystemExit("The sentence encoder isn't installed: run `ajar encoder install`.")
    questions = yaml.safe_load((ROOT / "benchmarks" / "drafts.yaml").read_text(encoding="utf-8"))
    print(HEAD)
    for name, asked in questions["guides"].items():
        with tempfile.TemporaryDirectory() as folder:
            planner = planner_of(ROOT / name, Path(folder) / "pack", encoder)
        replies = [(planner.text(each["ask"], State()).reply, each["want"]) for each in asked]
        right = sum(is_right(*each) for each in replies)
        near = sum(is_right(*each) or is_offered(*each) for each in replies)
        print(f"| {name} | {len(asked)} | {right} | {near} |")


if __name__ == "__main__":
    main()
