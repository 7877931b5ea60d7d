"""Every parser that reads what others wrote, as a function of bytes that may only raise what its
contract names. Run by atheris (`make fuzz`), and by the tests on the corpus and on random bytes.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from bot.cli.creating import read_guide
from bot.content import files, schema
from bot.content.advising import Advising
from bot.conversation import events, snapshot
from bot.conversation.options import parse_answer
from bot.conversation.state import State, fold
from bot.curation.drafts import Accepted, taken_in
from bot.drafting.pack import Starter, understand
from bot.errors import AjarError
from bot.knowledge import numbers
from bot.naming import KEYED, LONGEST, Naming
from bot.refresh import models_dev
from bot.render import discord_ids
from bot.storage.address import parse
from bot.transports import jsonl
from bot.understanding.normalize import MAX_CHARACTERS, clean, plain, tokens
from bot.understanding.sums import find_sums

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
MODELS = (schema.Intents, schema.Models, schema.Factors, schema.Phrases, Advising)


def text_of(data: bytes) -> str:
    """Any text, with lone surrogates too, as some front ends let through."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def content(data: bytes) -> None:
    """Files of a pack: YAML and sections."""
    text = data.decode("utf-8", "replace")
    for read in (files.parse_yaml, files.parse_section):
        try:
            value = read(text, "a.yaml")
        except files.UnreadableError:
            continue
        for model in (*MODELS, schema.Section):
            try:
                model.model_validate(value)
            except ValidationError as error:
                for each in error.errors():
                    files.line_of(text, tuple(each["loc"]))


def guide(data: bytes) -> None:
    """A guide in Markdown that becomes a pack."""
    with tempfile.NamedTemporaryFile(suffix=".md") as file:
        file.write(data)
        file.flush()
        try:
            understand(read_guide(Path(file.name)), "guide.md", "2026-11-01", starter())
        except AjarError:
            return


@cache
def starter() -> Starter:
    from bot.cli.creating import load_starter

    return load_starter()


def line(data: bytes) -> None:
    """One line of JSON lines."""
    try:
        fields = jsonl.parse(data)
        message = jsonl.to_message(fields)
    except jsonl.LineError:
        return
    assert len(message.user) <= jsonl.LONGEST_NAME
    assert json.loads(jsonl.to_line({"id": fields.get("id")})) is not None


def event(data: bytes) -> None:
    """Events and snapshots as another version may have written them."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return
    if not isinstance(value, dict):
        return
    found = events.from_json(value)
    if found is not None:
        assert events.from_json(events.to_json(found)) == found
    try:
        opened = snapshot.from_json(value)
    except (ValueError, RecursionError):
        return
    assert isinstance(fold([], opened.state), State)


def message(data: bytes) -> None:
    """A message before the classifiers: cleaning, words, numbers and sums."""
    cleaned, _ = clean(text_of(data))
    assert len(cleaned) <= MAX_CHARACTERS
    assert clean(cleaned) == (cleaned, False)
    folded = plain(cleaned)
    tokens(folded)
    find_sums(folded)
    numbers.amounts(cleaned)


def button(data: bytes) -> None:
    """The id of a button that was clicked, which anybody may make up."""
    text = data.decode("utf-8", "replace")
    parse_answer(text)
    for pattern in discord_ids.COMPONENTS:
        match = pattern.fullmatch(text)
        if match and pattern is discord_ids.PRESS:
            place = discord_ids.Place(match["session"], match["stay"] == "e")
            made = discord_ids.press(place, match["option"])
            assert made is None or made == text


def name(data: bytes) -> None:
    """Ids of people, and addresses of databases."""
    text = text_of(data)
    kept = Naming()(text)
    assert 0 < len(kept) <= LONGEST
    assert KEYED.fullmatch(Naming(b"key")(text))
    try:
        parse(text)
    except AjarError:
        return


def table(data: bytes) -> None:
    """A table of prices in the shape of models.dev."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(data)
        file.flush()
        try:
            models_dev.read(file.name, date(2026, 11, 1))
        except AjarError:
            return


def utterance(data: bytes) -> None:
    """What is accepted in a review, written into a file."""
    text = " ".join(clean(data.decode("utf-8", "replace"))[0].split())
    held = "intents:\n- id: a\n  utterances:\n  - one\n"
    if text:
        (after,) = taken_in({"a.yaml": held}, [Accepted("a", text)]).values()
        parsed = schema.Intents.model_validate(files.parse_yaml(after, "a.yaml"))
        assert parsed.intents[0].utterances == ("one", text)


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (content, guide, line, event, message, button, name, table, utterance)
}
