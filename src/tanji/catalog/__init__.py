"""Documents, drafts, files and long work of organisations, as rows.

- models     tables
- documents  store and load: canonical bytes under their digest
- drafts     products and studies on their way: saved, undone, frozen into a document
- shelves    releases of databases: an organisation's own, and those that are public
"""
