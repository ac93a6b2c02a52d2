"""A small SimaPro export to change at will: 2 kg of steel from ore and electricity, with CO2 to air."""

HEADER = """{SimaPro 9.5.0.2}
{processes}
{Date: 2/20/2024}
{Time: 2:42:45 PM}
{Project: steel}
{CSV Format version: 9.0.0}
{CSV separator: Semicolon}
{Decimal separator: .}
{Date separator: /}
{Short date format: M/d/yyyy}
{Library 'Methods'}
"""

STEEL = """Process

Category type
material

Process identifier
steel0001

Type
Unit process

Process name
Steelmaking

Time period
2005-2009

Date
2/3/2024

Comment
Made of ore.

Products
Steel {CN}| U;kg;2;100;not defined;Metals\\Ferrous;

Materials/fuels
Ore;kg;3;Lognormal;4;0;0;(1,2,3,4,5)

Electricity/heat
Electricity, grid;kWh;1.5;Undefined;0;0;0;

Emissions to air
Carbon dioxide, fossil;low. pop.;kg;4;Normal;2;0;0;

Waste to treatment
Slag;kg;0.5;Undefined;0;0;0;

End

"""

LISTS = """Units
kg;Mass;1;kg
g;Mass;0.001;kg
t;Mass;1000;kg
MJ;Energy;1;MJ
kWh;Energy;3.6;MJ

End

Airborne emissions
Carbon dioxide, fossil;kg;000124-38-9;Formula: CO2\x7f

End

"""


def export(*blocks, header=HEADER):
    return header + "\n" + "".join(blocks)


def section(title, *lines):
    return "\n".join([title, *lines, "", ""])


def process(identifier, *sections):
    return section("Process", "") + section("Process identifier", identifier) + "".join(sections) + "End\n\n"


def put(folder, text, encoding="utf-8", name="a.csv"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def codes(package):
    return [finding.code for finding in package.report.findings]
