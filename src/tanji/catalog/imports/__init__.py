"""Bills of materials on their way into a draft: kept as evidence, read by a plan, taken in one saving, undone."""

from tanji.catalog.imports.actions import (
    decide_units,
    finish,
    reach,
    save_scheme,
    set_columns,
    set_sheet,
    set_threshold,
    start,
)
from tanji.catalog.imports.queries import (
    Seen,
    Sheet,
    error_rows,
    get_import,
    imports_of,
    look,
    proposed,
    schemes,
    sheet,
)
from tanji.catalog.imports.reversal import UNDO_DAYS, take_back, undoable

__all__ = [
    "UNDO_DAYS",
    "Seen",
    "Sheet",
    "decide_units",
    "error_rows",
    "finish",
    "get_import",
    "imports_of",
    "look",
    "proposed",
    "reach",
    "save_scheme",
    "schemes",
    "set_columns",
    "set_sheet",
    "set_threshold",
    "sheet",
    "start",
    "take_back",
    "undoable",
]
