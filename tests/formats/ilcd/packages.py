"""A small ILCD package: steel made of ore with electricity, and slag beside it."""

import zipfile

MASS, ENERGY = "93a60a56-a3c8-11da-a746-0800200b9a66", "93a60a56-a3c8-11da-a746-0800200c9a66"
KG, MJ = "93a60a57-a4c8-11da-a746-0800200c9a66", "93a60a57-a3c8-11da-a746-0800200c9a66"
STEEL, SLAG, CO2, POWER, METHANE = (f"00000000-0000-4000-8000-00000000000{number}" for number in range(1, 6))
STEELMAKING, BOOK, SOMEBODY, CLIMATE = (f"00000000-0000-4000-9000-00000000000{number}" for number in range(1, 5))
SPACES = (
    'xmlns:common="http://lca.jrc.it/ILCD/Common" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:acme="urn:acme" version="1.1"'
)
VERSION = (
    "<administrativeInformation><publicationAndOwnership>"
    "<common:dataSetVersion>01.00.000</common:dataSetVersion>"
    "<common:licenseType>Free of charge for all users and uses</common:licenseType>"
    "</publicationAndOwnership></administrativeInformation>"
)


def data_set(root, name, inside):
    start = f'<{root} xmlns="http://lca.jrc.it/ILCD/{name}" {SPACES}>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{start}{inside}</{root}>'


def unit_group(uuid, *units):
    listed = "".join(
        f'<unit dataSetInternalID="{place}"><name>{unit}</name><meanValue>{value}</meanValue></unit>'
        for place, (unit, value) in enumerate(units)
    )
    return data_set(
        "unitGroupDataSet",
        "UnitGroup",
        f"<unitGroupInformation><dataSetInformation><common:UUID>{uuid}</common:UUID>"
        '<common:name xml:lang="en">Units</common:name></dataSetInformation>'
        "<quantitativeReference><referenceToReferenceUnit>0</referenceToReferenceUnit></quantitativeReference>"
        f"</unitGroupInformation>{VERSION}<units>{listed}</units>",
    )


def flow_property(uuid, name, group):
    return data_set(
        "flowPropertyDataSet",
        "FlowProperty",
        f"<flowPropertiesInformation><dataSetInformation><common:UUID>{uuid}</common:UUID>"
        f'<common:name xml:lang="en">{name}</common:name></dataSetInformation><quantitativeReference>'
        f'<referenceToReferenceUnitGroup type="unit group data set" refObjectId="{group}"/>'
        f"</quantitativeReference></flowPropertiesInformation>{VERSION}",
    )


def flow(uuid, name, *, kind="Product flow", properties=((MASS, "1.0"),), more="", classes=""):
    listed = "".join(
        f'<flowProperty dataSetInternalID="{place}"><referenceToFlowPropertyDataSet type="flow property data set" '
        f'refObjectId="{identity}"/><meanValue>{mean}</meanValue></flowProperty>'
        for place, (identity, mean) in enumerate(properties)
    )
    return data_set(
        "flowDataSet",
        "Flow",
        f"<flowInformation><dataSetInformation><common:UUID>{uuid}</common:UUID><name>{name}</name>"
        f"<classificationInformation>{classes}</classificationInformation>{more}</dataSetInformation>"
        "<quantitativeReference><referenceToReferenceFlowProperty>0</referenceToReferenceFlowProperty>"
        "</quantitativeReference></flowInformation><modellingAndValidation><LCIMethod>"
        f"<typeOfDataSet>{kind}</typeOfDataSet></LCIMethod></modellingAndValidation>"
        f"{VERSION}<flowProperties>{listed}</flowProperties>",
    )


def exchange(number, flow_id, direction, amount, more=""):
    return (
        f'<exchange dataSetInternalID="{number}"><referenceToFlowDataSet type="flow data set" refObjectId="{flow_id}" '
        f'uri="../flows/{flow_id}.xml"><common:shortDescription xml:lang="en">flow {number}</common:shortDescription>'
        f"</referenceToFlowDataSet><exchangeDirection>{direction}</exchangeDirection>"
        f"<meanAmount>{amount}</meanAmount><resultingAmount>{amount}</resultingAmount>{more}</exchange>"
    )


EXCHANGES = (
    exchange(0, STEEL, "Output", "2.0"),
    exchange(1, SLAG, "Output", "0.5"),
    exchange(
        2,
        POWER,
        "Input",
        "10",
        "<uncertaintyDistributionType>log-normal</uncertaintyDistributionType>"
        "<relativeStandardDeviation95In>1.21</relativeStandardDeviation95In><allocations>"
        '<allocation internalReferenceToCoProduct="0" allocatedFraction="80"/>'
        '<allocation internalReferenceToCoProduct="1" allocatedFraction="20"/></allocations>',
    ),
    exchange(3, CO2, "Output", "3.6", '<generalComment xml:lang="en">measured</generalComment>'),
)


