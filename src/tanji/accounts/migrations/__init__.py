"""Migrations of the tables of people and organisations."""
