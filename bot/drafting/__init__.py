"""Drafts a content pack from a guide in Markdown: text and rules in, files out."""
