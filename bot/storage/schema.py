"""Brings a database to the schema of this program, whoever else does so at the same moment.

A new database gets the tables straight from `tables` and is stamped with the newest revision, as
Alembic's cookbook has it ("Building an Up to Date Database from Scratch"); an older one is brought
up by the migrations. Alembic takes as long to import as all else here, so only these pay for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select, text

from bot.errors import NewerSchema
from bot.storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0006"
MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that no other program takes for its lock on the same server.
ADVISORY_LOCK = 0x616A6172

_stamp = MetaData()
version_table = Table(
    "alembic_version",
    _stamp,
    Column("version_num", String(32), primary_key=True),
)
version_table.primary_key.name = "alembic_version_pkc"


def revisions(connection: Connection) -> list[str] | None:
    """The revisions that the database is stamped with; None where it never was."""
    if not inspect(connection).has_table(version_table.name):
        return None
    return list(connection.scalars(select(version_table.c.version_num)))


def is_current(connection: Connection) -> bool:
    return revisions(connection) == [HEAD]


def bring_up(connection: Connection) -> None:
    """Creates or migrates; to be run as one writing transaction, which locks a SQLite file.

    Raises NewerSchema where the database has a revision that is not among the migrations.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    found = revisions(connection)
    if found is None:
        metadata.create_all(connection, checkfirst=False)
        _stamp.create_all(connection, checkfirst=False)
        connection.execute(version_table.insert().values(version_num=HEAD))
    elif found != [HEAD]:
        _migrate(connection, found)


def try_writing(connection: Connection) -> None:
    """Fails where nothing can be written, so that this shows at the start and not at a turn."""
    connection.execute(version_table.update().values(version_num=version_table.c.version_num))


def config(connection: Connection) -> Config:
    """Alembic's settings, built here so that no file is needed; `env.py` takes the connection."""
    from alembic.config import Config

    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return settings


def known() -> set[str]:
    """The revisions that this program can bring up."""
    from alembic.script import ScriptDirectory

    return {each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def _migrate(connection: Connection, found: list[str]) -> None:
    from alembic import command

    settings = config(connection)
    unknown = sorted(set(found) - known())
    if unknown:
        raise NewerSchema(
            f"The database was written by a newer version of this program (schema {unknown[0]}, "
            f"and this version knows {HEAD}): install the newer version, or name another database."
        )
    command.upgrade(settings, "head")
