"""Studies on the platform: products and drafts, the sample, computing, scenarios, declaring, what was computed."""

from tanji.registry.studies.computing import compute_now, spread
from tanji.registry.studies.declaring import declare, readiness
from tanji.registry.studies.drafting import (
    archive_draft,
    archive_product,
    change,
    create_draft,
    create_product,
    derive,
    edit_product,
    restore_draft,
    restore_product,
    sample,
    take_back,
)
from tanji.registry.studies.jobs import compute
from tanji.registry.studies.rules import product_of, rule_set
from tanji.registry.studies.versions import Version, draws, latest, version, versions

__all__ = [
    "Version",
    "archive_draft",
    "archive_product",
    "change",
    "compute",
    "compute_now",
    "create_draft",
    "create_product",
    "declare",
    "derive",
    "draws",
    "edit_product",
    "latest",
    "product_of",
    "readiness",
    "restore_draft",
    "restore_product",
    "rule_set",
    "sample",
    "spread",
    "take_back",
    "version",
    "versions",
]
