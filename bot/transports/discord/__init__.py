"""The Discord front end. It turns events into messages to the engine, and replies into payloads."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

from pydantic import SecretStr

from bot.cluster import Share
from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.engine import Answering
from bot.errors import SettingsError
from bot.render.discord_card import Form
from bot.transports.backstage import Backstage
from bot.transports.discord.client import AjarClient
from bot.transports.discord.running import run
from bot.transports.discord.sharded import ShardedClient


class DiscordSettings(Protocol):
    """The settings that are used here."""

    @property
    def discord_token(self) -> SecretStr | None:
        """The bot's token."""

    @property
    def cache_dir(self) -> Path | None:
        """Where to remember which commands Discord knows; None remembers nothing."""

    @property
    def discord_cards(self) -> Literal["layout", "embed", "text"]:
        """The form of cards and comparisons."""


def form_of(cards: Literal["layout", "embed", "text"]) -> Form | None:
    """The form that a renderer knows by its name; text is none of these."""
    return None if cards == "text" else cards


async def serve(
    content: Content,
    engine: Answering,
    settings: DiscordSettings,
    backstage: Backstage | None = None,
    share: Share | None = None,
) -> None:
    """Answers on Discord until SIGTERM or SIGINT; with a `share`, for these shards alone.

    Raises AjarError where it can't connect.
    """
    token = settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
    if not token:
        raise SettingsError(
            "DISCORD_TOKEN is not set: copy the token of your bot from the Discord developer "
            "portal, or use the browser preview, which needs none."
        )
    parts = (content, engine, Cache(settings.cache_dir), backstage)
    form = form_of(settings.discord_cards)
    if share:
        await run(ShardedClient(share, *parts, form=form), token)
    else:
        await run(AjarClient(*parts, form=form), token)
