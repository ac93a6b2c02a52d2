"""Rules by which sums of values that may not be shown are shown or withheld, as data: `data/rights_rules/<id>.yaml`.

The content of a set of rules never changes under its id; a public view says which set made it. That the figure of the
rule is public lets a reader of a shown sum conclude that no part is nearer to it than the rule allows.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import Field
from ruamel.yaml import YAML

from tanji.model.document import Value

DEFAULT: Final = "tanji-rights/1"


class RightsRules(Value):
    """One set of rules: how near to a withheld value nobody may come."""

    id: str = Field(pattern=r"^[a-z0-9-]+/[a-z0-9.-]+$")
    zh: str
    en: str
    source: str = Field(min_length=1)
    percent: float = Field(gt=0, le=100)
    """p of the p % rule."""
    percent_source: str = Field(min_length=1)

    @property
    def within(self) -> float:
        """The same as a share.

        >>> rights_rules().within
        0.1
        """
        return self.percent / 100


@cache
def rights_rules(identity: str = DEFAULT) -> RightsRules:
    """The rules of an id; those of `DEFAULT` are in force."""
    text = (files("tanji.background") / "data" / "rights_rules" / f"{identity.replace('/', '-')}.yaml").read_text(
        "utf-8"
    )
    found = RightsRules.model_validate(YAML(typ="safe", pure=True).load(text))
    assert found.id == identity  # noqa: S101 - the file is our own
    return found
