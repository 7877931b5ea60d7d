"""The settings: from the environment and from a file `.env` in the working directory.

`.env.example` lists every variable with its default; the environment outranks the file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.cluster import MOST_SHARDS, Share, parse, share
from bot.errors import SettingsError
from bot.naming import Naming

PREFIX = "AJAR_"
TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the name of the variable
SQLITE = "sqlite:///"
DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+aiosqlite": "sqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _none(value: object) -> object:
    return None if _lower(value) in {"", "none"} else value


def _cluster(text: str | None) -> str | None:
    if text is not None:
        parse(text)
    return text


def _at_home(path: Path) -> Path:
    """The path with the home folder for `~`, and another account's for `~name`."""
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise ValueError(f"the home folder of {path.parts[0]} is not known") from error


def _database(url: str) -> str:
    """The URL with its driver where one is needed, and with the home folder for `~`."""
    scheme, colon, rest = url.strip().partition("://")
    if not colon or scheme not in DRIVERS:
        raise ValueError("this is no URL of a SQLite or PostgreSQL database")
    if rest.startswith("/~/"):
        rest = f"/{_at_home(Path(rest[1:]))}"
    return f"{DRIVERS[scheme]}://{rest}"


def _folder(variable: str, fallback: str) -> Path:
    """A base folder by the XDG rules: the variable where it is absolute, else below the home."""
    named = Path(os.environ.get(variable, ""))
    try:
        return (named if named.is_absolute() else Path.home() / fallback) / "ajar"
    except RuntimeError as error:  # an account without a home, as in some containers
        fix = f"set {PREFIX}DATABASE and {PREFIX}CACHE_DIR, or {variable}"
        raise SettingsError(
            f"HOME is not set and this account has no home folder: {fix}."
        ) from error


def _default_database() -> str:
    return f"{SQLITE}{_folder('XDG_DATA_HOME', '.local/share') / 'ajar.db'}"


def _default_cache() -> Path:
    return _folder("XDG_CACHE_HOME", ".cache")


Word = BeforeValidator(_lower)
MaybePath = Annotated[
    Path | None, BeforeValidator(_none), AfterValidator(lambda p: p and _at_home(p))
]


MaybeCount = Annotated[int | None, BeforeValidator(_none)]


class Settings(BaseSettings):
    """Every setting; a description says how to put a wrong value right."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    discord_token: SecretStr | None = Field(
        None, validation_alias=TOKEN, description="Copy the token of your bot from Discord."
    )
    database: Annotated[str, AfterValidator(_database)] = Field(
        default_factory=_default_database,
        repr=False,
        description="Write sqlite:///PATH or postgresql+asyncpg://USER:PASSWORD@HOST/NAME.",
    )
    content: MaybePath = Field(
        None, description="Name a folder that holds knowledge/ and intents/, or none."
    )
    cache_dir: MaybePath = Field(
        default_factory=_default_cache, description="Name a folder, or none to keep nothing."
    )
    semantic: Annotated[Literal["auto", "on", "off"], Word] = Field(
        "auto", description="Write auto, on or off."
    )
    encoder: MaybePath = Field(None, description="Name the folder of a sentence encoder, or none.")
    log_level: Annotated[Literal["debug", "info", "warning", "error"], Word] = Field(
        "info", description="Write debug, info, warning or error."
    )
    log_format: Annotated[Literal["pretty", "json"], Word] = Field(
        "pretty", description="Write pretty or json."
    )
    traces: Annotated[Literal["on", "off"], Word] = Field(
        "off", description="Write on, or off for no OpenTelemetry."
    )
    preview_host: str = Field("127.0.0.1", description="Name the address to listen on.")
    preview_port: int = Field(
        8377, ge=1, le=65535, description="Write a port number from 1 to 65535, such as 8377."
    )

    discord_cards: Annotated[Literal["layout", "embed", "text"], Word] = Field(
        "layout", description="Write layout, embed or text."
    )

    id_key: SecretStr | None = Field(
        None, description="Write a long random text, or none to keep ids as they are."
    )
    keep_messages: Annotated[Literal["on", "off"], Word] = Field(
        "on", description="Write on, or off to keep only what was understood."
    )
    retention_days: MaybeCount = Field(
        None, ge=1, le=36_500, description="Write a number of days, or none to keep for good."
    )
    audit_days: int = Field(365, ge=1, le=36_500, description="Write a number of days.")
    backup_dir: MaybePath = Field(None, description="Name a folder, or none to make no backups.")
    backup_hours: int = Field(24, ge=1, le=8_760, description="Write a number of hours.")
    health_host: str = Field("127.0.0.1", description="Name the address to listen on.")
    health_port: MaybeCount = Field(
        None, ge=1, le=65535, description="Write a port number from 1 to 65535, or none."
    )

    cluster: Annotated[str | None, BeforeValidator(_none), AfterValidator(_cluster)] = Field(
        None, description="Write NUMBER/OF, as 2/4 for the second of four, or none for one alone."
    )
    shards: MaybeCount = Field(
        None, ge=1, le=MOST_SHARDS, description="Write a number of shards, or none."
    )

    def secrets(self) -> list[str]:
        """What may never reach a log: the token, and the password of the database."""
        token = self.discord_token.get_secret_value() if self.discord_token else ""
        key = self.id_key.get_secret_value() if self.id_key else ""
        password = urlsplit(self.database).password or ""
        return [each for each in (token, key, password, unquote(password)) if each]

    def share(self) -> Share | None:
        """The shards of Discord that this process serves; None where nothing is split.

        Raises SettingsError where the shards don't reach for all processes, or these have no
        database that all of them can use.
        """
        if self.cluster is None and self.shards is None:
            return None
        process = parse(self.cluster or "1/1")
        if process[1] > 1 and self.database.startswith("sqlite"):
            raise SettingsError(
                f"{PREFIX}CLUSTER is {self.cluster}, and a SQLite file is for one process: set "
                f"{PREFIX}DATABASE to a PostgreSQL database for all of them; `ajar db move --to "
                "URL` takes along what is in the file."
            )
        try:
            return share(process, self.shards)
        except ValueError as error:
            raise SettingsError(
                f"{PREFIX}SHARDS is {self.shards}: {error}. Set it to {process[1]} or more, the "
                "same for every process."
            ) from error

    def naming(self) -> Naming:
        """How the ids of people are kept."""
        key = self.id_key.get_secret_value() if self.id_key else ""
        return Naming(key.encode())


def variable(field: str) -> str:
    """The environment variable of a field."""
    return TOKEN if field == "discord_token" else PREFIX + field.upper()


def load(**given: str | Path | None) -> Settings:
    """The settings; those `given`, as by the command line, outrank all others.

    Raises SettingsError, which names the variable, the problem and the fix.
    """
    values: dict[str, Any] = {name: each for name, each in given.items() if each is not None}
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(dict(each)) for each in error.errors())) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(".env can't be read: save it as a UTF-8 text file.") from error


def _explain(error: dict[str, Any]) -> str:
    """One line on one wrong value; the value of what may hold a secret is left out."""
    field = "discord_token" if error["loc"][0] == TOKEN else str(error["loc"][0])
    secret = field in {"discord_token", "database", "id_key"}
    value = "" if secret else f" is {error['input']!r}"
    problem = error["msg"].removeprefix("Value error, ")
    problem = problem[0].lower() + problem[1:]
    return f"{variable(field)}{value}: {problem}. {Settings.model_fields[field].description}"
