"""serve, demo, backup, restore."""
