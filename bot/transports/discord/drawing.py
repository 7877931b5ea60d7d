"""Draws the chart of a message off the event loop."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from bot.logs import describe
from bot.render import charts
from bot.render.discord import Payload

LOG = logging.getLogger(__name__)


async def drawn(payload: Payload) -> Payload:
    """The message with its picture; without one where that can't be drawn, since the text says
    the same."""
    if payload.chart is None:
        return payload
    try:
        picture = await asyncio.to_thread(charts.png, payload.chart)
    except Exception as error:  # a chart is a help, and never a reason to give no answer
        LOG.warning("no chart: %s", describe(error))
        return replace(payload, chart=None)
    return replace(payload, picture=picture)
