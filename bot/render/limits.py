"""Discord's limits, and the one place that holds a payload against them.

Lengths count UTF-16 units, as Discord's clients do: never fewer than its servers count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

Json = Mapping[str, Any]

CONTENT: Final = 2_000
EMBEDS: Final = 10
EMBED_TOTAL: Final = 6_000
EMBED_TEXTS: Final = {"title": 256, "description": 4_096}
EMBED_FIELDS: Final = 25
FIELD_TEXTS: Final = {"name": 256, "value": 1_024}
EMBED_FOOTER: Final = 2_048
EMBED_AUTHOR: Final = 256
LAYOUT_FLAG: Final = 1 << 15
LAYOUT_COMPONENTS: Final = 40
LAYOUT_TEXT: Final = 4_000
SECTION_TEXTS: Final = 3
GALLERY_ITEMS: Final = 10
ROWS: Final = 5
ROW_BUTTONS: Final = 5
BUTTON_LABEL: Final = 80
URL: Final = 512
CUSTOM_ID: Final = 100
SELECT_OPTIONS: Final = 25
SELECT_TEXT: Final = 100
SELECT_PLACEHOLDER: Final = 150
MODAL_TITLE: Final = 45
MODAL_COMPONENTS: Final = 5
LABEL: Final = 45
LABEL_DESCRIPTION: Final = 100
TEXT_INPUT: Final = 4_000
INPUT_PLACEHOLDER: Final = 100
CHOICES: Final = 25
CHOICE: Final = 100
COMMAND_NAME: Final = 32
COMMAND_DESCRIPTION: Final = 100
COMMAND_OPTIONS: Final = 25
COMMAND_TOTAL: Final = 8_000
# Of slash commands and options: letters of any script, digits, and these signs; lower case alone.
COMMAND_FORM: Final = re.compile(r"[\w'-]+")
THREAD_NAME: Final = 100
ATTACHMENTS: Final = 10
ATTACHMENT_BYTES: Final = 10 * 2**20
REQUEST_BYTES: Final = 25 * 2**20
ALT_TEXT: Final = 1_024
NONCE: Final = 25
TOKEN_SECONDS: Final = 15 * 60
EASY_EDIT_SECONDS: Final = 60 * 60

ROW, BUTTON, SELECT, INPUT, SECTION, TEXT, GALLERY, SEPARATOR, CONTAINER, LABELLED = (
    1, 2, 3, 4, 9, 10, 12, 14, 17, 18,
)  # fmt: skip
SELECTS: Final = frozenset({3, 5, 6, 7, 8})


def length(text: str) -> int:
    """UTF-16 units in `text`; a lone surrogate counts as one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Findings:
    """Collects what a payload oversteps, one sentence each."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def text(self, where: str, value: object, most: int, least: int = 0) -> None:
        size = length(value) if isinstance(value, str) else 0
        if not isinstance(value, str) and (value is not None or least):
            self.problems.append(f"{where} is no text")
        elif size > most:
            self.problems.append(f"{where} has {size} characters, at most {most} are allowed")
        elif size < least or (least and not str(value).strip()):
            self.problems.append(f"{where} is blank")

    def number(self, where: str, count: int, most: int, least: int = 0) -> None:
        if not least <= count <= most:
            self.problems.append(f"{where} are {count}, {least} to {most} are allowed")

    def unique(self, where: str, values: Sequence[object]) -> None:
        if len(set(values)) < len(values):
            self.problems.append(f"{where} are not unique")


def validate(payload: Json) -> list[str]:
    """What is wrong with a message, modal, command or list of choices as Discord's API takes it.

    A modal is told by its `title`, a command by its `name`, choices by `choices`; attachments may
    carry `size` in bytes. An empty list means that nothing is wrong.
    """
    found = Findings()
    if "title" in payload:
        _modal(payload, found)
    elif "name" in payload:
        _command(payload, found)
    elif "choices" in payload:
        _choices(payload["choices"], found, "choices")
    else:
        _message(payload, found)
    return found.problems


def _message(payload: Json, found: Findings) -> None:
    embeds, files = payload.get("embeds") or [], payload.get("attachments") or []
    rows = payload.get("components") or []
    found.text("content", payload.get("content"), CONTENT)
    found.text("nonce", payload.get("nonce"), NONCE)
    found.number("embeds", len(embeds), EMBEDS)
    for embed in embeds:
        _embed(embed, found)
    if sum(map(_embed_size, embeds)) > EMBED_TOTAL:
        found.problems.append(f"the embeds together pass {EMBED_TOTAL} characters")
    found.number("attachments", len(files), ATTACHMENTS)
    for file in files:
        found.number("bytes of an attachment", file.get("size", 0), ATTACHMENT_BYTES)
        found.text("alt text", file.get("description"), ALT_TEXT)
    found.number("bytes of all attachments", sum(f.get("size", 0) for f in files), REQUEST_BYTES)
    if int(payload.get("flags") or 0) & LAYOUT_FLAG:
        _layout(payload, rows, found)
    else:
        _rows(rows, found)
        if not (
            str(payload.get("content") or "").strip() or embeds or files or payload.get("poll")
        ):
            found.problems.append("the message is empty")
    _controls(rows, found)


def _embed(embed: Json, found: Findings) -> None:
    for key, most in EMBED_TEXTS.items():
        found.text(f"embed {key}", embed.get(key), most)
    found.text("embed footer", (embed.get("footer") or {}).get("text"), EMBED_FOOTER)
    found.text("embed author", (embed.get("author") or {}).get("name"), EMBED_AUTHOR)
    fields = embed.get("fields") or []
    found.number("embed fields", len(fields), EMBED_FIELDS)
    for field in fields:
        for key, most in FIELD_TEXTS.items():
            found.text(f"field {key}", field.get(key), most, 1)


def _embed_size(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    texts += [field.get(key) for field in embed.get("fields") or [] for key in FIELD_TEXTS]
    return sum(length(text) for text in texts if text)


def walk(components: Sequence[Json]) -> Iterator[Json]:
    """Every component, nested ones included."""
    for component in components:
        yield component
        inner = list(component.get("components") or [])
        inner += [component[key] for key in ("component", "accessory") if component.get(key)]
        yield from walk(inner)


def _layout(payload: Json, components: Sequence[Json], found: Findings) -> None:
    if payload.get("content") or payload.get("embeds") or payload.get("poll"):
        found.problems.append("a layout allows no content, embeds or poll beside it")
    every = list(walk(components))
    found.number("components", len(every), LAYOUT_COMPONENTS, 1)
    texts = sum(length(str(each.get("content", ""))) for each in every if each["type"] == TEXT)
    found.number("characters of a layout's texts", texts, LAYOUT_TEXT)
    for each in every:
        if each["type"] == SECTION:
            found.number("texts of a section", len(each.get("components") or []), SECTION_TEXTS, 1)
        elif each["type"] == GALLERY:
            found.number("items of a gallery", len(each.get("items") or []), GALLERY_ITEMS, 1)


def _rows(rows: Sequence[Json], found: Findings) -> None:
    found.number("rows", len(rows), ROWS)
    for row in rows:
        inner = row.get("components") or []
        is_select = any(each["type"] in SELECTS for each in inner)
        found.number("components in a row", len(inner), 1 if is_select else ROW_BUTTONS, 1)


def _controls(components: Sequence[Json], found: Findings) -> None:
    """Buttons, selects and text inputs, wherever they stand."""
    controls = [each for each in walk(components) if "custom_id" in each or each["type"] == BUTTON]
    found.unique("custom ids", [each["custom_id"] for each in controls if "custom_id" in each])
    for each in controls:
        if "url" in each:
            found.text("button URL", each["url"], URL, 1)
        else:
            found.text("custom id", each.get("custom_id"), CUSTOM_ID, 1)
        if each["type"] == BUTTON:
            found.text(
                "button label", each.get("label"), BUTTON_LABEL, 0 if each.get("emoji") else 1
            )
        elif each["type"] == INPUT:
            found.text("text of an input", each.get("value"), TEXT_INPUT)
            found.text("placeholder", each.get("placeholder"), INPUT_PLACEHOLDER)
            found.number("max_length", each.get("max_length") or 1, TEXT_INPUT, 1)
        elif each["type"] in SELECTS:
            _select(each, found)


def _select(select: Json, found: Findings) -> None:
    found.text("placeholder", select.get("placeholder"), SELECT_PLACEHOLDER)
    if select["type"] != SELECT:
        return
    options = select.get("options") or []
    found.number("options", len(options), SELECT_OPTIONS, 1)
    found.unique("option values", [option.get("value") for option in options])
    for option in options:
        found.text("option label", option.get("label"), SELECT_TEXT, 1)
        found.text("option value", option.get("value"), SELECT_TEXT, 1)
        found.text("option description", option.get("description"), SELECT_TEXT)


def _modal(payload: Json, found: Findings) -> None:
    components = payload.get("components") or []
    found.text("modal title", payload["title"], MODAL_TITLE, 1)
    found.text("custom id", payload.get("custom_id"), CUSTOM_ID, 1)
    found.number("components of a modal", len(components), MODAL_COMPONENTS, 1)
    for each in components:
        if each["type"] == LABELLED:
            found.text("label", each.get("label"), LABEL, 1)
            found.text("label description", each.get("description"), LABEL_DESCRIPTION)
    _controls(components, found)


def _command(command: Json, found: Findings) -> None:
    """A command, an option, or an entry of a menu, which alone has no description."""
    options = command.get("options") or []
    for where, text in _locales(command, "name"):
        found.text(f"command name{where}", text, COMMAND_NAME, 1)
        if command.get("description") and not is_command_name(text):
            found.problems.append(f"command name{where} {text!r} is not of the form of one")
    for where, text in _locales(command, "description"):
        found.text(f"description of {command['name']}{where}", text, COMMAND_DESCRIPTION)
    found.number("options", len(options), COMMAND_OPTIONS)
    _siblings(options, found)
    for option in options:
        _command(option, found)
    _choices(command.get("choices") or [], found, "choices of an option")
    if _command_size(command) > COMMAND_TOTAL:
        found.problems.append(f"/{command['name']} passes {COMMAND_TOTAL} characters in all")


def is_command_name(text: str) -> bool:
    """Whether a slash command or an option may be called so."""
    return text == text.lower() and COMMAND_FORM.fullmatch(text) is not None


def _locales(command: Json, key: str) -> Iterator[tuple[str, str]]:
    """(where, text) of a text in English and in every locale."""
    yield "", command.get(key) or ""
    for locale, text in (command.get(f"{key}_localizations") or {}).items():
        yield f" ({locale})", str(text)


def _siblings(commands: Sequence[Json], found: Findings) -> None:
    """No two of them may be called the same in any locale."""
    named: dict[str, list[str]] = {}
    for command in commands:
        for where, text in _locales(command, "name"):
            named.setdefault(where, []).append(text)
    for where, names in named.items():
        found.unique(f"names of options{where}", names)


def _command_size(command: Json) -> int:
    """Names, descriptions and values, each counted by its longest locale."""
    size = 0
    for key in ("name", "description"):
        size += max(length(text) for _, text in _locales(command, key))
    size += sum(map(_command_size, command.get("options") or []))
    choices = command.get("choices") or []
    return size + sum(_command_size(choice) + length(str(choice["value"])) for choice in choices)


def _choices(choices: Sequence[Json], found: Findings, where: str) -> None:
    found.number(where, len(choices), CHOICES)
    for choice in choices:
        for where, text in _locales(choice, "name"):
            found.text(f"choice name{where}", text, CHOICE, 1)
        if isinstance(choice.get("value"), str):
            found.text("choice value", choice["value"], CHOICE)


# What a cut may not fall into: code blocks, code, links, and links under a text.
WHOLE: Final = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]+`|\[[^\]\n]*\]\([^)\n]*\)|<[^>\s]+>|https?://\S+", re.DOTALL
)
PAUSE: Final = re.compile(r"\n+|(?<=[.!?:;…])\s+")
SPACE: Final = re.compile(r"\s+")
MORE: Final = "…"


def shorten(text: str, most: int, more: str = MORE) -> str:
    """At most `most` characters of `text`, cut at a pause and marked with `more` where it was cut.

    No cut falls in a word, a link or a code block. A first word that is too long by itself gives
    its beginning, but a link or code block that is too long gives way altogether.
    """
    if length(text) <= most:
        return text
    room = fitting(text, most - length(more))
    wholes = [match.span() for match in WHOLE.finditer(text)]
    for pattern, least in ((PAUSE, room // 2), (SPACE, 1)):
        ends = (match.start() for match in pattern.finditer(text))
        free = [at for at in ends if least <= at <= room and not _inside(at, wholes)]
        if free and text[: free[-1]].strip():
            return text[: free[-1]].rstrip() + more
    return more if wholes and _inside(room, wholes) else text[:room] + more


def _inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < place < end for start, end in spans)


def fitting(text: str, room: int) -> int:
    """How many code points from the start of `text` fit in `room` UTF-16 units."""
    used = 0
    for index, char in enumerate(text):
        used += 2 if ord(char) > 0xFFFF else 1
        if used > room:
            return index
    return len(text)
