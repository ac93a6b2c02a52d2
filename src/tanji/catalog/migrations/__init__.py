"""Migrations of the tables of documents, drafts, evidence and jobs."""
