"""A footprint for people: the words for its members, figures as they are shown, the result workbook; a strip plot."""
