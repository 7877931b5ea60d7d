"""The composition root: the one place that names the concrete parts and puts them together."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.content.cache import Cache
from bot.content.checks import check
from bot.content.loader import Pack, default_root, load_content
from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.engine import Answering, Engine
from bot.errors import AjarError, ContentError
from bot.naming import Naming
from bot.operations.metrics import Metrics, Presence
from bot.operations.observing import Observed
from bot.operations.tracing import Tracing
from bot.settings import Settings
from bot.understanding.build import is_learned, load_or_build
from bot.understanding.decide import Decider
from bot.understanding.encoding import Encoder, EncoderError
from bot.understanding.explain import explanation
from bot.understanding.understander import Understander

if TYPE_CHECKING:
    from bot.storage.sql import SqlStore

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class App:
    """A running program. Everybody talks with `engine`, which stands before `core`, the one that
    plans with the content; behind are the store, and what counts turns. One that was opened in a
    hurry may be `by_words_alone`, until it takes the content anew."""

    core: Engine
    engine: Answering
    store: SqlStore
    settings: Settings
    metrics: Metrics | None = None
    tracing: Tracing | None = None
    by_words_alone: bool = False
    listeners: list[Callable[[Content], object]] = field(default_factory=list)
    reloading: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def content(self) -> Content:
        return self.core.planner.content

    @property
    def naming(self) -> Naming:
        return self.core.naming

    async def reload(self) -> Content:
        """Checks the content and learns from it on a thread; only then does it take the place of
        the old one, at once. Raises ContentError where it has problems."""
        async with self.reloading:
            problems = await asyncio.to_thread(check, pack_of(self.settings))
            if problems:
                raise ContentError(problems)
            found = await asyncio.to_thread(understanding, self.settings, log.info)
            self.core.renew(Planner(*found))
            for each in self.listeners:
                each(self.content)
            return self.content

    def listen(self, renew: Callable[[Content], object]) -> None:
        self.listeners.append(renew)

    def watch(self, look: Callable[[], Presence]) -> None:
        if self.metrics:
            self.metrics.watch(look)

    async def close(self) -> None:
        await self.store.close()
        if self.tracing:
            await asyncio.to_thread(self.tracing.close)


def pack_of(settings: Settings) -> Pack:
    return Pack(settings.content or default_root())


def understanding(
    settings: Settings, progress: Callable[[str], None], *, in_a_hurry: bool = False
) -> tuple[Content, Understander]:
    """The content and what understands messages by it; builds the classifiers where needed.

    In a hurry, what would have to be learned over the encoder first, for minutes, is left out.
    """
    pack, cache = pack_of(settings), Cache(settings.cache_dir)
    content = load_content(pack, cache)
    encoder = open_encoder(settings, progress)
    if in_a_hurry and is_unlearned(settings, encoder):
        encoder = None
    learner = remembering(encoder, cache, progress)
    artefacts = load_or_build(pack, content, cache, progress, learner)
    return content, Understander(content, artefacts, encoder)


def remembering(
    encoder: Encoder | None, cache: Cache, progress: Callable[[str], None]
) -> Encoder | None:
    """The encoder for learning from the content, whose sentences it keeps; never for messages."""
    if encoder is None:
        return None
    from bot.encoder.remembering import Remembering

    return Remembering(encoder, cache, progress)


def is_unlearned(settings: Settings, encoder: Encoder | None) -> bool:
    """Whether there is an encoder over whose vectors is yet to be learned, and room to keep it."""
    if encoder is None or settings.cache_dir is None:
        return False
    return not is_learned(pack_of(settings), Cache(settings.cache_dir), encoder)


def open_encoder(settings: Settings, progress: Callable[[str], None]) -> Encoder | None:
    """The sentence encoder where it is wanted and there; without it words alone serve."""
    if settings.semantic == "off":
        return None
    from bot.encoder import manage

    try:
        encoder = manage.load(settings.cache_dir, settings.encoder)
    except EncoderError as error:
        if settings.semantic == "on":
            raise
        progress(str(error))
        return None
    if encoder is None and settings.semantic == "on":
        raise EncoderError("The sentence encoder isn't installed: run `ajar encoder install`.")
    return encoder


async def open_app(
    settings: Settings, progress: Callable[[str], None] = log.info, *, in_a_hurry: bool = False
) -> App:
    """Everything ready to answer. Raises AjarError with a sentence that says what to do.

    The classifiers are read on a thread while the database is opened: both take a while. In a
    hurry, what would have to be learned over the encoder first is left for later.
    """
    read = partial(understanding, settings, progress, in_a_hurry=in_a_hurry)
    reading = asyncio.create_task(asyncio.to_thread(read))
    store = await open_store(settings)
    try:
        content, understander = await reading
    except BaseException:
        await store.close()
        raise
    tracing = Tracing() if settings.traces == "on" else None
    engine = Engine(
        Planner(content, understander),
        store,
        clock=lambda: datetime.now(UTC),
        naming=settings.naming(),
        keeps_words=settings.keep_messages == "on",
        stage=tracing.stage if tracing else nullcontext,
    )
    gc.collect()
    gc.freeze()  # what was loaded stays for good: collecting it again and again costs 10 ms a time
    metrics = _metrics() if settings.health_port else None
    observed = Observed(engine, metrics, tracing)
    is_alone = in_a_hurry and understander.ranker.encoder is None
    is_behind = is_alone and is_unlearned(settings, open_encoder(settings, log.debug))
    return App(engine, observed, store, settings, metrics, tracing, is_behind)


def _metrics() -> Metrics | None:
    """Where to count turns; the probes do without."""
    try:
        return Metrics()
    except AjarError as error:
        log.warning("%s", error)
        return None


async def open_store(settings: Settings) -> SqlStore:
    """The store by the settings; who is erased there is erased from the backups too."""
    from bot.storage.sql import SqlStore

    folder = settings.backup_dir
    store = SqlStore(settings.database, partial(_forget, folder) if folder else None)
    await store.open()
    return store


def _forget(folder: Path, user: str) -> None:
    from bot.storage import backups

    backups.erase(folder, user)


async def explain(settings: Settings, text: str) -> str:
    """What was understood of `text`, for a person who wants to know why."""
    content, understander = understanding(settings, log.info)
    reading = understander.understand(text)
    return explanation(understander, reading, Decider(content).decide(reading))
