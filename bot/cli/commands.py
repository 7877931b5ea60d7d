"""The commands of `ajar`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from bot.cli.database import database_app
from bot.cli.encoder import encoder_app

app = typer.Typer(
    name="ajar",
    help="A kind assistant for choosing between open and closed generative AI models.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(database_app)
app.add_typer(encoder_app)
Form = Literal["table", "json", "csv"]
PASSED_ON = {"ignore_unknown_options": True, "help_option_names": []}


def main(argv: Sequence[str]) -> NoReturn:
    """Runs a command; its exit code comes as SystemExit."""
    app(list(argv), prog_name="ajar")
    raise SystemExit(0)


def _version(wanted: bool) -> None:
    if wanted:
        try:
            typer.echo(f"ajar {version('ajar-bot')}")
        except PackageNotFoundError:
            typer.echo("ajar, not installed as a package")
        raise typer.Exit


def _today() -> date:
    return datetime.now(UTC).date()


def _date(text: str | None) -> str | None:
    """The date that was given, where it is a whole day of the calendar."""
    try:
        return None if text is None else date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise typer.BadParameter("write a day such as 2026-06-30", param_hint="--as-of") from error


@app.callback()
def options(
    context: typer.Context,
    content: Annotated[
        str | None, typer.Option(metavar="DIR", help="A content pack instead of Ajar's own.")
    ] = None,
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """A kind assistant for choosing between open and closed generative AI models."""
    context.obj = content


@app.command()
def run(
    context: typer.Context,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="N/OF", help="Be one of several processes: 2/4 is the second of four."
        ),
    ] = None,
) -> None:
    """Serve Discord; without a token, open the preview in your browser."""
    from bot.cli.running import run

    asyncio.run(run(context.obj, cluster))


@app.command()
def chat(context: typer.Context) -> None:
    """Talk with Ajar here."""
    from bot.cli.talking import chat

    chat(context.obj)


@app.command()
def ask(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="TEXT", help="What to say.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="The whole reply as one JSON object.")
    ] = False,
) -> None:
    """Get one answer, as plain text or as JSON."""
    from bot.cli.talking import ask

    raise typer.Exit(asyncio.run(ask(context.obj, " ".join(words), as_json=as_json)))


@app.command(context_settings=PASSED_ON)
def jsonl(
    context: typer.Context, arguments: Annotated[list[str] | None, typer.Argument()] = None
) -> None:
    """Answer one JSON object a line, for programs; [--database URL] names another database."""
    from bot.cli.jsonl import main as jsonl

    content = ["--content", context.obj] if context.obj else []
    raise typer.Exit(jsonl([*content, *(arguments or [])]))


@app.command()
def check(
    context: typer.Context,
    is_fresh: Annotated[
        bool, typer.Option("--fresh", help="List what is old or has no source instead.")
    ] = False,
    days: Annotated[
        int | None,
        typer.Option(min=0, help="From how many days on a figure is old; else the pack says."),
    ] = None,
) -> None:
    """Look for problems in the content; exits with 1 where there are any."""
    from bot.cli.checking import check, check_fresh

    code = check_fresh(context.obj, _today(), days) if is_fresh else check(context.obj)
    raise typer.Exit(code)


@app.command()
def translate(
    context: typer.Context,
    language: Annotated[str, typer.Argument(metavar="CODE", help="A language, such as de.")],
) -> None:
    """Make the catalogue of a language, or bring it up to date with the English."""
    from bot.cli.translating import translate

    typer.echo(translate(context.obj, language))


@app.command()
def refresh(
    context: typer.Context,
    models: Annotated[
        str | None,
        typer.Option(metavar="FILE|URL", help="A table in the shape of models.dev as well."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day of the tables, if you know better.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this model; may be repeated.")
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take over what differs from the catalogue too.")
    ] = False,
    renew: Annotated[
        bool, typer.Option("--renew", help="Date prices anew that a newer table confirms.")
    ] = False,
    is_dry: Annotated[
        bool, typer.Option("--dry-run", help="Show the differences and write nothing.")
    ] = False,
) -> None:
    """Fill blanks in the catalogue from newer price tables, and show what differs."""
    from rich.console import Console

    from bot.cli.refreshing import Wish, refresh

    wish = Wish(models, _date(as_of), tuple(only or ()), accept, renew, is_dry)
    raise typer.Exit(refresh(context.obj, wish, _today(), Console()))


@app.command()
def invite(
    application: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The application's id; else it is read off the token."),
    ] = None,
) -> None:
    """Print the link that invites the bot to a server, with the permissions it needs."""
    from bot.cli.inviting import invite

    typer.echo(invite(application))


@app.command()
def learn(context: typer.Context) -> None:
    """Learn from the content now, so that the next start is quick."""
    from bot.cli.learning import learn

    learn(context.obj)


@app.command()
def doctor(context: typer.Context) -> None:
    """Check token, permissions, database, content and more; exits with 1 where one is bad."""
    from bot.cli.doctor import doctor
    from bot.cli.opening import settled_quietly

    raise typer.Exit(asyncio.run(doctor(settled_quietly(context.obj))))


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder, new or empty.")],
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="GUIDE", help="A guide in Markdown; else an example is made."
        ),
    ] = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="What the bot is called.")] = "Ajar",
) -> None:
    """Make a content pack of your own, from any guide in Markdown."""
    from datetime import UTC, datetime

    from bot.cli.creating import create

    typer.echo(create(folder, source, name, datetime.now(UTC).date()))


@app.command()
def explain(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="TEXT", help="What somebody says.")],
) -> None:
    """Show how a message is understood."""
    from bot.app import explain
    from bot.cli.opening import settled_quietly

    typer.echo(asyncio.run(explain(settled_quietly(context.obj), " ".join(words))))


@app.command()
def evaluate(
    context: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help="The figures as one JSON object.")
    ] = False,
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Draw the figures as well.")
    ] = None,
) -> None:
    """Measure the classifiers on held-out folds of the pack's own utterances; takes minutes."""
    from bot.cli.measuring import evaluate
    from bot.cli.opening import settled_quietly

    evaluate(settled_quietly(context.obj), as_json=as_json, chart=chart)


