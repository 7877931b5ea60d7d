"""The gateway of a made-up Discord: sessions that outlive their connections, by shard."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.wire.world import Json, World, user

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
BAD_TOKEN = 4004


class Bell:
    """Rings whenever something happened; lets a test wait for what it wants, without sleeping."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, holds: Callable[[], object], seconds: float = 10.0) -> None:
        """Returns when `holds`; raises TimeoutError where that takes too long."""
        async with asyncio.timeout(seconds):
            while not holds():
                await self._event.wait()


@dataclass(eq=False)
class Line:
    """One connection to the gateway."""

    socket: web.WebSocketResponse
    request: web.Request

    async def send(self, op: int, data: Json | bool | None) -> None:
        await self.write(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def write(self, packet: str) -> None:
        if not self.socket.closed:
            await self.socket.send_str(packet)

    def cut(self) -> None:
        """Breaks the connection without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass
class Session:
    """One shard's session: what was sent is kept, so that a new connection can go on from it."""

    id: str
    shard: tuple[int, int]
    line: Line | None
    sent: list[str] = field(default_factory=list)

    async def dispatch(self, event: str, data: Json) -> None:
        packet = {"op": DISPATCH, "t": event, "s": len(self.sent) + 1, "d": data}
        self.sent.append(json.dumps(packet))
        if self.line is not None:
            await self.line.write(self.sent[-1])

    async def resume(self, line: Line, after: int) -> None:
        """Sends again all that came after this sequence, and goes on in order."""
        while after < len(self.sent):
            await line.write(self.sent[after])
            after += 1
        self.line = line
        await self.dispatch("RESUMED", {})


class Gateway:
    """Answers with plain text, whatever compression is asked for."""

    def __init__(self, world: World, bell: Bell, token: str) -> None:
        self.world = world
        self.bell = bell
        self.token = token
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.intents: list[int] = []
        self.resumed = self.heartbeats = 0

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        line = Line(socket, request)
        await line.send(HELLO, {"heartbeat_interval": 41_250})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._hear(line, json.loads(message.data))
        for session in self.sessions.values():
            if session.line is line:
                session.line = None
        self.bell.ring()
        return socket

    async def _hear(self, line: Line, packet: Json) -> None:
        if packet["op"] == HEARTBEAT:
            self.heartbeats += 1
            await line.send(ACK, None)
        elif packet["op"] == IDENTIFY:
            await self._identify(line, packet["d"])
        elif packet["op"] == RESUME:
            await self._resume(line, packet["d"])
        self.bell.ring()

    async def _identify(self, line: Line, data: Json) -> None:
        if data["token"] != self.token:
            await line.socket.close(code=BAD_TOKEN)
            return
        number, count = data.get("shard", (0, 1))
        session = Session(f"session-{self.world.new_id()}", (number, count), line)
        self.sessions[session.id] = session
        guilds = [each for each in self.world.guilds.values() if _belongs(each.id, session)]
        ready: Json = {
            "v": 10,
            "user": user(self.world.me),
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": [number, count],
            "application": {"id": str(self.world.me), "flags": 0},
            "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds],
        }
        await session.dispatch("READY", ready)
        for guild in guilds:
            await session.dispatch("GUILD_CREATE", self.world.guild(guild))
        self.intents.append(data["intents"])

    async def _resume(self, line: Line, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self.token:
            await line.send(INVALID, False)
            return
        await session.resume(line, data["seq"])
        self.resumed += 1

    async def dispatch(self, event: str, data: Json) -> None:
        """Tells every session that the event belongs to; direct messages go to shard 0."""
        guild = int(data.get("guild_id", 0))
        for session in list(self.sessions.values()):
            if _belongs(guild, session):
                await session.dispatch(event, data)

    @property
    def is_connected(self) -> bool:
        return any(session.line for session in self.sessions.values())

    def drop(self) -> None:
        """Every connection breaks without a word; the sessions can be resumed."""
        for line in self._hung_up():
            line.cut()

    async def ask_to_reconnect(self) -> None:
        """As Discord does before it takes a gateway away."""
        for line in self._hung_up():
            await line.send(RECONNECT, None)

    async def invalidate(self) -> None:
        """Ends every session, so that each shard has to identify anew."""
        lines = self._hung_up()
        self.sessions.clear()
        for line in lines:
            await line.send(INVALID, False)

    def _hung_up(self) -> list[Line]:
        """The present connections, which hear of no event any more."""
        lines = [each.line for each in self.sessions.values() if each.line is not None]
        for session in self.sessions.values():
            session.line = None
        return lines


def _belongs(guild: int, session: Session) -> bool:
    number, count = session.shard
    return (guild >> 22) % count == number
