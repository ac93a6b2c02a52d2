"""Bytes to documents and documents to bytes: one module or package a format, each with read() and perhaps write().

child     runs a reader in a disposable process with limits on memory, time and answer (`job` is its inside)
archive   members of a zip, a tar or a folder, streamed and bounded
table     sheets of .xlsx and .csv as cells with their true places (`workbook`, `delimited` and `sheet` are its inside)
identify  which of the formats of background data a file is in, by its content
xml       XML as a bounded plain tree, and a tree written the same each time
assembly  the parts that a reader's child sends, as one package
olca      openLCA JSON-LD, schema 1 and 2
ilcd      ILCD and eILCD; tidas: its JSON sibling
ecospold1, ecospold2   EcoSpold (ecospold is what both share)
simapro   SimaPro CSV, read only
brightway datapackages of Brightway
factors   our own table of factors
portfolio many products as Parquet or CSV, in partitions: read in place, not in the child
study     studies as workbooks, CSV, YAML and JSON

Readers yield documents and findings. They never guess silently and never link. Files are hostile until read: what
parses them runs in the child process.
"""
