"""What surrounds every page: menu, words, parts, charts, error pages."""
