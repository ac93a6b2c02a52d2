"""Bytes to documents and documents to bytes: one module or package a format, each with read() and perhaps write().

child     runs a reader in a disposable process with limits on memory, time and answer (`job` is its inside)
archive   members of a zip, a tar or a folder, streamed and bounded
table     sheets of .xlsx and .csv as cells with their true places (`workbook`, `delimited` and `sheet` are its inside)
olca      openLCA JSON-LD, schema 1 and 2
study     studies as workbooks, CSV, YAML and JSON

Readers yield documents and findings. They never guess silently and never link. Files are hostile until read: what
parses them runs in the child process.
"""
