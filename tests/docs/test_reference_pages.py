"""The pages that list keys, commands and fields list all of them, and their examples are sound."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from pages import ROOT, SPAN, blocks, doc, every_page, prose_of, sample, text_of
from pydantic import BaseModel

from bot.content import checks_texts, checks_utterances, figures, files, glossary, schema
from bot.content.snapshot import Content
from bot.reply import EventName, Kind
from bot.transports.discord import throttle
from bot.transports.discord.checkup import manifest_of
from bot.transports.invite import invite

CHECKED_IN = ("bot/cli/doctor.py", "bot/transports/discord/checkup.py")

# The content


PARTS: dict[str, type[BaseModel]] = {
    "knowledge/factors.yaml": schema.Factors,
    "knowledge/glossary.yaml": glossary.Glossary,
    "knowledge/phrases/": schema.Phrases,
    "intents/topics/": schema.Intents,
    "intents/answers/": schema.AnswerUtterances,
    "intents/personas/": schema.Personas,
    "intents/described.yaml": schema.Descriptions,
    "intents/sequels/": schema.Sequels,
}
KEYS: tuple[type[BaseModel], ...] = (
    schema.Guide, schema.Section, schema.SourceRef, schema.Aspect, schema.Factor, schema.Value,
    schema.AdvisorRules, schema.Advising, schema.Constraint, schema.Importance,
    schema.StartingPoint, schema.Phrases, schema.Model,
    schema.Modalities, schema.Parameters, schema.Architecture, schema.Price, schema.FactSource,
    schema.License, schema.Device, schema.ValueUtterances, schema.Persona, schema.Vocabulary,
    schema.Sequel,
    schema.AmbiguousAlias, schema.Figure, schema.Curve, schema.Calibration, figures.Hardware,
    figures.Precision, figures.Usable, figures.Layout, figures.Place, figures.Training,
    schema.Naming, glossary.Glossary, glossary.Term, figures.Prices, figures.Item, figures.Typical,
    figures.Rent, figures.Buy, figures.Owning, figures.Serving,
)  # fmt: skip


@pytest.mark.parametrize("kind", KEYS, ids=lambda kind: kind.__name__)
def test_every_key_of_the_content_is_explained(kind: type[BaseModel]) -> None:
    named = set(SPAN.findall(prose_of(doc("content.md"))))
    keys = {field.alias or name for name, field in kind.model_fields.items()}
    assert keys - named == set()


def test_the_examples_of_content_can_be_read() -> None:
    examples = blocks(doc("content.md"), "yaml")
    for example in examples:
        name = example.split("\n")[0].removeprefix("# ")
        (kind,) = [kind for start, kind in PARTS.items() if name.startswith(start)]
        kind.model_validate(files.parse_yaml(example, name))
    assert len(examples) >= len(PARTS)
    (section,) = blocks(doc("content.md"), "markdown")
    assert schema.Section.model_validate(files.parse_section(section, "section")).more


def test_the_limits_of_the_content_are_those_that_are_checked() -> None:
    page = text_of(doc("content.md"))
    rows = dict(re.findall(r"^\| ([^|]+?) \| ([\d,]+) \|$", page, re.M))
    assert [int(number.replace(",", "")) for number in rows.values()] == [
        checks_texts.MAX_SHORT,
        checks_texts.MAX_NORMAL,
        checks_texts.MAX_MORE,
        checks_texts.MAX_PLAIN,
    ]
    assert f"at most {checks_texts.MAX_QUESTION} characters" in page
    assert f"at least {checks_utterances.FEWEST_OF_TOPIC} utterances" in page
    assert f"at least {checks_utterances.FEWEST_OF_VALUE} for each value" in page
    assert {f"{{{slot}}}" for slot in checks_utterances.SLOTS} <= set(SPAN.findall(page))


# Discord


async def test_the_discord_page_lists_the_commands_and_no_others(content: Content) -> None:
    page = text_of(doc("discord.md"))
    commands = {each["name"]: each for each in await manifest_of(content)}
    menus = {name for name, each in commands.items() if each.get("type", 1) != 1}
    listed = re.findall(r"^\| `/(\w+)` \|", page, re.M)
    assert sorted(listed) == sorted(commands.keys() - menus)
    assert all(f"*{menu}*" in page for menu in menus)
    inner = [option["name"] for option in commands["ajar"]["options"]]
    assert re.findall(r"^- `/ajar (\w+)`", page, re.M) == inner


def test_the_invitation_asks_for_what_is_named_and_nothing_else() -> None:
    for page in (ROOT / "README.md", doc("discord.md")):
        (link,) = re.findall(r"https://discord\.com/oauth2/authorize\S+?(?=`|\s)", text_of(page))
        assert link == invite("YOUR_APPLICATION_ID")


def test_the_discord_page_tells_the_limits_that_hold() -> None:
    page = " ".join(text_of(doc("discord.md")).split())
    person, channel = throttle.PERSON, throttle.CHANNEL
    assert f"may ask {person.burst} times at once and then once in {person.seconds:.0f}" in page
    assert f"a channel {channel.burst} times and then twice a second" in page
    assert channel.seconds == 0.5


def test_the_discord_page_names_every_line_of_the_doctor() -> None:
    page = text_of(doc("discord.md")).partition("### When something is wrong")[2]
    code = "".join((ROOT / name).read_text("utf-8") for name in CHECKED_IN)
    names = set(re.findall(r'(?:good|bad|skipped)\(\s*"(\w+)"', code))
    assert len(names) > 8
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", page)] == []


# JSON lines


def table_of(page: str, heading: str) -> list[str]:
    """The names in the first column of the table under a heading."""
    part = re.split(r"^#+ ", page.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.M)[0]
    rows = re.findall(r"^\| (`[^|]+`) \|", part, re.M)
    return [name for row in rows for name in SPAN.findall(row)]


def test_the_json_lines_page_has_every_field_kind_and_event() -> None:
    page = text_of(doc("jsonl.md"))
    assert table_of(page, "Reply") == list(sample())
    assert table_of(page, "Kinds") == list(get_args(Kind))
    assert table_of(page, "Recommendation") == list(sample()["recommendation"])
    events = page.partition("### Events")[2].partition("###")[0]
    assert set(SPAN.findall(events)) == set(get_args(EventName))


@every_page
def test_every_json_example_has_the_fields_of_the_interface(page: Path) -> None:
    known = {*sample(), "user", "channel", "press"}
    for block in blocks(page, "json"):
        rest = block.strip()
        while rest:
            example, end = json.JSONDecoder().raw_decode(rest)
            assert set(example) <= known
            rest = rest[end:].strip()
