"""Numbers: matrices in, scores out. Knows rows, columns and names for messages; not products, not files.

- index    which key stands where
- system   A, B, C and the sign convention
- blocks   which processes need each other
- inspect  what is wrong with a system, by name
- solve    factorize once; forward and adjoint, every solution checked
- direct   elimination of one block
- sweep    Gauss-Seidel over one large loop
- krylov   iteration over a large loop that sweeps are not proven to solve
- score    intensities, scores, inventories
- paths    where a score comes from: tree and table of contributions
- portfolio  many products of a few lines each: totals, stages, quantiles
- nest     products that use products, as one system
- draws    streams of random numbers by name, coverage intervals, when there are enough draws
- distribution  moments, quantiles and draws of lognormals, normals and others; truncation of them
- uncertain  a system whose coefficients follow variables
- simulate Monte Carlo over all of A, B and C, draw by draw: streams give the numbers, plan says what is needed,
  plain (small systems) and compiled (kernels, sweep_kernel) draw and solve batches
- variance uncertainty to first order, and what each variable adds to it
"""

from tanji.lca.index import Index, RepeatedKey, UnknownKey
from tanji.lca.inspect import Inspection, Loop, OwnUse, Place, inspect
from tanji.lca.paths import (
    Branches,
    Contributions,
    End,
    Limits,
    Node,
    Rest,
    Tree,
    UnfitIntensity,
    direct_contributions,
    expand,
    tree,
)
from tanji.lca.score import impacts, intensities, inventory, scores, supply
from tanji.lca.solve import Factor, NotSolved, SingularSystem, UnfitDemand, factorize
from tanji.lca.system import System, Triples, UnfitSystem, characterized, system

__all__ = [
    "Branches",
    "Contributions",
    "End",
    "Factor",
    "Index",
    "Inspection",
    "Limits",
    "Loop",
    "Node",
    "NotSolved",
    "OwnUse",
    "Place",
    "RepeatedKey",
    "Rest",
    "SingularSystem",
    "System",
    "Tree",
    "Triples",
    "UnfitDemand",
    "UnfitIntensity",
    "UnfitSystem",
    "UnknownKey",
    "characterized",
    "direct_contributions",
    "expand",
    "factorize",
    "impacts",
    "inspect",
    "intensities",
    "inventory",
    "scores",
    "supply",
    "system",
    "tree",
]
