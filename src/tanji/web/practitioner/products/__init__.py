"""Products: list, new, sample, page, archive."""
