"""A study with what the home's register knows of the meters that its lines were read from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tanji.cli.meter.register import current
from tanji.model.document import Document, ref
from tanji.model.meter import Calibration, Meter, Series

if TYPE_CHECKING:
    from tanji.background.shelf import Shelf
    from tanji.model.study import Study


def metered(kept: Shelf, study: Study, documents: Mapping[str, Document]) -> Study:
    """A study that refers to the documents of its meters: those it names, and those given along with it.

    A study that names none and comes alone takes, of the home's register, what is of the meters of its lines.
    """
    named = {each.digest: each for each in study.meters or ()}
    given = {key: ref(each) for key, each in documents.items() if isinstance(each, Meter | Calibration | Series)}
    if not named and not given and (read := _meters(study)):
        register = current(kept)
        meters = [each.document for each in register if isinstance(each.document, Meter) and each.document.id in read]
        given = {each.digest: each.ref for each in register if _concerns(each.document, meters)}
    found = {**named, **given}
    return study.model_copy(update={"meters": tuple(found[key] for key in sorted(found))}) if found else study


def _meters(study: Study) -> set[str]:
    """The meters that the lines of a study were read from, by id."""
    found = {reading.meter for activity in study.activities for reading in activity.readings if reading.meter}
    return found | {activity.meter for activity in study.activities if activity.meter}


def _concerns(document: Meter | Calibration | Series, meters: list[Meter]) -> bool:
    """Whether a document of the register is one of these meters, or about one of them."""
    if isinstance(document, Meter):
        return document in meters
    if isinstance(document, Series):
        return document.meter in {meter.id for meter in meters}
    return any(document.of(meter) for meter in meters)
