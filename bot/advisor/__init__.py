"""The decision model: which question next, which side, why, and what would change it."""
