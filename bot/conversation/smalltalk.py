"""Chit-chat, kept short."""

from __future__ import annotations

from bot.conversation.draft import Draft
from bot.conversation.options import start_options, topic_option
from bot.reply import Option, Reply

SHOWS_THE_WAY = {"greeting", "help", "who-are-you", "ack"}


def smalltalk(draft: Draft, name: str) -> Reply:
    """The phrase of that name, with a way on where one is looked for."""
    content = draft.content
    text = content.say(name.replace("-", "_"), draft.state.turns)
    options: tuple[Option, ...] = ()
    if name in SHOWS_THE_WAY:
        topics = content.guide.start_topics[:2]
        options = (*start_options(content), *(topic_option(content, topic) for topic in topics))
    return Reply("smalltalk", text, options=options)
