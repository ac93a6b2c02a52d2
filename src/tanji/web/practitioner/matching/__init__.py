"""The queue in which the lines of a study get their background data."""
