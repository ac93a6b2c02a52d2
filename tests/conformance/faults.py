"""Faults planted in a copy of a database, each of a kind that real databases have, at hosts drawn by a fixed seed.

A host is drawn among all processes that could have such a fault at all; whether an audit can see it plays no part.
"""

from dataclasses import dataclass
from datetime import date

from tanji.background.measure import converted
from tanji.model.flow import FlowKind
from tanji.model.process import Direction, FactorKind, ProcessKind, Uncertainty

CO2 = "Carbon dioxide, fossil"
FUELS = (
    "diesel",
    "gasoline",
    "natural gas",
    "bituminous coal",
    "residual fuel oil",
    "lignite",
    "anthracite",
    "liquefied",
)


@dataclass(frozen=True)
class Planted:
    """A fault: its kind, the processes or flows at which a finding tells it, and the codes that do."""

    kind: str
    at: frozenset[str]
    codes: frozenset[str]


class Garden:
    """A database in which faults are planted; no process gets two."""

    def __init__(self, package, rng):
        self.flows = {flow.id: flow for flow in package.flows}
        self.processes = {process.id: process for process in package.processes}
        self.package, self.rng = package, rng
        self.used, self.planted = set(), []
        self.suppliers = {}
        for process in package.processes:
            reference = process.reference_exchange()
            if reference is not None:
                self.suppliers.setdefault(reference.flow, []).append(process.id)

    def finished(self):
        return self.package.model_copy(
            update={"flows": tuple(self.flows.values()), "processes": tuple(self.processes.values())}
        )

    def plant(self, kind, number, codes, change):
        """Try hosts in random order; `change` gives the faulty process, or None where it can not have this fault."""
        order = sorted(self.processes)
        self.rng.shuffle(order)
        done = 0
        for identity in order:
            if done == number:
                break
            if identity in self.used:
                continue
            faulty = change(self, self.processes[identity])
            if faulty is not None:
                self.processes[identity] = faulty
                self.used.add(identity)
                self.planted.append(Planted(kind, frozenset({identity}), frozenset(codes.split())))
                done += 1

    def product(self, process):
        reference = process.reference_exchange()
        return None if reference is None else self.flows.get(reference.flow)

    def named(self, process, *words):
        flow = self.product(process)
        return flow is not None and any(word in flow.names["en"].lower() for word in words)

    def fuels(self, process):
        return [e for e in process.exchanges if e.direction is Direction.input and self.is_fuel(e)]

    def is_fuel(self, exchange):
        name = exchange.flow_name.lower()
        return name.startswith(FUELS) and "combusted" not in name


def changed(process, picked, by):
    """The process with some of its exchanges multiplied."""
    exchanges = []
    for exchange in process.exchanges:
        times = by if any(exchange is each for each in picked) else 1
        reference = exchange.reference_amount
        amounts = {"amount": exchange.amount * times, "reference_amount": reference and reference * times}
        exchanges.append(exchange.model_copy(update=amounts))
    return process.model_copy(update={"exchanges": tuple(exchanges)})


def emitted(process, name=CO2):
    return [
        e for e in process.exchanges if e.flow_name.strip() == name and e.direction is Direction.output and e.amount > 0
    ]


def co2_times(by):
    def change(garden, process):
        co2 = emitted(process)
        burns = garden.fuels(process) or garden.named(process, "transport", "combusted")
        return changed(process, co2, by=by) if co2 and burns else None

    return change


def largest_input_times_1000(garden, process):
    inputs = [
        e
        for e in process.exchanges
        if e.direction is Direction.input and converted(e.unit, "kg") and e.amount > 0 and e.flow in garden.flows
    ]
    inputs = [e for e in inputs if garden.flows[e.flow].kind is FlowKind.product]
    product = garden.product(process)
    if not inputs or product is None or converted(product.unit, "kg") is None:
        return None
    return changed(process, [max(inputs, key=lambda e: e.amount * converted(e.unit, "kg"))], by=1000)


def kwh_kept_as_mj(garden, process):
    power = [e for e in process.exchanges if e.unit == "kWh" and e.reference_amount and e.id != process.reference]
    if not power:
        return None
    wrong = garden.rng.choice(power)
    exchanges = [e.model_copy(update={"reference_amount": e.amount}) if e is wrong else e for e in process.exchanges]
    return process.model_copy(update={"exchanges": tuple(exchanges)})


def more_energy_than_goes_in(garden, process):
    product = garden.product(process)
    if product is None or converted(product.unit, "MJ") is None or not garden.fuels(process):
        return None
    return changed(process, garden.fuels(process), by=1 / 3.6)


