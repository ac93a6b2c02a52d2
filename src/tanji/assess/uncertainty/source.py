"""What is drawn once: a line's amount, a parameter, a meter, a factor, a process; and the key under which it is drawn.

Two figures with one key are one quantity: they share each draw, within a study, between a study and that of its
supplier, and between two studies that are compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tanji.background.variables import Variable
from tanji.model.process import Parameter
from tanji.model.study import Activity, OwnFactor, Product

Kind = Literal["line", "parameter", "meter", "factor", "background", "characterisation"]

_FIGURE = frozenset(
    {"id", "amount", "unit", "formula", "readings", "transport", "use", "refrigerant", "uncertainty", "data"}
)
_DERIVED = {"zh": "{}（由质量评分推出）", "en": "{} (derived from quality scores)"}


@dataclass(frozen=True, slots=True)
class Source:
    """One source of uncertainty. Its stream of random numbers is named by `key`, results name it by `shown`."""

    key: str
    shown: str
    kind: Kind
    names: Mapping[str, str]

    @property
    def dataset(self) -> bool:
        """Whether it is a set of background data or a factor, which products of different makers share."""
        return self.kind in {"factor", "background", "characterisation"}

    def derived(self) -> Source:
        """The same, marked as derived from scores of quality instead of stated."""
        names = {language: pattern.format(_either(self.names, language)) for language, pattern in _DERIVED.items()}
        return Source(self.key, self.shown, self.kind, names)


def line(activity: Activity, product: Product) -> Source:
    """The amount of a line: the same line with the same figure in studies of the same product is one quantity."""
    figure = activity.model_dump(mode="json", include=set(_FIGURE), exclude_none=True)
    mark = _mark({"product": dict(product.names), "model": product.model, "figure": figure})
    return Source(f"line:{activity.id}:{mark}", f"line:{activity.id}", "line", activity.names)


def parameter(given: Parameter) -> Source:
    """A parameter: the same name in the same unit is one quantity, in whichever study it stands."""
    about = f" ({given.description})" if given.description else ""
    zh = f"（{given.description}）" if given.description else ""
    names = {"zh": f"{given.name}{zh}", "en": f"{given.name}{about}"}
    return Source(f"parameter:{given.name}:{given.unit or ''}", f"parameter:{given.name}", "parameter", names)


def meter(key: str) -> Source:
    """A meter by its key `meter:<id>`: its error is the same in every reading that was taken from it."""
    name = key.removeprefix("meter:")
    return Source(key, key, "meter", {"zh": f"计量器具 {name}", "en": f"meter {name}"})


def own_factor(factor: OwnFactor, activity: Activity, line_id: str) -> Source:
    """A factor that a study states: the same value from the same source is one quantity."""
    mark = _mark(factor.model_dump(mode="json", exclude_none=True, exclude={"uncertainty"}))
    return Source(f"factor:own:{mark}", f"factor:{line_id}", "factor", _of(activity))


def dataset(database: str, process: str, names: Mapping[str, str]) -> Source:
    """A process of a background database whose uncertainty the study states: one quantity for all that take it."""
    named = {"zh": f"“{_either(names, 'zh')}”的因子", "en": f"factor of {_either(names, 'en')}"}
    return Source(f"factor:{database}:{process}", f"factor:{database}:{process}", "factor", named)


def process(database: str, process_id: str, names: Mapping[str, str]) -> Source:
    """A process of a release that states its own uncertainty."""
    key = f"process:{database}:{process_id}"
    return Source(key, key, "background", names)


def exchange(database: str, variable: Variable, names: Mapping[str, str]) -> Source:
    """An exchange or parameter of a process of a release, or a factor that the release is scored with."""
    if not variable.process:
        named = {
            "zh": f"{variable.name} 的增温潜势（背景）",
            "en": f"warming potential of {variable.name} (background)",
        }
        return Source("", f"gas:{variable.name}@{database}", "characterisation", named)
    zh, en = _either(names, "zh"), _either(names, "en")
    named = {"zh": f"{zh}：{variable.name}", "en": f"{en}: {variable.name}"}
    within = f"{variable.process}:{variable.exchange or variable.name}"
    return Source("", f"exchange:{database}:{within}", "background", named)


def document(digest: str, activity: Activity, line_id: str) -> Source:
    """The footprint of a supplier."""
    return Source(f"factor:{digest}", f"factor:{line_id}", "factor", _of(activity))


def gas(name: str) -> Source:
    """The warming potential of a gas."""
    names = {"zh": f"{name} 的增温潜势", "en": f"warming potential of {name}"}
    return Source(f"gas:{name}", f"gas:{name}", "characterisation", names)


def _of(activity: Activity) -> Mapping[str, str]:
    zh, en = _either(activity.names, "zh"), _either(activity.names, "en")
    return {"zh": f"“{zh}”的因子", "en": f"factor of {en}"}


def _either(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "?")


def _mark(content: object) -> str:
    """Some letters that stand for a content."""
    told = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
