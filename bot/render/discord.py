"""A reply as a Discord message: the text carries the meaning, buttons only shorten the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.content.catalogue import ENGLISH
from bot.render import charts, discord_ids, limits, plain
from bot.render.discord_card import SMALL, Card, Form, card_of
from bot.render.discord_text import inert, text_of
from bot.render.discord_words import Words
from bot.render.fit import one_line, showable
from bot.reply import Chart, Kind, Option, Reply

Style = Literal["primary", "secondary"]
STYLES: Final = {"primary": 1, "secondary": 2}
# What a person may want to come back to stays when its buttons are clicked; the steps of a
# dialogue give way to the next step.
KEPT: Final[frozenset[Kind]] = frozenset(
    {"answer", "compare", "model", "license", "hardware", "cost", "recommendation", "export"}
)
# The one way on that stands out, where it is among the options; all others are equal.
FORWARD: Final = ("control:start", "control:result")
ASKING: Final[frozenset[Kind]] = frozenset({"question", "explain_question"})
# Options that steer the dialogue instead of saying something in it: they get a row of their own.
STEERING: Final = re.compile(r"^control:|:skip$")


@dataclass(frozen=True)
class Button:
    label: str
    custom_id: str
    style: Style = "secondary"


@dataclass(frozen=True)
class Menu:
    """A select; `choices` are (label, value) pairs."""

    custom_id: str
    placeholder: str
    choices: tuple[tuple[str, str], ...]


Row = tuple[Button, ...] | Menu
NONE: Final[tuple[Button, ...]] = ()
PICTURE: Final = "chart.png"


@dataclass(frozen=True)
class Payload:
    """A message as Discord takes it; `file` is a name and its text. Of a picture there is `chart`,
    what it shows, and `picture`, its bytes once it is drawn. Where there is a `card` it takes the
    place of `content`, which says the same as one text."""

    content: str
    rows: tuple[Row, ...] = ()
    is_private: bool = False
    file: tuple[str, str] | None = None
    chart: Chart | None = None
    picture: bytes | None = None
    card: Card | None = None

    @property
    def is_layout(self) -> bool:
        """Whether it is made of components alone, which no edit can take back."""
        return self.card is not None and self.card.form == "layout"

    @property
    def container(self) -> dict[str, Any]:
        """The part of a layout that holds its texts and its picture."""
        assert self.card is not None
        shown = [each.to_gallery() for each in attached(self) if each.alt]
        return self.card.container(shown[0] if shown else None)

    @property
    def said(self) -> str:
        """The text of a message that is no layout; above an embed stands its title alone."""
        is_embed = self.card is not None and self.card.form == "embed"
        return (
            f"**{self.card.title}**" if self.card and is_embed and self.card.title else self.content
        )

    def to_api(self) -> dict[str, Any]:
        """The JSON of the message, for the validator."""
        rows = [_row_to_api(row) for row in self.rows]
        body: dict[str, Any] = {"allowed_mentions": {"parse": [], "replied_user": False}}
        if self.is_layout:
            body |= {"flags": limits.LAYOUT_FLAG, "components": [self.container, *rows]}
        else:
            body |= {"content": self.said, "components": rows}
            body |= {"embeds": [self.card.embed()]} if self.card else {}
        files = [each.to_api() for each in attached(self)]
        return body | ({"attachments": files} if files else {})


@dataclass(frozen=True)
class Attached:
    """A file of a message; `alt` is what a picture shows, in words."""

    name: str
    held: bytes
    alt: str | None = None

    def to_api(self) -> dict[str, Any]:
        alt = {"description": self.alt} if self.alt else {}
        return {"filename": self.name, "size": len(self.held), **alt}

    def to_gallery(self) -> dict[str, Any]:
        """The picture inside a layout."""
        item = {"media": {"url": f"attachment://{self.name}"}, "description": self.alt}
        return {"type": limits.GALLERY, "items": [item]}


def attached(payload: Payload) -> tuple[Attached, ...]:
    """The files of a message; a picture that is not drawn yet is none."""
    found = []
    if payload.file:
        found.append(Attached(payload.file[0], file_bytes(payload.file)))
    if payload.chart and payload.picture:
        alt = limits.shorten(inert(payload.chart.alt), limits.ALT_TEXT)
        found.append(Attached(PICTURE, payload.picture, alt))
    return tuple(found)


def file_bytes(file: tuple[str, str]) -> bytes:
    return file[1].encode("utf-8", "replace")


def render(reply: Reply, words: Words, user: str, form: Form | None = None) -> Payload:
    """The message for `reply`, within every limit; `user` is the id of the person it is for. A
    card or a comparison takes this form, all else is text."""
    note = _note(reply, words)
    chart = reply.chart if charts.is_available() else None
    file = reply.attachment
    if file and len(file_bytes(file)) > limits.ATTACHMENT_BYTES:
        file = None
    labels = plain.Labels(words.say("discord_sources"), words.say("discord_as_of", date="{date}"))
    last = f"\n{SMALL}{note}" if note else ""
    room = limits.CONTENT - limits.length(last)
    text = text_of(reply, room, is_pictured=chart is not None, labels=labels)
    card = None
    if form is not None and file is None:
        card = card_of(reply, form, labels, is_pictured=chart is not None, note=note)
    return Payload(
        content=(text if text.strip() else words.say("discord_nothing_to_say")) + last,
        rows=tuple(_rows(reply, words, user)),
        is_private=reply.private,
        file=file,
        chart=chart,
        card=card,
    )


def _note(reply: Reply, words: Words) -> str:
    """A small last line: how far a dialogue has come, where it asks something; and once, to whom
    speaks another language, that the content is in English."""
    lines = []
    progress = reply.standing.progress
    if progress is not None and reply.kind in ASKING:
        number, total = progress
        lines.append(words.say("discord_progress", number=number, total=total))
    if reply.is_first and words.language != ENGLISH:
        lines.append(words.say("discord_content_english"))
    return f"\n{SMALL}".join(lines)


def _rows(reply: Reply, words: Words, user: str) -> Iterator[Row]:
    """One row where all fits; else the options, and below them what steers the dialogue, each as
    a row of buttons or a select."""
    place = discord_ids.Place(reply.standing.session or "", reply.kind not in KEPT)
    offered = list(_offered(reply.options, place))
    own = _own_words(reply, words, user)
    said = [each for each in offered if not STEERING.search(each[0].id)]
    steering = [each for each in offered if STEERING.search(each[0].id)]
    extra = (own,) if own else NONE
    if len(offered) + len(extra) <= limits.ROW_BUTTONS:
        if offered or extra:
            yield (*_buttons(said), *extra, *_buttons(steering))
        return
    for number, group in enumerate((said, steering)):
        if len(group) > limits.ROW_BUTTONS:
            yield _menu(group, discord_ids.menu(place, number), words)
            continue
        buttons = _buttons(group)
        if number and len(buttons) < limits.ROW_BUTTONS:
            buttons, extra = (*extra, *buttons), NONE
        if buttons:
            yield buttons
    if extra:
        yield extra


def _buttons(group: Sequence[tuple[Option, Button]]) -> tuple[Button, ...]:
    return tuple(button for _, button in group)


def _offered(
    options: Sequence[Option], place: discord_ids.Place
) -> Iterator[tuple[Option, Button]]:
    """The options that a click can bring back, each once, with their buttons."""
    seen: set[str] = set()
    ids = {option.id for option in options}
    primary = next((each for each in FORWARD if each in ids), None)
    for option in options:
        custom_id = discord_ids.press(place, option.id)
        if custom_id and option.id.strip() and option.id not in seen:
            seen.add(option.id)
            style: Style = "primary" if option.id == primary else "secondary"
            yield option, Button(label_of(option, limits.BUTTON_LABEL), custom_id, style)


def label_of(option: Option, most: int) -> str:
    """The option's label on one line; its id where it has none."""
    for text in (option.label, option.id):
        label = inert(one_line(showable(text), most))
        if label.strip():
            return limits.shorten(label, most)
    return limits.MORE


