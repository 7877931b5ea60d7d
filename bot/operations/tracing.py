"""Spans for OpenTelemetry (extra `telemetry`): one a turn, and one a stage of it; no message, no id
of a person, and of an exception its type alone.

Where they go is set by OpenTelemetry's own variables, such as OTEL_EXPORTER_OTLP_ENDPOINT.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from bot.errors import AjarError
from bot.logs import REQUEST
from bot.reply import Reply

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span

NAME = "ajar"
MISSING = "Traces need more packages: pip install 'ajar-bot[telemetry]', or set AJAR_TRACES to off."
# What OpenTelemetry would write of an exception by itself may quote a message.
SILENT: dict[str, Any] = {"record_exception": False, "set_status_on_exception": False}


class Tracing:
    """Makes the spans. Raises AjarError where the packages are missing."""

    def __init__(self, exporter: SpanExporter | None = None) -> None:
        """Without an `exporter` they go to an OTLP collector by HTTP, in batches on a thread."""
        try:
            from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
        except ImportError as error:
            raise AjarError(MISSING) from error
        named = Resource({SERVICE_NAME: NAME}).merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=named, shutdown_on_exit=False)
        self._provider.add_span_processor(
            SimpleSpanProcessor(exporter) if exporter else BatchSpanProcessor(_to_a_collector())
        )
        self._tracer = self._provider.get_tracer(NAME)

    def stage(self, name: str) -> AbstractContextManager[object]:
        """A part of the turn that is under way."""
        return self._stage(f"{NAME}.{name}")

    @contextmanager
    def turn(self) -> Iterator[Span]:
        with self._stage(f"{NAME}.turn") as span:
            span.set_attribute(f"{NAME}.request", REQUEST.get())
            yield span

    @contextmanager
    def _stage(self, name: str) -> Iterator[Span]:
        from opentelemetry.trace import Status, StatusCode

        with self._tracer.start_as_current_span(name, **SILENT) as span:
            try:
                yield span
            except BaseException as error:
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    def close(self) -> None:
        """Sends what is left."""
        self._provider.shutdown()


def describe_reply(span: Span, reply: Reply) -> None:
    """What may be told of a reply."""
    span.set_attribute(f"{NAME}.kind", reply.kind)
    span.set_attribute(f"{NAME}.topic", reply.topics[0] if reply.topics else "")
    span.set_attribute(f"{NAME}.confidence", reply.confidence)


def _to_a_collector() -> SpanExporter:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError as error:
        raise AjarError(MISSING) from error
    return OTLPSpanExporter()
