"""A decision as a document to keep: Markdown, JSON, and a page that needs nothing else."""
