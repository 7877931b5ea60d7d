"""Gets a reply out of the engine, whatever goes wrong behind it."""

from __future__ import annotations

import logging

from bot.engine import Answering, Message
from bot.logs import describe, request
from bot.render.words import Words
from bot.reply import Reply

LOG = logging.getLogger(__name__)


async def answered(engine: Answering, message: Message, words: Words) -> Reply:
    """The engine's reply; a fault in it is logged, and becomes a reply of kind "error"."""
    with request():
        try:
            return await engine.handle(message)
        except Exception as error:
            # Not the traceback: an exception may quote the message.
            LOG.error("no answer: %s", describe(error))
            return sorry(words, "terminal_failed")


def sorry(words: Words, key: str) -> Reply:
    """A reply of kind "error" that says the phrase `key`."""
    return Reply("error", words.say(key), confidence=0.0)
