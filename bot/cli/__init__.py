"""The command line; heavy modules are imported inside the commands, so that it starts at once."""
