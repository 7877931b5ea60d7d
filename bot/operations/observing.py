"""Stands before the engine and tells of every turn: one line in the log, and the metrics."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Protocol

from bot.engine import Answering, Message
from bot.errors import Repeated
from bot.operations.tracing import Tracing, describe_reply
from bot.reply import Reply

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Turn:
    """What may be told of a turn: nothing that anybody wrote, and nobody's id."""

    kind: str
    topic: str
    confidence: float
    seconds: float


class Meter(Protocol):
    """Counts turns."""

    def turn(self, turn: Turn) -> None:
        """A turn that got its reply."""

    def failure(self, error: str) -> None:
        """A turn that ended with an exception of this type."""


class Observed:
    """An engine whose turns are told; it answers just as that does."""

    def __init__(
        self, engine: Answering, meter: Meter | None = None, tracing: Tracing | None = None
    ) -> None:
        self.engine = engine
        self.meter = meter
        self.tracing = tracing

    async def handle(self, message: Message) -> Reply:
        if self.tracing is None:
            return await self._handle(message)
        with self.tracing.turn() as span:
            reply = await self._handle(message)
            describe_reply(span, reply)
            return reply

    async def _handle(self, message: Message) -> Reply:
        start = time.perf_counter()
        try:
            reply = await self.engine.handle(message)
        except Repeated:  # it was told when it was answered
            raise
        except Exception as error:
            if self.meter:
                self.meter.failure(type(error).__name__)
            raise
        topic = reply.topics[0] if reply.topics else ""
        turn = Turn(reply.kind, topic, reply.confidence, time.perf_counter() - start)
        told = {"kind": turn.kind, "topic": topic, "confidence": round(turn.confidence, 3)}
        LOG.info("turn", extra={"fields": told | {"ms": round(1000 * turn.seconds, 1)}})
        if self.meter:
            self.meter.turn(turn)
        return reply
