"""Results for charts, drawn from a fixed generator, and what of an SVG tests look at."""

from __future__ import annotations

import random
import re
from xml.etree import ElementTree as ET

from tanji.errors import Text
from tanji.model.uncertain import Interval, UncertaintyResult, VarianceShare

SVG = "{http://www.w3.org/2000/svg}"
TITLE = Text(zh="碳足迹的不确定性：<磨豆机> & 手柄", en="Uncertainty of the footprint: <grinder> & handle")
LONG = Text(zh="磷酸铁锂储能电池系统" * 12, en="lithium iron phosphate energy storage system " * 6)
UNIT = "kg CO₂e / 1 kWh"
_RANDOM = random.Random(7)
DRAWS = {
    "lognormal": [12 * _RANDOM.lognormvariate(0, 0.25) for _ in range(2000)],
    "negative": [_RANDOM.gauss(-0.002, 0.004) for _ in range(2000)],
    "narrow": [123456 + _RANDOM.gauss(0, 0.5) for _ in range(2000)],
    "far": [_RANDOM.lognormvariate(0, 1.5) for _ in range(2000)],
    "equal": [5.0] * 100,
    "zero": [0.0] * 100,
    "tiny": [_RANDOM.gauss(3e-9, 1e-10) for _ in range(500)],
    "one": [7.0],
}


def result(draws, nominal=None, shares=(), rest=0.02):
    """The result that these draws give."""
    ordered, count = sorted(draws), len(draws)
    mean = sum(ordered) / count
    return UncertaintyResult(
        draws=count,
        seed=1,
        generator="PCG64DXSM, tanji-draws/1",
        stopped={"zh": "要求", "en": "asked for"},
        nominal=mean if nominal is None else nominal,
        mean=mean,
        median=ordered[count // 2],
        sd=(sum((draw - mean) ** 2 for draw in ordered) / count) ** 0.5,
        interval=Interval(low=ordered[int(count * 0.025)], high=ordered[int(count * 0.975) - 1], coverage=0.95),
        why={"zh": "无", "en": "none"},
        shares=tuple(shares),
        rest_share=rest,
    )


def share(name, low, high, part=0.5, kind="line"):
    """A source of variance."""
    return VarianceShare(source=name, kind=kind, names={"zh": name, "en": name}, share=part, low=low, high=high)


def drawn(text):
    """The picture as a tree; what is no well-formed XML fails here."""
    return ET.fromstring(text)  # noqa: S314 - our own bytes


def texts(root):
    """Every text with its position, anchor, size and words."""
    found = []
    for element in root.iter(f"{SVG}text"):
        size = float(element.attrib.get("font-size", 13))
        found.append(
            (float(element.attrib["x"]), float(element.attrib["y"]), element.attrib.get("text-anchor", "start"), size,
             element.text or "")
        )  # fmt: skip
    return found


def boxes(root):
    """The room that each text takes: left, right, top, bottom, words; a little less than the drawn letters."""
    made = []
    for x, y, anchor, size, words in texts(root):
        width = sum(size * (0.95 if ord(c) > 0x2E80 else 0.48) for c in words)
        left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
        made.append((left, left + width, y - size * 0.7, y + size * 0.1, words))
    return made


def overlapping(root):
    """Pairs of texts that cover each other."""
    found = boxes(root)
    return [
        (one[4], two[4])
        for place, one in enumerate(found)
        for two in found[:place]
        if one[0] < two[1] and two[0] < one[1] and one[2] < two[3] and two[2] < one[3]
    ]


def outside(root):
    """Texts that leave the picture."""
    width = float(re.match(r"0 0 (\d+) (\d+)", root.attrib["viewBox"])[1])
    height = float(re.match(r"0 0 (\d+) (\d+)", root.attrib["viewBox"])[2])
    return [box for box in boxes(root) if box[0] < -1 or box[1] > width + 1 or box[2] < -1 or box[3] > height + 1]
