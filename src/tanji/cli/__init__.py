"""The terminal: words to arguments, refusals to exit codes, documents to tables or JSON. One module a command."""
