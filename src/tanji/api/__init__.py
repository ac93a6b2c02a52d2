"""The door for machines: the same actions and queries as JSON, under /api/v1/."""
