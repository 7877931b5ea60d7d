"""`ajar evaluate`: the classifiers' figures on the pack's own utterances."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typer

from bot.app import open_encoder, pack_of, remembering
from bot.content.cache import Cache
from bot.content.loader import load_content, load_training
from bot.evaluation import beginnings, charts, openings, replies
from bot.evaluation.holding import hold_out
from bot.evaluation.report import as_data, as_text, measure
from bot.settings import Settings


def evaluate(settings: Settings, *, as_json: bool, chart: Path | None = None) -> None:
    """Prints the figures, and draws them where a file for a chart is named."""
    if chart:
        charts.require(chart)
    pack = pack_of(settings)
    cache = Cache(settings.cache_dir)
    content = load_content(pack, cache)
    encoder = open_encoder(settings, _progress)
    learner = remembering(encoder, cache, _progress)
    training = load_training(pack)
    figures = measure(content, training, learner, _progress)
    held = hold_out(content, training, encoder, _progress, learner)
    heard = openings.measure_openings(held) if held else []
    told = replies.measure_replies(held) if held else []
    begun = beginnings.measure_beginnings(held) if held else []
    if as_json:
        data = [
            *as_data(figures),
            *openings.as_data(heard),
            *replies.as_data(told),
            *beginnings.as_data(begun),
        ]
        typer.echo(json.dumps(data, indent=1))
    else:
        parts = (
            as_text(figures),
            openings.as_text(heard),
            replies.as_text(told),
            beginnings.as_text(begun),
        )
        typer.echo("\n".join(part for part in parts if part))
    if chart:
        charts.draw(figures, chart)


def _progress(text: str) -> None:
    print(text, file=sys.stderr)
