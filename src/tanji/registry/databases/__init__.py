"""Databases of a publisher: made, filled by an import that is looked at first, checked, compared and published."""
