"""The rules of the metrology register as data (`data/metrology.yaml`): levels, expiry, gaps, methods, order of data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from tanji.errors import Text
from tanji.model.document import Value
from tanji.model.figure import DataType, ReadingMethod
from tanji.model.source import Status


class Level(Value):
    """A level of traceability, from 0 (an estimate) to 4 (calibrated, digital certificate, chain of signatures)."""

    level: int
    zh: str
    en: str
    status: Status
    source: str

    @property
    def text(self) -> Text:
        """What it means."""
        return Text(zh=self.zh, en=self.en)


class Expired(Value):
    """What an expired calibration does: u × (1 + per_year × years overdue), at most × most; the level falls."""

    per_year: float
    most: float
    lowers: int
    status: Status
    source: str

    def factor(self, days: int) -> float:
        """What u is multiplied by so many days after the calibration was due."""
        return min(self.most, 1.0 + self.per_year * max(days, 0) / 365.25)


class Gap(Value):
    """Above this share of time without readings the level is at most `cap`."""

    above: float
    cap: int


class Method(Value):
    """What a way of reading adds: ± half_width % of the part obtained so; None: nobody knows."""

    half_width: float | None
    cap: int = 4
    status: Status = Status.unverified
    source: str = "proposal of Tanji"


class Deciding(Value):
    """When a footprint may be decided: the least share of contributions with a stated uncertainty."""

    least_stated: float
    status: Status
    source: str


class Word(Value):
    """A grade in words."""

    zh: str
    en: str


class Rules(Value):
    """All rules of one version."""

    version: str
    levels: tuple[Level, ...]
    expired: Expired
    gaps: tuple[Gap, ...]
    methods: dict[ReadingMethod, Method]
    decision: Deciding
    order: tuple[str, ...]
    """Grades of data, the preferred first."""
    grades: dict[DataType, str]
    words: dict[str, Word]

    def cap(self, gap_share: float) -> int:
        """The level that a share of time without readings leaves at most."""
        return min((gap.cap for gap in self.gaps if gap_share > gap.above), default=4)


@cache
def rules() -> Rules:
    """The rules in force."""
    from ruamel.yaml import YAML

    text = (files("tanji.assess") / "data" / "metrology.yaml").read_text("utf-8")
    return Rules.model_validate(YAML(typ="safe", pure=True).load(text))
