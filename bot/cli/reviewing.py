"""`ajar review`: from messages without an answer to utterances, with a person's yes."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import typer

from bot.app import open_encoder, pack_of, remembering, understanding
from bot.cli.progress import bars
from bot.cli.tending import audited, opened
from bot.content.cache import Cache
from bot.content.checks import check
from bot.content.checks_alike import carrying_names
from bot.content.checks_sheets import Sheets
from bot.content.loader import (
    FOLDERS,
    INTENT_FILES,
    Pack,
    Reader,
    load_content,
    load_training,
    read_content,
)
from bot.curation import drafts, gain
from bot.curation.drafts import Accepted, Known, ReviewError
from bot.curation.proposals import Cluster, propose
from bot.curation.queue import queue
from bot.curation.sitting import HELP, Sitting, Table
from bot.errors import Problem
from bot.operations.missing import Gathered, gather
from bot.refresh import writing
from bot.render.fit import showable
from bot.settings import Settings
from bot.storage import reviewing

NOTHING = "There is nothing to review: all that was asked lately had its answer, or was reviewed."
UNKEPT = (
    "There is nothing to review: {count} messages had no answer, and their words were not kept "
    "(AJAR_KEEP_MESSAGES is off, or was)."
)


def review(settings: Settings, days: int, *, as_json: bool, is_quick: bool) -> None:
    """Shows the groups one after the other, or lists them; writes only what is said yes to."""
    gathered = asyncio.run(_gather(settings, days))
    _, understander = understanding(settings, _told)
    known = _known(settings)
    clusters = propose(understander, queue(gathered.found, gathered.reviewed, known.keys))
    if as_json:
        typer.echo(json.dumps([_as_data(each) for each in clusters], indent=1))
        return
    if not clusters:
        unkept = UNKEPT.format(count=gathered.unkept) if gathered.unkept else NOTHING
        typer.echo(unkept)
        return
    sitting = Sitting(known, frozenset(understander.ranker.artefacts.heads["intent"].classes))
    _sit(sitting, clusters)
    is_written = _offer(settings, sitting, is_quick=is_quick)
    asyncio.run(_mark(settings, sitting, is_written=is_written))


async def _gather(settings: Settings, days: int) -> Gathered:
    now = datetime.now(UTC)
    async with opened(settings) as store:
        with bars() as progress:
            gathered = await gather(store, now - timedelta(days=days), progress)
        await audited(store, "review", f"{len(gathered.found)} messages")
    return gathered


def _known(settings: Settings) -> Known:
    """The utterances of the pack, with those that wait in its drafts."""
    pack = pack_of(settings)
    reader = Reader(pack)
    read_content(reader)
    pairs = [*load_training(pack).intent_pairs()]
    for path in sorted((pack.root / drafts.DRAFTS).glob("*.yaml")):
        pairs += drafts.waiting(path.read_text("utf-8"), path.name)
    return Known(pairs, carrying_names(Sheets(reader)))


def _as_data(cluster: Cluster) -> dict[str, object]:
    return {
        "messages": cluster.weight,
        "new": cluster.is_new,
        "nearest": [{"intent": name, "share": round(share, 3)} for name, share in cluster.nearest],
        "utterances": [
            {"text": each.text, "why": each.missed.why, "messages": len(each.missed.places)}
            for each in cluster.utterances
        ],
    }


def _sit(sitting: Sitting, clusters: Sequence[Cluster]) -> None:
    typer.echo(HELP)
    for number, cluster in enumerate(clusters, 1):
        table = Table(cluster)
        while True:
            typer.echo(f"\n{_shown(table, number, len(clusters))}")
            told = sitting.answer(table, typer.prompt(">", default="s", prompt_suffix=" "))
            if told.text:
                typer.echo(showable(told.text))
            if told.is_end:
                return
            if told.is_done:
                break


def _shown(table: Table, number: int, total: int) -> str:
    cluster = table.cluster
    whys = ", ".join(sorted({each.missed.why for each in cluster.utterances}))
    lines = [f"{number} of {total}: {cluster.weight} messages, {whys}"]
    lines += [showable(line) for line in table.lines()]
    lines += [f" [{n}] {name} ({share:.0%})" for n, (name, share) in enumerate(cluster.nearest, 1)]
    if cluster.is_new:
        lines.append(" None of these is near: outside (o), or a new intent (n ID)?")
    return "\n".join(lines)


def _offer(settings: Settings, sitting: Sitting, *, is_quick: bool) -> bool:
    """Shows what would change, and by how much; whether it was written."""
    if not (sitting.accepted or sitting.drafts):
        return False
    root = pack_of(settings).root
    before, after = _texts(root, sitting)
    typer.echo(f"\n{showable(drafts.difference(before, after))}\n")
    with tempfile.TemporaryDirectory() as folder:
        changed = _tried(root, Path(folder), after)
        problems = _new_problems(pack_of(settings), changed)
        if problems:
            listed = "\n".join(map(str, problems))
            raise ReviewError(f"{listed}\nNothing was written: `ajar check` would refuse it.")
        if sitting.accepted and not is_quick:
            _measured(settings, changed, sitting.accepted)
    if not typer.confirm("Write this into the pack?", default=False):
        typer.echo("Nothing was written.")
        return False
    writing.replace_all(
        {root / name: text for name, text in after.items()},
        {root / name: text for name, text in before.items()},
    )
    understanding(settings, _told)
    typer.echo(
        "Written and learned. A running Ajar takes it in by SIGHUP or /ajar reload."
        if sitting.accepted
        else f"Written to {drafts.DRAFTS}/; a new topic wants an answer and 20 utterances."
    )
    return True


def _texts(root: Path, sitting: Sitting) -> tuple[dict[str, str], dict[str, str]]:
    """(before, after) of the files that change, by their names in the pack."""
    held = {
        path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8")
        for path in [*(root / "intents" / "topics").glob("**/*.yaml"), *_own(root)]
    }
    after = drafts.taken_in(held, sitting.accepted)
    for intent, utterances in sitting.drafts.items():
        name = drafts.draft_name(intent)
        path = root / name
        held |= {name: path.read_bytes().decode("utf-8")} if path.exists() else {}
        after[name] = drafts.drafted(held.get(name), intent, utterances)
    return {name: held[name] for name in after if name in held}, after


def _own(root: Path) -> list[Path]:
    return [path for name in INTENT_FILES if (path := root / "intents" / f"{name}.yaml").exists()]


def _tried(root: Path, folder: Path, after: dict[str, str]) -> Pack:
    """A copy of the pack with the changes, to be checked and measured."""
    for name in FOLDERS:
        shutil.copytree(root / name, folder / name)
    for name, text in after.items():
        if name.startswith(FOLDERS):
            (folder / name).write_bytes(text.encode("utf-8"))
    return Pack(folder)


def _new_problems(before: Pack, after: Pack) -> list[Problem]:
    """What the check finds now and did not find before; lines may have moved."""
    old = {(each.path, each.what) for each in check(before)}
    return [each for each in check(after) if (each.path, each.what) not in old]


def _measured(settings: Settings, changed: Pack, accepted: Sequence[Accepted]) -> None:
    pack = pack_of(settings)
    cache = Cache(settings.cache_dir)
    content = load_content(pack, cache)
    typer.echo("Measuring on five folds; this takes a minute or two.", err=True)
    found = gain.measure(
        content,
        load_training(pack),
        load_training(changed),
        accepted,
        remembering(open_encoder(settings, _told), cache, _told),
    )
    typer.echo(
        f"Held-out accuracy of the {found.old_utterances:,} utterances from before: "
        f"{found.before:.2%} before, {found.after:.2%} after. Of the {found.new_utterances} new "
        f"ones {found.new:.0%} are told right by models that never saw them."
    )


async def _mark(settings: Settings, sitting: Sitting, *, is_written: bool) -> None:
    """Remembers what needs no other look; what was not written comes up again."""
    held = {p: d for p, d in sitting.marks.items() if is_written or d == "rejected"}
    if not held:
        return
    now = datetime.now(UTC)
    async with opened(settings) as store:
        for decision in sorted({*held.values()}):
            places = [place for place, each in held.items() if each == decision]
            note = partial(reviewing.note, places=places, decision=decision, at=now)
            await store.do(note, write=True)
        await audited(store, "review", f"{len(held)} messages decided")


def _told(step: str) -> None:
    typer.echo(step, err=True)
