"""The buttons and selects under a message. They hold no state: what a click means stands in its
custom id, so that they work after a restart as before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Protocol, Self, cast

import discord
from discord import ui

from bot.render import discord_ids as ids
from bot.render import limits
from bot.render.discord import Button, Menu, Payload

Interaction = discord.Interaction[discord.Client]
STYLES: Final = {
    "primary": discord.ButtonStyle.primary,
    "secondary": discord.ButtonStyle.secondary,
}


class Clicks(Protocol):
    """What the buttons need of the bot; every method answers the interaction, and never raises."""

    async def press(
        self, interaction: Interaction, session: str, option: str, *, edits: bool
    ) -> None:
        """Brings a press to the engine; `edits` says whether the reply may replace the message."""

    async def open_form(self, interaction: Interaction, user: str, factor: str) -> None:
        """Opens the form for an answer in one's own words, if the button is this person's."""

    async def reveal(self, interaction: Interaction, user: str, token: str) -> None:
        """Shows a private reply to the person it is for."""

    async def start(self, interaction: Interaction, prompt: str) -> None:
        """Says a fixed sentence for whoever clicked."""


def clicks_of(interaction: Interaction) -> Clicks:
    """The bot's `clicks`; only a client that has them registers these items."""
    return cast(Clicks, cast(Any, interaction.client).clicks)


class _Item(ui.DynamicItem[ui.Button[ui.View]], template="-"):
    """Base of the buttons: keeps the parts of the custom id."""

    def __init__(self, button: ui.Button[ui.View], match: re.Match[str]) -> None:
        super().__init__(button)
        self.parts = match.groupdict()

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(cast(ui.Button[ui.View], item), match)


class PressButton(_Item, template=ids.PRESS):
    async def callback(self, interaction: Interaction) -> None:
        edits = self.parts["stay"] == "e"
        session, option = self.parts["session"], self.parts["option"]
        await clicks_of(interaction).press(interaction, session, option, edits=edits)


class WordsButton(_Item, template=ids.WORDS):
    async def callback(self, interaction: Interaction) -> None:
        user, factor = self.parts["user"], self.parts["factor"]
        await clicks_of(interaction).open_form(interaction, user, factor)


class SealedButton(_Item, template=ids.SEALED):
    async def callback(self, interaction: Interaction) -> None:
        user, token = self.parts["user"], self.parts["token"]
        await clicks_of(interaction).reveal(interaction, user, token)


class StarterButton(_Item, template=ids.STARTER):
    async def callback(self, interaction: Interaction) -> None:
        await clicks_of(interaction).start(interaction, self.parts["prompt"])


class PressMenu(ui.DynamicItem[ui.Select[ui.View]], template=ids.MENU):
    def __init__(self, select: ui.Select[ui.View], match: re.Match[str]) -> None:
        super().__init__(select)
        self.parts = match.groupdict()

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(cast("ui.Select[ui.View]", item), match)

    async def callback(self, interaction: Interaction) -> None:
        option = next(iter(self.item.values), "")
        edits = self.parts["stay"] == "e"
        await clicks_of(interaction).press(interaction, self.parts["session"], option, edits=edits)


BUTTONS: Final = (PressButton, WordsButton, SealedButton, StarterButton)
ITEMS: Final = (*BUTTONS, PressMenu)


def view_of(payload: Payload) -> ui.View | ui.LayoutView | None:
    """The rows, in a layout with all that is said, as a view that never times out; None where
    there are none."""
    return _layout(payload) if payload.is_layout else buttons_of(payload)


def buttons_of(payload: Payload) -> ui.View | None:
    """The rows alone, as they stand below a message of text."""
    if not payload.rows:
        return None
    view = ui.View(timeout=None)
    for number, row in enumerate(payload.rows):
        if isinstance(row, Menu):
            view.add_item(_select(row, number))
        else:
            for button in row:
                view.add_item(_button(button, number))
    return view


def _layout(payload: Payload) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container()
    for block in payload.container["components"]:
        container.add_item(_block(block))
    view.add_item(container)
    for row in payload.rows:
        items = [_select(row)] if isinstance(row, Menu) else [_button(each) for each in row]
        view.add_item(ui.ActionRow(*items))
    return view


def _block(block: Mapping[str, Any]) -> ui.Item[Any]:
    if block["type"] == limits.TEXT:
        return ui.TextDisplay(block["content"])
    if block["type"] == limits.GALLERY:
        pictures = [
            discord.MediaGalleryItem(each["media"]["url"], description=each["description"])
            for each in block["items"]
        ]
        return ui.MediaGallery(*pictures)
    return ui.Separator()


def _button(button: Button, row: int | None = None) -> ui.Item[Any]:
    plain: ui.Button[ui.View] = ui.Button(
        label=button.label, custom_id=button.custom_id, style=STYLES[button.style], row=row
    )
    for item in BUTTONS:
        match = item.__discord_ui_compiled_template__.fullmatch(button.custom_id)
        if match:
            return item(plain, match)
    return plain


def _select(menu: Menu, row: int | None = None) -> ui.Item[Any]:
    options = [discord.SelectOption(label=label, value=value) for label, value in menu.choices]
    select: ui.Select[ui.View] = ui.Select(
        custom_id=menu.custom_id, placeholder=menu.placeholder, options=options, row=row
    )
    match = ids.MENU.fullmatch(menu.custom_id)
    return PressMenu(select, match) if match else select
