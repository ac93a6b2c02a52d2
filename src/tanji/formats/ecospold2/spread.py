"""Distributions and pedigree matrices of EcoSpold 2; the element itself stays in `extra`, because it says more.

The variance of a lognormal is that of the logarithm; the one with pedigree is taken where there are both.
"""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Any

from tanji.formats.ecospold.body import Body
from tanji.formats.ecospold.facts import number
from tanji.formats.xml import Element

_SCORES = (
    "reliability",
    "completeness",
    "temporalCorrelation",
    "geographicalCorrelation",
    "furtherTechnologyCorrelation",
)
_KNOWN = ("lognormal", "normal", "triangular", "uniform")
_OTHERS = ("beta", "gamma", "binomial", "undefined")


def distribution(holder: Element) -> tuple[dict[str, Any] | None, bool]:
    """The distribution of an exchange or parameter, and whether one is stated that is not a valid one of ours."""
    stated = holder.find("uncertainty")
    if stated is None:
        return None, False
    for kind in _KNOWN:
        found = stated.find(kind)
        if found is not None:
            made = _made(kind, found)
            return made, made is None
    return None, any(stated.find(kind) is not None for kind in _OTHERS)


def pedigree(holder: Element) -> str | None:
    """The scores of a pedigree matrix, in the order of the schema."""
    found = holder.find("uncertainty", "pedigreeMatrix")
    scores = [found.get(name, "").strip() if found is not None else "" for name in _SCORES]  # type: ignore[union-attr]
    return f"({';'.join(scores)})" if all(score.isdecimal() and len(score) == 1 for score in scores) else None


def turned(found: dict[str, Any] | None) -> dict[str, Any] | None:
    """The distribution of the negative amount."""
    if found is None:
        return None
    made = {name: -value if name in {"median", "mean", "mode"} else value for name, value in found.items()}
    if "minimum" in found:
        made |= {"minimum": -found["maximum"], "maximum": -found["minimum"]}
    return made


def element(found: dict[str, Any] | None, scores: str | None) -> Body:
    """The element of a distribution and a pedigree, where a source gave none in EcoSpold 2."""
    body: Body = {}
    if found and found["kind"] == "lognormal" and found.get("gsd", 0) >= 1 and found.get("median"):
        spread = repr(log(found["gsd"]) ** 2)
        mu = repr(log(abs(found["median"])))
        mean = repr(found["median"])
        body["lognormal"] = {
            "@meanValue": mean,
            "@mu": mu,
            "@variance": spread,
            "@varianceWithPedigreeUncertainty": spread,
        }
    elif found and found["kind"] == "normal" and {"mean", "sd"} <= found.keys():
        spread = repr(found["sd"] ** 2)
        body["normal"] = {
            "@meanValue": repr(found["mean"]),
            "@variance": spread,
            "@varianceWithPedigreeUncertainty": spread,
        }
    elif found and found["kind"] in {"triangular", "uniform"} and {"minimum", "maximum"} <= found.keys():
        body[found["kind"]] = {"@minValue": repr(found["minimum"]), "@maxValue": repr(found["maximum"])}
        if found.get("mode") is not None:
            body[found["kind"]]["@mostLikelyValue"] = repr(found["mode"])
    told = (scores or "").strip("()").split(";")
    if len(told) >= len(_SCORES) and all(score.isdecimal() for score in told):
        body["pedigreeMatrix"] = {f"@{name}": score for name, score in zip(_SCORES, told, strict=False)}
    return body


def _made(kind: str, found: Element) -> dict[str, Any] | None:
    values = {name: number(value) for name, value in found.attributes.items()}
    variance = values.get("varianceWithPedigreeUncertainty")
    variance = values.get("variance") if variance is None else variance
    mean, least, most = values.get("meanValue"), values.get("minValue"), values.get("maxValue")
    if kind == "lognormal" and mean and variance is not None and 0 <= variance < 1e4:
        return {"kind": kind, "median": mean, "gsd": exp(sqrt(variance))}
    if kind == "normal" and mean is not None and variance is not None and variance >= 0:
        return {"kind": kind, "mean": mean, "sd": sqrt(variance)}
    if kind not in {"triangular", "uniform"} or least is None or most is None or least > most:
        return None
    mode = values.get("mostLikelyValue")
    if kind == "triangular" and mode is None:
        return None
    return {"kind": kind, "minimum": least, "maximum": most} | ({"mode": mode} if kind == "triangular" else {})
