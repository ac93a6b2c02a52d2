"""Small EcoSpold 1 files."""

SPACE = "http://www.EcoInvent.org/EcoSpold01"


def exchange(number, name, group, **attributes):
    """One exchange; group such as "out 0", "in 5"."""
    side, code = group.split()
    told = {"number": number, "name": name, "unit": "kg", "meanValue": "1", **attributes}
    words = " ".join(f'{key}="{value}"' for key, value in told.items() if value is not None)
    return f"<exchange {words}><{side}putGroup>{code}</{side}putGroup></exchange>"


STEEL = (
    exchange(1, "steel", "out 0", location="CH"),
    exchange(2, "coal", "in 5", location="DE", meanValue="0.7", uncertaintyType="1", standardDeviation95="1.44"),
    exchange(3, "Carbon dioxide, fossil", "out 4", category="air", subCategory="unspecified", meanValue="1.9"),
)


def dataset(*lines, name="steel", geography='<geography location="CH"/>', more="", **attributes):
    """One dataset; more: elements after the exchanges."""
    told = {"name": name, "amount": "1", "unit": "kg", "category": "metals", "subCategory": "iron", **attributes}
    words = " ".join(f'{key}="{value}"' for key, value in told.items() if value is not None)
    return f"""<dataset number="1" generator="test"><metaInformation><processInformation>
<referenceFunction {words}/>{geography}<technology text="blast furnace"/>
<timePeriod dataValidForEntirePeriod="true"><startYear>2001</startYear><endYearMonth>2003-02</endYearMonth></timePeriod>
<dataSetInformation type="1" version="1.3" languageCode="en" localLanguageCode="de"/></processInformation>
<modellingAndValidation><source number="7" firstAuthor="A." title="Steel" year="1999" publisher="P"/>
</modellingAndValidation>
<administrativeInformation><dataEntryBy person="4"/>
<dataGeneratorAndPublication person="4" referenceToPublishedSource="7" copyright="true" accessRestrictedTo="0"/>
<person number="4" name="N"/></administrativeInformation></metaInformation>
<flowData>{"".join(lines or STEEL)}{more}</flowData></dataset>"""


def spold(*datasets, root="ecoSpold", space=SPACE):
    """A whole file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{space}">{"".join(datasets or [dataset()])}</{root}>'
    )
