"""Meter series from Parquet or CSV: checked for gaps, repeats, order, roll-over, resets, spikes and stuck values."""

from tanji.formats.series.asked import Asked, BadSeries, thresholds
from tanji.formats.series.reader import SeriesRead, read

__all__ = ["Asked", "BadSeries", "SeriesRead", "read", "thresholds"]
