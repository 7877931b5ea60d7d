"""The metrics for Prometheus (extra `metrics`); the names are those of `deploy/`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.errors import AjarError
from bot.operations.observing import Turn

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
CONFIDENCE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
MISSING = "The metrics need one more package: pip install 'ajar-bot[metrics]'."


@dataclass(frozen=True)
class Presence:
    """How a front end stands right now: turns that wait for their place, servers, messages turned
    away since the start by reason, and the seconds of a heartbeat by shard, None where the shard
    isn't connected."""

    waiting: int = 0
    servers: int = 0
    turned_away: Mapping[str, int] = field(default_factory=dict)
    shards: Mapping[int, float | None] = field(default_factory=dict)


class Front:
    """Asks a front end how it stands whenever the metrics are read."""

    def __init__(self, look: Callable[[], Presence]) -> None:
        self.look = look

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        now = self.look()
        waiting = "Turns that wait for their place"
        yield GaugeMetricFamily("ajar_waiting_turns", waiting, value=now.waiting)
        yield GaugeMetricFamily("ajar_servers", "Servers the bot is in", value=now.servers)
        away = "Messages that were turned away, by reason"
        turned = CounterMetricFamily("ajar_turned_away", away, labels=["reason"])
        for reason, count in sorted(now.turned_away.items()):
            turned.add_metric([reason], count)
        yield turned
        connected = "Whether the shard is connected to Discord"
        up = GaugeMetricFamily("ajar_gateway_up", connected, labels=["shard"])
        beat = "Seconds between a heartbeat and Discord's answer"
        latency = GaugeMetricFamily("ajar_gateway_latency_seconds", beat, labels=["shard"])
        for shard, seconds in sorted(now.shards.items()):
            up.add_metric([str(shard)], seconds is not None)
            if seconds is not None:
                latency.add_metric([str(shard)], seconds)
        yield up
        yield latency


class Metrics:
    """Counts turns in a registry of its own. Raises AjarError where the package is missing."""

    def __init__(self) -> None:
        try:
            from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
        except ImportError as error:
            raise AjarError(MISSING) from error
        self.registry: CollectorRegistry = CollectorRegistry()
        self._front: Front | None = None
        own = self.registry
        kinds, errors = "Turns answered, by the reply's kind", "Turns that failed, by exception"
        seconds, sure = "Seconds a turn took, with its commit", "Confidence of replies, 0 to 1"
        backup = "ajar_last_backup_timestamp_seconds"
        self._turns = Counter("ajar_turns", kinds, ["kind"], registry=own)
        self._failures = Counter("ajar_failures", errors, ["error"], registry=own)
        self._seconds = Histogram("ajar_turn_seconds", seconds, buckets=SECONDS, registry=own)
        self._confidence = Histogram("ajar_confidence", sure, buckets=CONFIDENCE, registry=own)
        self._database = Gauge("ajar_database_up", "Whether the database answers", registry=own)
        self._backup = Gauge(backup, "When the last backup was made", registry=own)

    def watch(self, look: Callable[[], Presence]) -> None:
        """Measures a front end as well, in the place of the one before."""
        if self._front is not None:
            self.registry.unregister(self._front)
        self._front = Front(look)
        self.registry.register(self._front)

    def turn(self, turn: Turn) -> None:
        self._turns.labels(turn.kind).inc()
        self._seconds.observe(turn.seconds)
        self._confidence.observe(turn.confidence)

    def failure(self, error: str) -> None:
        self._failures.labels(error).inc()

    def database(self, *, is_up: bool) -> None:
        self._database.set(is_up)

    def backup(self, at: float) -> None:
        """The moment of the last backup in seconds since 1970."""
        self._backup.set(at)

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)
