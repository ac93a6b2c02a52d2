"""A footprint for people: the words for its members, figures as they are shown, the result workbook, charts as SVG.

Charts: strip, histogram, tornado, paired, quality_bar; picture, axis, bins and flags are what they are made of.
"""
