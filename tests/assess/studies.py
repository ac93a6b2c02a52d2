"""Small studies that can be checked by hand."""

from __future__ import annotations

from tanji.model.study import Activity, ActivityKind, Boundary, Output, Product, Stage, Study, UnitOfAnalysis


def activity(id_="steel", amount=2.0, unit="kg", **more):
    given = {"kind": ActivityKind.material, "stage": Stage.raw_material, "names": {"zh": id_, "en": id_}}
    return Activity(id=id_, amount=amount, unit=unit, **{**given, **more})


def study(*activities, **more):
    given = {
        "names": {"zh": "椅子", "en": "chair"},
        "product": Product(names={"zh": "椅子", "en": "chair"}),
        "unit": UnitOfAnalysis(kind="declared", amount=1, unit="item"),
        "output": Output(amount=1, unit="item"),
        "boundary": Boundary.cradle_to_gate,
    }
    return Study(id="chair", activities=activities, **{**given, **more})
