"""What brought an event about, such as a message of a chat platform: each is answered once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("events", sa.Column("source", sa.Text))
    op.create_index("events_source", "events", ["source"], unique=True)


def downgrade() -> None:
    op.drop_index("events_source", "events")
    op.drop_column("events", "source")
