"""Which channels belong to which server, and since when the bot is out of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "rooms",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True)),
    )
    op.create_index("rooms_place", "rooms", ["place"])
    op.create_index("rooms_left_at", "rooms", ["left_at"])


def downgrade() -> None:
    op.drop_table("rooms")