def product_in_the_wrong_unit(garden, process):
    product = garden.product(process)
    if product is None or converted(product.unit, "MJ") is None or not garden.named(process, "electricity"):
        return None
    return changed(process, [process.reference_exchange()], by=3.6)


def everything_times_50(garden, process):
    others = [e for e in process.exchanges if e.id != process.reference]
    return changed(process, others, by=50) if garden.named(process, "transport", "electricity") and others else None


def row_twice(garden, process):
    others = [e for e in process.exchanges if e.id != process.reference and e.amount]
    if not others:
        return None
    again = garden.rng.choice(others).model_copy(update={"id": "again"})
    return process.model_copy(update={"exchanges": (*process.exchanges, again)})


def without(*names):
    def change(garden, process):
        dropped = [e for name in names for e in emitted(process, name)]
        burns = garden.fuels(process) and garden.named(process, "combusted", "transport", "electricity")
        if not dropped or not burns or not emitted(process):
            return None
        kept = [e for e in process.exchanges if not any(e is each for each in dropped)]
        return process.model_copy(update={"exchanges": tuple(kept)})

    return change


def result_with_inputs(garden, process):
    taken = [e for e in process.exchanges if e.direction is Direction.input and garden.suppliers.get(e.flow)]
    return process.model_copy(update={"kind": ProcessKind.lci_result}) if taken else None


def emission_below_zero(garden, process):
    co2 = emitted(process)
    return changed(process, co2, by=-1) if co2 else None


def burned_twice(garden, process):
    total, flow = 0.0, None
    for e in process.exchanges:
        makers = garden.suppliers.get(e.flow, ()) if e.direction is Direction.input else ()
        if "combusted" not in e.flow_name.lower() or not makers or not e.amount:
            continue
        maker = garden.processes[makers[0]]
        reference, co2 = maker.reference_exchange(), emitted(maker)
        amount = (e.reference_amount or e.amount) / (reference.reference_amount or reference.amount)
        for each in co2:
            total += amount * (each.reference_amount or each.amount)
            flow = each
    if flow is None:
        return None
    kept = [e for e in process.exchanges if e.flow_name.strip() != CO2]
    own = flow.model_copy(update={"id": "own", "amount": total, "reference_amount": total, "unit": "kg"})
    return process.model_copy(update={"exchanges": (*kept, own)})


def impossible_spread(garden, process):
    place = garden.rng.randrange(len(process.exchanges)) if process.exchanges else 0
    if not process.exchanges or not process.exchanges[place].amount:
        return None
    spread = garden.rng.choice(
        [
            Uncertainty(kind="lognormal", median=process.exchanges[place].amount, gsd=0.5),
            Uncertainty(kind="triangular", minimum=3.0, mode=2.0, maximum=1.0),
            Uncertainty(kind="uniform", minimum=abs(process.exchanges[place].amount) * 2, maximum=1e12),
        ]
    )
    exchanges = list(process.exchanges)
    exchanges[place] = exchanges[place].model_copy(update={"uncertainty": spread})
    return process.model_copy(update={"exchanges": tuple(exchanges)})


def lost_supplier(garden, process):
    taken = [e for e in process.exchanges if e.direction is Direction.input]
    if not taken:
        return None
    wrong = garden.rng.choice(taken)
    exchanges = [e.model_copy(update={"provider": "no-such-process"}) if e is wrong else e for e in process.exchanges]
    return process.model_copy(update={"exchanges": tuple(exchanges)})


def put(**members):
    def change(_, process):
        return process.model_copy(update=members)

    return change


def plant_co2_only_supplier(garden, number):
    """A supplier whose factor is declared to hold CO2 only; told at any process that takes its product."""
    consumers = {}
    for process in garden.processes.values():
        for e in process.exchanges:
            if e.direction is Direction.input and len(garden.suppliers.get(e.flow, ())) == 1:
                consumers.setdefault(garden.suppliers[e.flow][0], set()).add(process.id)
    order = [identity for identity in sorted(consumers) if identity not in garden.used]
    garden.rng.shuffle(order)
    for identity in order[:number]:
        process = garden.processes[identity]
        garden.processes[identity] = process.model_copy(update={"factor_kind": FactorKind.grid_co2})
        garden.used.add(identity)
        at = frozenset(consumers[identity] - {identity})
        garden.planted.append(Planted("CO2-only factor as supplier", at, frozenset({"AUD-131"})))


