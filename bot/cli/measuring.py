"""`ajar evaluate`: the classifiers' figures on the pack's own utterances."""

from __future__ import annotations

import json
import sys

import typer

from bot.app import open_encoder, pack_of
from bot.content.cache import Cache
from bot.content.loader import load_content, load_training
from bot.evaluation.report import as_data, as_text, measure
from bot.settings import Settings


def evaluate(settings: Settings, *, as_json: bool) -> None:
    pack = pack_of(settings)
    content = load_content(pack, Cache(settings.cache_dir))
    encoder = open_encoder(settings, _progress)
    figures = measure(content, load_training(pack), encoder, _progress)
    typer.echo(json.dumps(as_data(figures), indent=1) if as_json else as_text(figures))


def _progress(text: str) -> None:
    print(text, file=sys.stderr)
