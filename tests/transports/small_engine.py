"""A small engine that keeps the contract of `Answering`."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.engine import Message
from bot.reply import Option, Reply, Standing


@dataclass
class SmallEngine:
    """Says back what it heard; breaks where the text is "break"."""

    heard: list[Message] = field(default_factory=list)

    async def handle(self, message: Message) -> Reply:
        self.heard.append(message)
        if message.press:
            return Reply("control", f"You pressed {message.press.option}.")
        if message.text == "break":
            raise ValueError("the secret text of a person")
        return Reply(
            "question",
            f"You said {message.text}",
            options=(Option("budget.tight", "Tight"), Option("budget.ample", "Ample")),
            standing=Standing("s1", in_dialogue=True, asking="budget"),
        )