@app.command()
def forget(
    user: Annotated[str, typer.Argument(help="The id of a person, as on Discord.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Delete everything about a person, from the database and the backups."""
    from bot.cli.opening import settled_quietly
    from bot.cli.tending import forget

    if not yes:
        typer.confirm(f"Delete everything about {user}?", abort=True)
    typer.echo(asyncio.run(forget(settled_quietly(), user)))


@app.command()
def stats(
    days: Annotated[int, typer.Option(min=1, max=36_500, help="How far back to look.")] = 30,
    form: Annotated[Form, typer.Option("--format", help="How to show them.")] = "table",
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Draw them as well.")
    ] = None,
) -> None:
    """Show how Ajar was used: topics, what had no answer, verdicts, where dialogues ended."""
    from bot.cli.opening import settled_quietly
    from bot.cli.tending import stats

    typer.echo(asyncio.run(stats(settled_quietly(), days, form, chart)))


@app.command()
def review(
    context: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=36_500, help="How far back to look.")] = 90,
    as_json: Annotated[
        bool, typer.Option("--json", help="List what is to be reviewed as JSON, and ask nothing.")
    ] = False,
    is_quick: Annotated[
        bool, typer.Option("--quick", help="Don't measure the accuracy before and after.")
    ] = False,
) -> None:
    """Go through what had no good answer, and take it into the utterances with your yes."""
    from bot.cli.opening import settled_quietly
    from bot.cli.reviewing import review

    review(settled_quietly(context.obj), days, as_json=as_json, is_quick=is_quick)


@app.command()
def audit(
    days: Annotated[int, typer.Option(min=1, max=36_500, help="How far back to look.")] = 30,
    who: Annotated[
        str | None, typer.Option(metavar="ID", help="Of this person or account alone.")
    ] = None,
    what: Annotated[
        str | None, typer.Option(metavar="WORD", help="Of this kind alone, such as unanswered.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, one deed a line.")] = False,
) -> None:
    """List what operators and those who manage servers read, changed and deleted."""
    from bot.cli.opening import settled_quietly
    from bot.cli.tending import audit

    typer.echo(asyncio.run(audit(settled_quietly(), days, who, what, as_json=as_json)), nl=False)


@app.command()
def export(
    user: Annotated[str, typer.Argument(help="The id of a person, as on Discord.")],
) -> None:
    """Print everything that is kept of a person, one JSON object a line."""
    from bot.cli.opening import settled_quietly
    from bot.cli.tending import export

    typer.echo(asyncio.run(export(settled_quietly(), user)), nl=False)
