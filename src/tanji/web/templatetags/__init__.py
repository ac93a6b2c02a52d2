"""The tag library that the templates load."""
