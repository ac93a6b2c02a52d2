"""Migrations of the tables of cases and events."""
