"""Where conversations are kept: append-only events in a database, or in memory."""
