"""The metrics for Prometheus (extra `metrics`); the names are those of `deploy/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import AjarError
from bot.operations.observing import Turn

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
CONFIDENCE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
MISSING = "The metrics need one more package: pip install 'ajar-bot[metrics]'."


class Metrics:
    """Counts turns in a registry of its own. Raises AjarError where the package is missing."""

    def __init__(self) -> None:
        try:
            from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
        except ImportError as error:
            raise AjarError(MISSING) from error
        self.registry: CollectorRegistry = CollectorRegistry()
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
