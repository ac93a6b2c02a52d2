"""Tanji 碳迹: carbon footprints of products that anybody can recompute.

The packages, in the order in which data flow through them:

- `errors`      how anything refuses
- `lca`         numbers: matrices, solving, scores, contribution paths
- `model`       documents: frozen values with a digest
- `formats`     bytes to documents and back, one module a format
- `background`  released background databases: link, allocate, compile, release, match
- `starter`     the embedded background database and the GWP methods: sourced figures in CSV
- `assess`      study to footprint, without I/O
- `reports`     footprint to workbook
- `cli`         the terminal
"""

__version__ = "0.1.0"
