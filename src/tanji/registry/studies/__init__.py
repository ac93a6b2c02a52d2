"""Studies on the platform: products and drafts, the sample, computing, scenarios, declaring, what was computed."""

from tanji.catalog.models import Draft, Product
from tanji.registry.studies.computing import compute_now, spread
from tanji.registry.studies.declaring import Readiness, declare, readiness, statement_of
from tanji.registry.studies.drafting import (
    archive_draft,
    archive_product,
    change,
    choose_packs,
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
from tanji.registry.studies.rules import not_applied, product_of, rule_set, rules_for, rules_of
from tanji.registry.studies.versions import Entry, Version, draws, latest, version, versions

__all__ = [
    "Draft",
    "Entry",
    "Product",
    "Readiness",
    "Version",
    "archive_draft",
    "archive_product",
    "change",
    "choose_packs",
    "compute",
    "compute_now",
    "create_draft",
    "create_product",
    "declare",
    "derive",
    "draws",
    "edit_product",
    "latest",
    "not_applied",
    "product_of",
    "readiness",
    "restore_draft",
    "restore_product",
    "rule_set",
    "rules_for",
    "rules_of",
    "sample",
    "spread",
    "statement_of",
    "take_back",
    "version",
    "versions",
]
