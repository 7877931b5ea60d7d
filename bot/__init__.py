"""Ajar: helps people choose between open and closed generative AI models."""
