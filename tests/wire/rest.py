"""The REST side of a made-up Discord: the routes that the bot uses, rate limits, and faults."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.wire.gateway import Bell, Gateway
from tests.wire.world import EPHEMERAL, Json, World, user

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Act = Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]
ACKNOWLEDGED, UNKNOWN_MESSAGE, HAS_THREAD = 40_060, 10_008, 160_004
MESSAGE, THINKING, SILENT_DEFER, UPDATE = 4, 5, 6, 7


def as_json(
    value: object, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    """With exactly the content type that the library looks for."""
    body = json.dumps(value).encode()
    return web.Response(
        body=body, status=status, content_type="application/json", headers=headers or {}
    )


def refused(code: int, message: str, status: int = 400) -> web.Response:
    return as_json({"code": code, "message": message}, status)


def answering(status: int, **body: Any) -> Act:
    """The request is not taken; the answer has this status."""

    async def act(request: web.Request, handler: Handler) -> web.StreamResponse:
        return as_json({"code": 0, "message": "a fault"} | body, status, {"Via": "1.1 rig"})

    return act


def limited(seconds: float, *, everywhere: bool = False) -> Act:
    return answering(429, retry_after=seconds, **{"global": everywhere})


async def cut(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The connection breaks before the request is taken."""
    return _hung_up(request)


