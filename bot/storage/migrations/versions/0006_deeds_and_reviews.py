"""What operators read, and what they reviewed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column(
            "session",
            sa.Text,
            sa.ForeignKey("sessions.id", ondelete="CASCADE", name="reviews_session"),
            primary_key=True,
        ),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
    )
    op.create_table(
        "deeds",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
    )
    op.create_index("deeds_at", "deeds", ["at"])
    op.create_index("deeds_who", "deeds", ["who", "at"])


def downgrade() -> None:
    for name in ("deeds", "reviews"):
        op.drop_table(name)
