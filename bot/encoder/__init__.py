"""The optional sentence encoder: fetching, building and running all-MiniLM-L6-v2."""
