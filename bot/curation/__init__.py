"""From what was not understood to better utterances: a queue, proposals, and edits of the pack."""
