"""Statement: what a company claims of its product (产品碳足迹声明), frozen, with the digests of what it rests on."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from tanji.errors import Text
from tanji.model.document import Document, Names, Ref, Value
from tanji.model.footprint import Score, StageScore
from tanji.model.study import Boundary, Code, Organisation, UnitOfAnalysis
from tanji.model.uncertain import Interval

ESTIMATE = Text(zh="估算，不得用于认证", en="Estimate, not to be used for certification")
"""What stands on everything that comes from a quick estimate."""


class OpenPoint(Value):
    """What a reader of the statement should know: a rule that fails or could not be judged without blocking it."""

    rule: str
    names: Names
    outcome: Literal["fail", "indeterminate", "verifier"]
    severity: str
    message: Names | None = None


class Statement(Document):
    """A claimed product carbon footprint; it is neither verified nor certified by being made."""

    schema_name: ClassVar[str] = "tanji/statement/1"

    names: Names
    product: Names
    model: str | None = None
    codes: tuple[Code, ...] = ()
    maker: Organisation
    unit: UnitOfAnalysis
    boundary: Boundary
    stages_covered: tuple[str, ...]
    location: str | None = None
    period: tuple[str, str] | None = None
    score: Score
    stages: tuple[StageScore, ...]
    grid_score: Score | None = None
    biogenic_carbon_kg: float | None = None
    interval: Interval | None = None
    quality: float | None = None
    quality_scheme: str | None = None
    primary_share: float | None = None
    linked_mass_share: float | None = None
    electricity: Literal["grid", "contract", "mixed", "none"] = "none"
    allocation: tuple[str, ...] = ()
    """Methods of allocation in use, in the order of the alphabet."""
    estimate: bool = False
    """A quick estimate: it says so everywhere, and no certificate may rest on it."""
    notice: Names | None = None
    """The words of `ESTIMATE`, where it is one: who reads the document alone reads them too."""
    open_points: tuple[OpenPoint, ...] = ()
    declared_on: date
    declared_by: str
    study: Ref
    footprint: Ref
    ruleset: Ref
    packs: tuple[Ref, ...]
    """The packs of the rule set."""
    conformity: Ref
    method: Ref
    releases: tuple[Ref, ...] = ()
    supersedes: Ref | None = None
    engine: str
