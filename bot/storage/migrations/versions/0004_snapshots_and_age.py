"""Snapshots of the folded state, and when a session was last used.

`last_at` may be empty by its type, since SQLite can't add a column without a value but by copying
the table, and dropping the old copy would take the events along. It is filled here and never left
out later.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("sessions", sa.Column("last_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE sessions SET last_at = coalesce("
        "(SELECT events.at FROM events WHERE events.session = sessions.id "
        "ORDER BY events.sequence DESC LIMIT 1), created_at)"
    )
    op.create_index("sessions_last_at", "sessions", ["last_at"])
    op.create_index("sessions_channel", "sessions", ["channel", "last_at"])
    op.create_table(
        "snapshots",
        sa.Column(
            "session",
            sa.Text,
            sa.ForeignKey("sessions.id", ondelete="CASCADE", name="snapshots_session"),
            primary_key=True,
        ),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("fold", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("snapshots")
    op.drop_index("sessions_channel", "sessions")
    op.drop_index("sessions_last_at", "sessions")
    op.drop_column("sessions", "last_at")
