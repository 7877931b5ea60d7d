"""The link that brings the bot to a server, with the permissions that it needs and no others.

Discord's library is left out here: who has no token yet should not wait for it.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final
from urllib.parse import urlencode

# Discord's bits: view channels, send messages, embed links, attach files, read message history,
# create public threads, send messages in threads.
PERMISSIONS: Final = sum(1 << bit for bit in (10, 11, 14, 15, 16, 35, 38))
SCOPES: Final = "bot applications.commands"
PORTAL: Final = "https://discord.com/developers/applications"
ANYBODY: Final = "YOUR_APPLICATION_ID"


def invite(application: str) -> str:
    """The link for the application with this id."""
    asked = {"client_id": application, "permissions": PERMISSIONS, "scope": SCOPES}
    return "https://discord.com/oauth2/authorize?" + urlencode(asked).replace("+", "%20")


def application_of(token: str) -> str | None:
    """The id that a token begins with, which is the application's; None where it holds none.

    For applications from before 2016 it is the bot's id instead, and the two differ.
    """
    first = token.strip().partition(".")[0]
    try:
        number = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return number if number.isdecimal() else None


def first_steps() -> str:
    """How to come to a token, for whoever starts without one."""
    return "\n".join(
        (
            "There is no DISCORD_TOKEN yet. To bring Ajar to a server of yours:",
            f"1. Make an application at {PORTAL} and copy its Application ID.",
            "2. On its Bot page choose Reset Token, copy the token, and leave the intents off.",
            "3. Write DISCORD_TOKEN=the-token into a file .env here, then start again.",
            f"4. While it runs, invite it: {invite(ANYBODY)}",
        )
    )
