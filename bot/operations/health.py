"""`/healthz`, `/readyz` and `/metrics` on a small HTTP server; aiohttp comes with discord.py."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from aiohttp import web

from bot.errors import AjarError, StorageError
from bot.operations.metrics import Metrics

LOG = logging.getLogger(__name__)
# The format that Prometheus asks for by this name.
EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"
UNAVAILABLE = 503


class Pinged(Protocol):
    """A store, as far as it is looked after here."""

    async def ping(self) -> None:
        """Raises StorageError where the database can't be used now."""


class Health:
    """Answers the probes. Alive is who answers at all; ready is who reaches the database."""

    def __init__(self, store: Pinged, metrics: Metrics | None) -> None:
        self.store = store
        self.metrics = metrics

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/healthz", self.alive)
        app.router.add_get("/readyz", self.ready)
        if self.metrics:
            app.router.add_get("/metrics", self.measured)
        return app

    async def alive(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(self, _: web.Request) -> web.Response:
        if await self._is_up():
            return web.json_response({"status": "ready"})
        return web.json_response({"status": "the database can't be used"}, status=UNAVAILABLE)

    async def measured(self, _: web.Request) -> web.Response:
        await self._is_up()
        text = self.metrics.text() if self.metrics else b""
        return web.Response(body=text, headers={"Content-Type": EXPOSITION})

    async def _is_up(self) -> bool:
        try:
            await self.store.ping()
        except StorageError as error:
            LOG.warning("not ready: %s", error)
            is_up = False
        else:
            is_up = True
        if self.metrics:
            self.metrics.database(is_up=is_up)
        return is_up


@asynccontextmanager
async def served(health: Health, host: str, port: int) -> AsyncIterator[int]:
    """Serves meanwhile; gives the port, which is a free one for the port 0."""
    runner = web.AppRunner(health.app(), access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise AjarError(
                f"The probes can't be served on {host}, port {port} ({error.strerror}): set "
                "AJAR_HEALTH_PORT to a free one, or to none."
            ) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
