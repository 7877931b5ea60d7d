"""From a message to a reading: what it asks, what it names, what it says about the person."""
