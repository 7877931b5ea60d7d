"""Front ends: each brings messages to the engine and shows its replies."""