def _menu(options: Sequence[tuple[Option, Button]], custom_id: str, words: Words) -> Menu:
    """A select of the first 25 options."""
    kept = [option for option, _ in options[: limits.SELECT_OPTIONS]]
    return Menu(
        custom_id=custom_id,
        placeholder=limits.shorten(words.say("discord_pick"), limits.SELECT_PLACEHOLDER),
        choices=tuple((label_of(each, limits.SELECT_TEXT), each.id) for each in kept),
    )


def _own_words(reply: Reply, words: Words, user: str) -> Button | None:
    """The button that asks for an answer in the person's own words, where one is awaited."""
    asking = reply.standing.asking
    if asking is None:
        return None
    is_put = any(f":{asking}:" in option.id for option in reply.options)
    if not is_put and reply.kind not in ASKING:
        return None
    custom_id = discord_ids.words(user, asking)
    return Button(words.button("discord_own_words"), custom_id) if custom_id else None


def _row_to_api(row: Row) -> dict[str, Any]:
    if isinstance(row, Menu):
        options = [{"label": label, "value": value} for label, value in row.choices]
        select = {"type": limits.SELECT, "custom_id": row.custom_id, "options": options}
        return {"type": limits.ROW, "components": [select | {"placeholder": row.placeholder}]}
    buttons = [
        {
            "type": limits.BUTTON,
            "style": STYLES[button.style],
            "label": button.label,
            "custom_id": button.custom_id,
        }
        for button in row
    ]
    return {"type": limits.ROW, "components": buttons}
