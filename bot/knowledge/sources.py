"""What a card cites: the pages behind a model's facts and the text of a licence."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.content.schema import License, Model, SourceRef
from bot.content.snapshot import Content
from bot.knowledge.licenses.labels import license_name
from bot.knowledge.wording import cut

MOST = 3
LONGEST = 60


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


def model_sources(
    content: Content, model: Model, most: int = MOST, fact: str = ""
) -> tuple[SourceRef, ...]:
    """The first pages that facts of the model were read on, each address once; before all others
    those with `fact` in what they are for."""
    found: dict[str, SourceRef] = {}
    for source in sorted(model.sources, key=lambda each: fact not in each.fact):
        if source.url and source.url not in found:
            title = content.say(
                "knowledge_source",
                model=model.name,
                fact=cut(source.fact, LONGEST),
                host=host_of(source.url),
            )
            found[source.url] = SourceRef(title=title, url=source.url)
    return tuple(found.values())[:most]


def unchecked(model: Model) -> tuple[str, ...]:
    """The facts that nobody looked up anywhere."""
    return tuple(source.fact for source in model.sources if source.source == "memory")


def license_sources(content: Content, each: License, most: int = 2) -> tuple[SourceRef, ...]:
    """The text of the licence first, then pages about it elsewhere."""
    by_host: dict[str, str] = {}
    for url in (each.url, *each.sources):
        if url and "://" in url:
            by_host.setdefault(host_of(url), url)
    return tuple(
        SourceRef(
            title=content.say("knowledge_source_license", name=license_name(each), host=host),
            url=url,
        )
        for host, url in list(by_host.items())[:most]
    )
