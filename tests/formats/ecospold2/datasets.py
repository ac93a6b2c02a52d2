"""Small EcoSpold 2 files."""

SPACE = "http://www.EcoInvent.org/EcoSpold02"
ACTIVITY = "11111111-1111-1111-1111-111111111111"


def words(tag, text, lang="en"):
    """An element with a language."""
    return f'<{tag} xml:lang="{lang}">{text}</{tag}>'


def classified(value, system="By-product classification"):
    """A classification."""
    told = words("classificationSystem", system) + words("classificationValue", value)
    return f'<classification classificationId="c">{told}</classification>'


def exchange(identity, name, group, *, inside="", unit="kg", after="", **attributes):
    """One exchange; group such as "out 0", "in 5"; elementary where it is of group 4."""
    side, code = group.split()
    kind = "elementary" if code == "4" else "intermediate"
    told = {"id": identity, f"{kind}ExchangeId": f"flow-{name}", "amount": "1", **attributes}
    text = " ".join(f'{key}="{value}"' for key, value in told.items() if value is not None)
    if code == "4":
        after += f"<compartment>{words('compartment', 'air')}{words('subcompartment', 'unspecified')}</compartment>"
    body = words("name", name) + words("unitName", unit) + inside + after + f"<{side}putGroup>{code}</{side}putGroup>"
    return f"<{kind}Exchange {text}>{body}</{kind}Exchange>"


STEEL = (
    exchange("e1", "steel", "out 0"),
    exchange("e2", "coal", "in 5", amount="0.7", activityLinkId="22222222-2222-2222-2222-222222222222"),
    exchange("e3", "Carbon dioxide, fossil", "out 4", amount="1.9", casNumber="000124-38-9"),
)


def dataset(*lines, name="steel production", identity=ACTIVITY, more="", root="activityDataset", about="", place="CH"):
    """One dataset; about: attributes of the activity; more: elements after the exchanges."""
    return f"""<{root}><activityDescription><activity id="{identity}" type="1" specialActivityType="0" {about}>
{words("activityName", name)}{words("activityName", "Stahl", "de")}
<generalComment><text xml:lang="en" index="1">about steel</text></generalComment></activity>
{classified("metals/iron", "EcoSpold01Categories")}
<geography geographyId="g-{place}">{words("shortname", place)}</geography>
<technology technologyLevel="3"><comment><text xml:lang="en" index="2">second</text>
<text xml:lang="en" index="1">first</text></comment></technology>
<timePeriod startDate="2001-01-01" endDate="2003-12-31" isDataValidForEntirePeriod="true"/>
<macroEconomicScenario macroEconomicScenarioId="m">{words("name", "Business-as-Usual")}</macroEconomicScenario>
</activityDescription><flowData>{"".join(lines or STEEL)}{more}</flowData>
<administrativeInformation><dataGeneratorAndPublication personId="p" publishedSourceId="s1" publishedSourceYear="2007"
publishedSourceFirstAuthor="A." isCopyrightProtected="true" accessRestrictedTo="1"/>
<fileAttributes majorRelease="3" minorRelease="0" majorRevision="89" minorRevision="2"/>
</administrativeInformation></{root}>"""


def spold(*datasets, root="ecoSpold", space=SPACE):
    """A whole file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{space}">{"".join(datasets or [dataset()])}</{root}>'
    )