async def lost(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The request is taken, but the connection breaks before the answer."""
    await handler(request)
    return _hung_up(request)


def held(until: asyncio.Event) -> Act:
    """The request is taken when the event is set, and not before."""

    async def act(request: web.Request, handler: Handler) -> web.StreamResponse:
        await until.wait()
        return await handler(request)

    return act


def _hung_up(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@dataclass
class Fault:
    """What happens to the next `times` requests whose "METHOD /path" fits the pattern."""

    pattern: str
    act: Act
    times: int = 1


@dataclass(frozen=True)
class Limit:
    """How many requests each channel's bucket of each route takes in so many seconds."""

    count: int
    seconds: float


@dataclass
class Asked:
    """An interaction as it stands: how and when it was first answered, in seconds as `at`, and the
    messages that came of it; `is_answered` from the first that says something."""

    at: float
    first: int | None = None
    acknowledged: float | None = None
    original: Json | None = None
    followups: list[Json] = field(default_factory=list)
    is_answered: asyncio.Event = field(default_factory=asyncio.Event)


class Rest:
    def __init__(self, world: World, gateway: Gateway, bell: Bell, shards: int = 1) -> None:
        self.world, self.gateway, self.bell, self.shards = world, gateway, bell, shards
        self.limit: Limit | None = None
        self.faults: list[Fault] = []
        self.seen: deque[str] = deque(maxlen=50_000)
        self.posted: list[Json] = []
        self.answers: Counter[int] = Counter()  # how often each message was answered
        self.on_answer: Callable[[int], None] = lambda message: None
        self.asked: dict[str, Asked] = {}
        self.limited = 0
        self._nonces: dict[tuple[int, str], Json] = {}
        self._commands: list[Json] = []
        self._threads: dict[int, Json] = {}
        self._windows: dict[str, tuple[float, int]] = {}

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._guarded], client_max_size=32 * 2**20)
        add, here = app.router.add_route, "/webhooks/{application}/{token}"
        add("GET", "/gateway-socket", self.gateway.connect)
        add("GET", "/gateway/bot", self._gateway)
        add("GET", "/users/@me", self._me)
        add("GET", "/oauth2/applications/@me", self._application)
        add("GET", "/applications/{application}/commands", self._list_commands)
        add("PUT", "/applications/{application}/commands", self._set_commands)
        add("GET", "/channels/{channel}/messages", self._history)
        add("POST", "/channels/{channel}/messages", self._post)
        add("GET", "/channels/{channel}", self._channel)
        add("POST", "/channels/{channel}/typing", self._typing)
        add("POST", "/channels/{channel}/messages/{message}/threads", self._thread)
        add("POST", "/interactions/{id}/{token}/callback", self._callback)
        add("PATCH", f"{here}/messages/@original", self._edit_original)
        add("POST", here, self._follow_up)
        return app

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Every request but the gateway's: noted, then met by a fault or the rate limit."""
        if request.path == "/gateway-socket":
            return await handler(request)
        name = f"{request.method} {request.path}"
        self.seen.append(name)
        try:
            fault = next((each for each in self.faults if re.search(each.pattern, name)), None)
            if fault is None:
                return await self._counted(request, handler)
            fault.times -= 1
            if not fault.times:
                self.faults.remove(fault)
            self.bell.ring()
            return await fault.act(request, handler)
        finally:
            self.bell.ring()

    async def _counted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Interactions are exempt from the limits."""
        channel = request.match_info.get("channel")
        if self.limit is None or channel is None:
            return await handler(request)
        resource = request.match_info.route.resource
        route = f"{request.method} {resource.canonical if resource else request.path}"
        key, now = f"{route} {channel}", time.monotonic()
        start, count = self._windows.get(key, (now, 0))
        if now >= start + self.limit.seconds:
            start, count = now, 0
        rest = max(0.0, start + self.limit.seconds - now)
        headers = {
            "X-RateLimit-Limit": str(self.limit.count),
            "X-RateLimit-Remaining": str(max(0, self.limit.count - count - 1)),
            "X-RateLimit-Reset": f"{time.time() + rest:.3f}",
            "X-RateLimit-Reset-After": f"{rest:.3f}",
            "X-RateLimit-Bucket": str(abs(hash(route))),
        }
        if count >= self.limit.count:
            self.limited += 1
            body = {"message": "limited", "retry_after": rest, "global": False}
            return as_json(body, 429, headers | {"Via": "1.1 rig"})
        self._windows[key] = (start, count + 1)
        response = await handler(request)
        response.headers.update(headers)
        return response

    async def _gateway(self, request: web.Request) -> web.Response:
        start = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return as_json(
            {"url": self.gateway.url, "shards": self.shards, "session_start_limit": start}
        )

    async def _me(self, request: web.Request) -> web.Response:
        is_known = request.headers.get("Authorization") == f"Bot {self.gateway.token}"
        return as_json(user(self.world.me)) if is_known else refused(0, "unauthorised", 401)

    async def _application(self, request: web.Request) -> web.Response:
        base = {"id": str(self.world.me), "name": "Ajar", "description": "", "icon": None}
        more = {"bot_public": True, "bot_require_code_grant": False, "verify_key": "k", "flags": 0}
        return as_json(base | more | {"owner": user(2)})

    async def _list_commands(self, request: web.Request) -> web.Response:
        return as_json(self._commands)

    async def _set_commands(self, request: web.Request) -> web.Response:
        common = {"application_id": str(self.world.me), "version": "1", "guild_id": None}
        self._commands = [
            {"description": ""} | each | common | {"id": str(self.world.new_id())}
            for each in await request.json()
        ]
        return as_json(self._commands)

    async def _history(self, request: web.Request) -> web.Response:
        """The messages after an id, oldest of them first taken, newest first told."""
        after = int(request.query.get("after", 0))
        most = int(request.query.get("limit", 50))
        held = self.world.history[int(request.match_info["channel"])]
        return as_json([each for each in held if int(each["id"]) > after][:most][::-1])

    async def _post(self, request: web.Request) -> web.Response:
        """A nonce that was seen in this channel brings the message that it made."""
        body, channel = await body_of(request), int(request.match_info["channel"])
        key = (channel, str(body.get("nonce")))
        if body.get("enforce_nonce") and key in self._nonces:
            return as_json(self._nonces[key])
        made = self._message(channel, body)
        self.posted.append(made)
        if "message_reference" in made:
            answered = int(made["message_reference"]["message_id"])
            self.answers[answered] += 1
            self.on_answer(answered)
        self._nonces[key] = made
        return as_json(made)

    def _message(self, channel: int, body: Json) -> Json:
        more = {key: body[key] for key in ("nonce", "components", "flags") if body.get(key)}
        reference = body.get("message_reference")
        if reference:
            more |= {"message_reference": reference, "type": 19}
        content = body.get("content") or ""
        return self.world.message(channel, user(self.world.me), content, **more)

    async def _typing(self, request: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _thread(self, request: web.Request) -> web.Response:
        """There is one a message at most."""
        number, parent = int(request.match_info["message"]), int(request.match_info["channel"])
        if number in self.world.home:
            return refused(HAS_THREAD, "A thread has already been created for this message")
        name = (await request.json())["name"]
        self._threads[number] = self.world.thread(number, parent, name)
        return as_json(self._threads[number])

    async def _channel(self, request: web.Request) -> web.Response:
        number = int(request.match_info["channel"])
        known = self._threads.get(number) or self.world.channel(number)
        return as_json(known)

    async def _callback(self, request: web.Request) -> web.Response:
        asked, body = self.asked[request.match_info["token"]], await body_of(request)
        if asked.first is not None:
            return refused(ACKNOWLEDGED, "Interaction has already been acknowledged.")
        asked.first, asked.acknowledged = body["type"], time.perf_counter()
        told: Json = {"interaction": {"id": request.match_info["id"], "type": 2}}
        if body["type"] in (MESSAGE, THINKING, UPDATE):
            data, before = body.get("data") or {}, asked.original
            asked.original = self._said(data, before if body["type"] == UPDATE else None)
            if body["type"] != THINKING:
                asked.is_answered.set()
            told["resource"] = {"type": body["type"], "message": asked.original}
        return as_json(told)

    async def _edit_original(self, request: web.Request) -> web.Response:
        asked = self.asked[request.match_info["token"]]
        if asked.original is None or asked.first is None:
            return refused(UNKNOWN_MESSAGE, "Unknown Message", 404)
        asked.original = self._said(await body_of(request), asked.original)
        asked.is_answered.set()
        return as_json(asked.original)

    async def _follow_up(self, request: web.Request) -> web.Response:
        asked = self.asked[request.match_info["token"]]
        asked.followups.append(self._said(await body_of(request), None))
        asked.is_answered.set()
        return as_json(asked.followups[-1])

    def _said(self, body: Json, before: Json | None) -> Json:
        """A message by an interaction, which no channel's history here holds."""
        text = {key: body[key] for key in ("content", "components") if key in body}
        if before is not None:
            return before | text
        base = self.world.draft(0, user(self.world.me), "")
        more = {"flags": int(body.get("flags", 0)) & EPHEMERAL, "webhook_id": str(self.world.me)}
        return base | more | text


async def body_of(request: web.Request) -> Json:
    """The JSON of a request, also of one that carries files."""
    if request.content_type == "multipart/form-data":
        return dict(json.loads(str((await request.post())["payload_json"])))
    return dict(await request.json())