def plant_result_against_chain(garden, number, score):
    """An aggregated result of a product, five times the sum of its supply chain."""
    order = [identity for identity in sorted(garden.processes) if identity not in garden.used and score(identity) > 0]
    garden.rng.shuffle(order)
    co2 = next(e for process in garden.package.processes for e in emitted(process))
    for identity in order[:number]:
        process = garden.processes[identity]
        reference = process.reference_exchange()
        amount = abs(reference.reference_amount or reference.amount)
        total = 5 * score(identity) * amount
        own = co2.model_copy(update={"id": "own", "amount": total, "reference_amount": total, "unit": "kg"})
        made = process.model_copy(
            update={
                "id": f"{identity}-result",
                "names": {"en": f"zzz {process.names['en']}"},
                "kind": ProcessKind.lci_result,
                "exchanges": (reference, own),
            }
        )
        garden.processes[made.id] = made
        garden.used |= {identity, made.id}
        garden.planted.append(Planted("result against chain", frozenset({made.id}), frozenset({"AUD-182"})))


def plant_wrong_names(garden, number):
    """Flows whose name is that of another gas than their id."""
    wanted = ("Methane, fossil", "Dinitrogen monoxide", "Sulfur hexafluoride", "Carbon dioxide, fossil")
    flows = [f for f in garden.flows.values() if f.kind is FlowKind.elementary and f.names["en"].strip() in wanted]
    flows = [f for f in flows if f.compartment and "air" in "/".join(f.compartment)]
    flows = [
        f
        for f in sorted(flows, key=lambda f: f.id)
        if any(e.flow == f.id for process in garden.package.processes for e in process.exchanges)
    ]
    garden.rng.shuffle(flows)
    for flow in flows[:number]:
        name = garden.rng.choice([each for each in wanted if each != flow.names["en"].strip()])
        garden.flows[flow.id] = flow.model_copy(update={"names": {"en": name}, "synonyms": ()})
        garden.planted.append(Planted("name of another gas", frozenset({flow.id}), frozenset({"BGD-118"})))


KINDS = [
    ("CO2 x 1000", 3, "AUD-103 AUD-121 AUD-122", co2_times(1000)),
    ("CO2 / 1000", 3, "AUD-103 AUD-121 AUD-122", co2_times(1e-3)),
    ("mass input x 1000", 3, "AUD-101 AUD-121 AUD-122", largest_input_times_1000),
    ("kWh kept as MJ", 3, "AUD-111", kwh_kept_as_mj),
    ("more energy out than in", 3, "AUD-102 AUD-103", more_energy_than_goes_in),
    ("product 3.6 times too much", 3, "AUD-102 AUD-121 AUD-122", product_in_the_wrong_unit),
    ("everything x 50", 3, "AUD-121 AUD-122", everything_times_50),
    ("row twice", 3, "AUD-142", row_twice),
    ("CO2 left out", 3, "AUD-103", without(CO2)),
    (
        "CH4 and N2O left out",
        3,
        "AUD-132 AUD-133",
        without("Methane", "Methane, fossil", "Dinitrogen monoxide", "Nitrous oxide"),
    ),
    ("result with inputs", 3, "AUD-141", result_with_inputs),
    ("emission below zero", 3, "AUD-171", emission_below_zero),
    ("burned twice", 3, "AUD-143", burned_twice),
    ("impossible spread", 3, "AUD-172", impossible_spread),
    ("lost supplier", 3, "AUD-164", lost_supplier),
    ("no source", 3, "AUD-161", put(sources=(), place=None)),
    ("broken link to a source", 3, "AUD-162", put(sources=("no-such-source",))),
    ("ends before it begins", 3, "AUD-152", put(valid_from=date(2015, 1, 1), valid_until=date(2012, 1, 1))),
    ("no year", 3, "AUD-153", put(valid_from=None, valid_until=None)),
    ("begins in the future", 3, "AUD-154", put(valid_from=date(2062, 1, 1), valid_until=date(2065, 1, 1))),
    ("unknown place", 3, "AUD-165", put(location="Plant 7")),
]


def planted(package, rng, score):
    """The faulty database and the faults in it; `score` gives the intensity of a process of the clean one."""
    garden = Garden(package, rng)
    for kind, number, codes, change in KINDS:
        garden.plant(kind, number, codes, change)
    plant_co2_only_supplier(garden, 3)
    plant_result_against_chain(garden, 3, score)
    plant_wrong_names(garden, 3)
    return garden.finished(), tuple(garden.planted)
