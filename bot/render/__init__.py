"""Renderers: a reply as plain text, as JSON, on a terminal or on Discord."""
