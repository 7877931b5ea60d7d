"""Newer prices and limits for the catalogue, from published tables: read, compared, written.

The lists are read (`genai`, `models_dev`), compared with the catalogue (`differences`), and what is
taken over is written into the files as small edits (`edits`, `yaml_edit`, `writing`).
"""
