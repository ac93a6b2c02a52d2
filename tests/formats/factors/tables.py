"""A factor table of one row to change at will: 0.5 kg CO2e per kWh of electricity."""

import csv

import xlsxwriter

from tanji.formats.factors.columns import columns

ROW = {
    "id": "cn-power",
    "name_zh": "电力，中国",
    "name_en": "Electricity, China",
    "value": 0.5,
    "unit": "kWh",
    "quantity_kind": "电量",
    "factor_kind": "生命周期",
    "gwp_basis": "AR5",
    "region": "CN",
    "year": "2023",
    "publisher": "MEE",
    "document": "Factors of electricity",
    "document_year": 2024,
    "place": "table 1",
}
HEADS = {column.key: column.header.zh for column in columns()}


def row(**members):
    return {key: value for key, value in (ROW | members).items() if value is not None}


def sheet(path, *rows, heads=HEADS, title="因子", merged=()):
    """A workbook with one sheet of rows; keys that are no column are headers of their own."""
    keys = list(dict.fromkeys(key for found in rows for key in found))
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        made = book.add_worksheet(title)
        for index, key in enumerate(keys):
            made.write_string(0, index, heads.get(key, key))
        for number, found in enumerate(rows, 1):
            for index, key in enumerate(keys):
                if key in found:
                    made.write(number, index, found[key])
        for key, first, last, text in merged:
            made.merge_range(first, keys.index(key), last, keys.index(key), text)
    return path


def delimited(path, *rows):
    keys = list(dict.fromkeys(key for found in rows for key in found))
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(HEADS.get(key, key) for key in keys)
        written.writerows([found.get(key, "") for key in keys] for found in rows)
    return path


def codes(package):
    return [finding.code for finding in package.report.findings]
