"""`ajar invite`: the link that brings the bot to a server."""

from __future__ import annotations

from bot.errors import SettingsError
from bot.settings import load
from bot.transports import invite as links


def invite(application: str | None) -> str:
    """The link; raises SettingsError where the application's id is neither given nor to be had."""
    if application is not None and not application.isdecimal():
        raise SettingsError(f"{application!r} is no application id: that is a number of digits.")
    token = load().discord_token
    known = application or (links.application_of(token.get_secret_value()) if token else None)
    if known is None:
        raise SettingsError(
            "Which application? Set DISCORD_TOKEN, or copy the Application ID from the General "
            "Information page of your application: ajar invite --application ID"
        )
    return links.invite(known)
