"""`ajar db`: looks after the database that AJAR_DATABASE names."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

T = TypeVar("T")
database_app = typer.Typer(
    name="db", help="Look after the database of conversations.", no_args_is_help=True
)
Folder = Annotated[
    Path | None, typer.Option("--dir", metavar="DIR", help="Instead of AJAR_BACKUP_DIR.")
]


@database_app.command()
def upgrade() -> None:
    """Bring the database to the schema of this version; every start does so too."""
    from bot.cli import tending

    typer.echo(_run(tending.upgrade(_settings())))


@database_app.command()
def backup(folder: Folder = None) -> None:
    """Make a backup while Ajar runs, and delete those that the rota does not keep."""
    from bot.cli import tending

    typer.echo(_run(tending.backup(_settings(), folder)))


@database_app.command()
def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A backup.")],
    folder: Folder = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Put a backup in the place of the database; what is there now is kept beside it."""
    from bot.cli import tending

    if not yes:
        typer.confirm(f"Replace all conversations by those of {file.name}?", abort=True)
    typer.echo(_run(tending.restore(_settings(), file, folder)))


@database_app.command()
def check() -> None:
    """Look for damage; exits with 1 where there is any."""
    from bot.cli import tending

    found = _run(tending.check(_settings()))
    typer.echo("\n".join(found) or "The database is sound.")
    if found:
        raise typer.Exit(1)


@database_app.command()
def move(
    to: Annotated[str, typer.Option("--to", metavar="URL", help="An empty database.")],
) -> None:
    """Copy everything into another database and compare; begin again where it was cut off."""
    from bot.cli import tending

    typer.echo(_run(tending.move(_settings(), to)))


@database_app.command()
def pseudonymise() -> None:
    """Hash the ids that were kept before AJAR_ID_KEY was set."""
    from bot.cli import tending

    typer.echo(_run(tending.pseudonymise(_settings())))


def _settings() -> Settings:
    from bot.cli.opening import settled_quietly

    return settled_quietly()


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)
