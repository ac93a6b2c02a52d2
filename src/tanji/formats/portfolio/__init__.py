"""Portfolios as tables: `lines` and `products` from Parquet or CSV, results to Parquet, a partition at a time.

source   the files of a table, their digests, and any run of their rows
survey   which products stand where, and which items and units there are, in one pass
regroup  lines of scattered products written again, product by product
store    the folder of a computation: plan, finished partitions, manifest
example  a made-up portfolio, the same for the same seed

These tables are too large for the child process that parses uploads: they are read in place, run by run. They are the
files of whoever computes; a door that takes them from strangers must bound size and time itself.
"""

from tanji.formats.portfolio.source import File, Rows, UnfitTable, rows
from tanji.formats.portfolio.store import Part, Plan, Store, mapped, put
from tanji.formats.portfolio.survey import Survey, survey

__all__ = ["File", "Part", "Plan", "Rows", "Store", "Survey", "UnfitTable", "mapped", "put", "rows", "survey"]
