"""Our own table of factors, as Excel or CSV: one row a published factor, one factor a process.

columns   the columns, lists and gases of the table as data
messages  what reading a row may find
cells     cells as texts, numbers, units, choices, years
figures   the gases of a row, in kg
documents a row as flow, process and source
reader    a file to a package
rows      a package to rows, refused where they would not read back the same
writer    rows and the template to .xlsx and .csv
"""

from tanji.formats.factors.reader import NotAFactorTable, read
from tanji.formats.factors.rows import NotAFactor
from tanji.formats.factors.writer import write, write_template

__all__ = ["NotAFactor", "NotAFactorTable", "read", "write", "write_template"]
