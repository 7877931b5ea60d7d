"""Answers from the content: sections, cards, comparisons and lists, as pure functions."""
