"""Limits that Tanji sets itself, because no standard gives them: data, with what they are for."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def conventions() -> Mapping[str, float]:
    """The limits by name; units and sources stand in `data/conventions.csv`."""
    text = (files("tanji.assess") / "data" / "conventions.csv").read_text("utf-8")
    return {row["name"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}
