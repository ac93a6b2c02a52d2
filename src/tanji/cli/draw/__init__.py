"""How answers look on a terminal: tables, bars, trees; the same on 80 and 120 columns, with and without colour."""