def process(exchanges=EXCHANGES, *, reference="<referenceToReferenceFlow>0</referenceToReferenceFlow>", more=""):
    return data_set(
        "processDataSet",
        "Process",
        f"<processInformation><dataSetInformation><common:UUID>{STEELMAKING}</common:UUID><name>"
        '<baseName xml:lang="en">Steelmaking</baseName><baseName xml:lang="zh">炼钢</baseName>'
        '<mixAndLocationTypes xml:lang="en">at plant</mixAndLocationTypes></name><classificationInformation>'
        '<common:classification><common:class level="1">Steel</common:class><common:class level="0">Metals'
        '</common:class></common:classification></classificationInformation><common:generalComment xml:lang="en">'
        "A converter.</common:generalComment></dataSetInformation>"
        f'<quantitativeReference type="Reference flow(s)">{reference}</quantitativeReference>'
        "<time><common:referenceYear>2022</common:referenceYear><common:dataSetValidUntil>2027"
        '</common:dataSetValidUntil></time><geography><locationOfOperationSupplyOrProduction location="CN"/>'
        "</geography><technology><technologyDescriptionAndIncludedProcesses>Oxygen converter"
        "</technologyDescriptionAndIncludedProcesses></technology><mathematicalRelations>"
        '<variableParameter name="scrap"><meanValue>0.2</meanValue></variableParameter>'
        '<variableParameter name="ore"><formula>1 - scrap</formula><meanValue>0.8</meanValue></variableParameter>'
        "</mathematicalRelations></processInformation><modellingAndValidation><LCIMethodAndAllocation>"
        "<typeOfDataSet>Unit process, black box</typeOfDataSet></LCIMethodAndAllocation>"
        "<dataSourcesTreatmentAndRepresentativeness><referenceToDataSource type='source data set' "
        f"refObjectId='{BOOK}'/></dataSourcesTreatmentAndRepresentativeness>"
        '<validation><review type="Independent external review"><common:reviewDetails xml:lang="en">Read twice.'
        "</common:reviewDetails></review></validation><complianceDeclarations><compliance>"
        "<common:approvalOfOverallCompliance>Fully compliant</common:approvalOfOverallCompliance></compliance>"
        f"</complianceDeclarations></modellingAndValidation>{VERSION}"
        f"<exchanges>{''.join(exchanges)}</exchanges>"
        f'<common:other><acme:mood acme:level="3">calm <acme:b/> and <acme:c/> glad</acme:mood></common:other>{more}',
    )


def method(*factors, indicator="GWP100, IPCC 2021"):
    listed = "".join(
        f'<factor><referenceToFlowDataSet type="flow data set" refObjectId="{flow_id}"><common:shortDescription>{name}'
        f"</common:shortDescription></referenceToFlowDataSet><exchangeDirection>Output</exchangeDirection>"
        f"<meanValue>{value}</meanValue></factor>"
        for flow_id, name, value in factors
    )
    return data_set(
        "LCIAMethodDataSet",
        "LCIAMethod",
        f"<LCIAMethodInformation><dataSetInformation><common:UUID>{CLIMATE}</common:UUID>"
        '<common:name xml:lang="en">Climate change</common:name><impactCategory>Climate change</impactCategory>'
        f"<impactIndicator>{indicator}</impactIndicator></dataSetInformation></LCIAMethodInformation>{VERSION}"
        f"<characterisationFactors>{listed}</characterisationFactors>",
    )


def named(text, language="en"):
    return f'<baseName xml:lang="{language}">{text}</baseName>'


AIR = (
    "<common:elementaryFlowCategorization><common:category level='0'>Emissions</common:category>"
    "<common:category level='1'>Emissions to air</common:category></common:elementaryFlowCategorization>"
)


def steel_package(**changed):
    """Every data set by its file; a changed one replaces it (`processes__steel=…`), None takes it away."""
    files = {
        "unitgroups/kg": unit_group(KG, ("kg", "1"), ("t", "1000")),
        "unitgroups/mj": unit_group(MJ, ("MJ", "1")),
        "flowproperties/mass": flow_property(MASS, "Mass", KG),
        "flowproperties/energy": flow_property(ENERGY, "Net calorific value", MJ),
        "flows/steel": flow(STEEL, named("Steel") + named("钢", "zh"), properties=((MASS, "1"), (ENERGY, "0.5"))),
        "flows/slag": flow(SLAG, named("Slag"), kind="Waste flow"),
        "flows/co2": flow(
            CO2,
            named("carbon dioxide (fossil)"),
            kind="Elementary flow",
            classes=AIR,
            more="<CASNumber>000124-38-9</CASNumber><sumFormula>CO2</sumFormula>",
        ),
        "flows/power": flow(POWER, named("Electricity"), properties=((ENERGY, "1"),)),
        "processes/steel": process(),
        "sources/book": data_set(
            "sourceDataSet",
            "Source",
            f"<sourceInformation><dataSetInformation><common:UUID>{BOOK}</common:UUID><common:shortName>Steel book"
            "</common:shortName><sourceCitation>Smith 2020</sourceCitation><referenceToDigitalFile "
            f"uri='https://example.org/steel'/></dataSetInformation></sourceInformation>{VERSION}",
        ),
        "contacts/somebody": data_set(
            "contactDataSet",
            "Contact",
            f"<contactInformation><dataSetInformation><common:UUID>{SOMEBODY}</common:UUID><common:shortName>Somebody"
            f"</common:shortName></dataSetInformation></contactInformation>{VERSION}",
        ),
        "lciamethods/climate": method((CO2, "carbon dioxide (fossil)", "1"), (METHANE, "methane (biogenic)", "27.0")),
        "ILCDLocations": (
            '<ILCDLocations xmlns="http://lca.jrc.it/ILCD/Locations"><location value="CN">China</location>'
            "</ILCDLocations>"
        ),
    }
    files |= {name.replace("__", "/"): text for name, text in changed.items()}
    return {name: text for name, text in files.items() if text is not None}


def put(path, files):
    """The files as a zip; a name without suffix gets .xml."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"ILCD/{name}" + ("" if "." in name else ".xml"), text)
    return path
