"""A small engine that keeps the contract of `Answering`: a dialogue of two questions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.content.schema import SourceRef
from bot.content.snapshot import Content
from bot.engine import Message, Press
from bot.errors import AjarError, Repeated
from bot.naming import Naming
from bot.operations.metrics import Metrics, Presence
from bot.reply import Option, Reply, Standing
from bot.storage.memory import MemoryStore

BUDGET = ("Money is tight", "Some, within reason", "There is enough")


@dataclass
class ScriptedEngine:
    """Lives on when the client is replaced, as a real engine's database does.

    `slow` is awaited before every answer; `repeated` says that another process was first.
    """

    heard: list[Message] = field(default_factory=list)
    step: dict[str, int] = field(default_factory=dict)
    slow: Callable[[], Awaitable[object]] | None = None
    script: dict[str, Reply] = field(default_factory=dict)
    repeated: bool = False

    async def handle(self, message: Message) -> Reply:
        self.heard.append(message)
        if self.slow is not None:
            await self.slow()
        if self.repeated:
            raise Repeated("Another process was first.")
        if message.press:
            return self._pressed(message, message.press)
        text = message.text or message.option or ""
        if text == "break":
            raise ValueError("the secret text of a person")
        if text in self.script:
            return self.script[text]
        if "choose" in text:
            self.step[message.user] = 1
            return self._question(message.user)
        if self.step.get(message.user) == 1:
            self.step[message.user] = 2
            return self._question(message.user)
        return Reply(
            "answer",
            f"You asked: {text}",
            title="An answer",
            sources=(SourceRef(title="The guide", url="https://example.org/guide"),),
            options=(Option("more:it", "More"), Option("control:start", "Help me choose")),
            standing=Standing(session_of(message.user)),
        )

    def _pressed(self, message: Message, press: Press) -> Reply:
        user = message.user
        if press.session != session_of(user):
            return Reply("refuse", "That is not your dialogue.", private=True)
        if press.option == "control:start":
            self.step[user] = 1
            return self._question(user)
        if press.option == f"1.{self.step.get(user)}:budget:tight":
            self.step[user] += 1
            return self._question(user) if self.step[user] == 2 else self._verdict(user)
        if press.option == "control:why":
            return self._question(user, "explain_question", "Because money decides a lot.")
        if press.option == "more:it":
            return Reply("answer", "More of it.", standing=Standing(session_of(user)))
        if press.option == "control:delete-yes":
            return Reply("delete", "It is all gone.", event="deleted", private=True)
        return Reply("refuse", "That question has passed.", private=True)

    def _question(self, user: str, kind: str = "question", lead: str = "") -> Reply:
        step = self.step[user]
        values = ("tight", "some", "ample")
        answers = [
            Option(f"1.{step}:budget:{value}", label)
            for value, label in zip(values, BUDGET, strict=True)
        ]
        steering = [
            Option(f"1.{step}:budget:skip", "Skip"),
            Option("control:why", "Why?"),
            Option("control:cancel", "Stop"),
        ]
        return Reply(
            kind,
            f"{lead} Question {step}: how much money is there?".strip(),
            options=(*answers, *steering),
            standing=Standing(session_of(user), in_dialogue=True, asking="budget"),
        )

    def _verdict(self, user: str) -> Reply:
        again = Option("control:restart", "Start again")
        standing = Standing(session_of(user))
        return Reply("recommendation", "Go for open.", options=(again,), standing=standing)


@dataclass
class Behind:
    """What the operators look into; `problem` is what a reload finds wrong with the content."""

    content: Content
    store: MemoryStore = field(default_factory=MemoryStore)
    problem: str = ""
    naming: Naming = field(default_factory=Naming)

    metrics: Metrics = field(default_factory=Metrics)
    listeners: list[Callable[[Content], object]] = field(default_factory=list)

    async def reload(self) -> Content:
        if self.problem:
            raise AjarError(self.problem)
        for each in self.listeners:
            each(self.content)
        return self.content

    def watch(self, look: Callable[[], Presence]) -> None:
        self.metrics.watch(look)

    def listen(self, renew: Callable[[Content], object]) -> None:
        self.listeners.append(renew)


def session_of(user: str) -> str:
    return f"s{user}"
