"""From a draft to its result: checked, frozen, solved and stored at once; then again with its uncertainty.

Nothing is matched by name here: what the draft links is counted, what it does not link is told in the coverage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from tanji import __version__
from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import NotFound
from tanji.assess.calculate import calculate
from tanji.assess.connect import connect
from tanji.assess.quality import rate
from tanji.assess.scheme import scheme
from tanji.assess.uncertainty.propagate import propagate
from tanji.background.opened import Opened
from tanji.catalog import drafts, products
from tanji.catalog.documents import load, store
from tanji.catalog.models import Draft
from tanji.catalog.shelves import open_release
from tanji.errors import Progress, Refusal, Text
from tanji.model.document import Document
from tanji.model.finding import Finding
from tanji.model.footprint import Footprint
from tanji.model.method import Method
from tanji.model.study import Link, Study
from tanji.registry.actions import act, open_case, record
from tanji.registry.queries import case_about
from tanji.registry.studies.rules import rule_set
from tanji.registry.studies.versions import COMPUTED, Version, keep_draws
from tanji.rules.check import check
from tanji.starter.methods import method as method_named

CHECKING: Final = Text(zh="检查", en="Check")
FREEZING: Final = Text(zh="冻结输入", en="Freeze the inputs")
SOLVING: Final = Text(zh="求解", en="Solve")
DRAWING: Final = Text(zh="不确定性", en="Uncertainty")
SETTLING: Final = Text(zh="整理结果", en="Settle the result")
STEPS: Final = (CHECKING, FREEZING, SOLVING, DRAWING, SETTLING)
DRAWS: Final = 10_000
"""Own choice: two digits of the standard uncertainty are stable with it in most studies (JCGM 101:2008, 7.2.2)."""
SEED: Final = 1
QUALITY: Final = "cn-two-table"
"""The scheme by which the data of a result are rated."""
ENGINE: Final = f"tanji {__version__}"
Writing = Callable[[], AbstractContextManager[None]]
"""One transaction of effects: plain, or that of a job, which writes only while the job is its own."""
NEVER: Final = 2.0
"""A score that no match reaches."""


class NotReady(Refusal):
    """A draft that is not yet a study: something is missing or wrong."""

    code = "STU-004"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = findings[0].message
        super().__init__(
            Text(zh=f"有 {len(findings)} 处需要补充：{first.zh}", en=f"{len(findings)} to be mended first: {first.en}"),
            Text(zh="请在各卡片中补充后再计算。", en="Fill it in on the cards, then compute again."),
        )
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Sources:
    """What a study is computed from, besides itself."""

    background: Mapping[str, Opened]
    method: Method
    inputs: Mapping[str, Document]


def quiet(step: Text, done: int, total: int | None) -> None:
    """Tell nobody."""
    del step, done, total


def compute_now(acting: Acting, draft: Draft, tell: Progress = quiet, writing: Writing = transaction.atomic) -> Version:
    """The first result of a draft, stored; its uncertainty follows by `spread`.

    Refuses NotAllowed, NotFound, NotReady, Conflict where it is declared, and what calculating refuses.
    """
    require(acting, "compute", "study")
    tell(CHECKING, 0, None)
    row = drafts.get_draft(acting, draft.id)
    read = drafts.freeze(row)
    if read.study is None:
        raise NotReady(tuple(read.report.errors))
    tell(FREEZING, 0, None)
    study, sources = frozen(acting, read.study)
    tell(SOLVING, 0, None)
    footprint = calculate(study, sources.background, sources.method, inputs=sources.inputs, engine=ENGINE)
    footprint = footprint.model_copy(update={"quality": rate(study, footprint, scheme(QUALITY))})
    return _keep(acting, row, (study, footprint), writing)


def spread(
    acting: Acting, draft: Draft, before: Version, tell: Progress = quiet, *, writing: Writing = transaction.atomic
) -> Version:
    """The same result with its uncertainty drawn from the seed, stored beside its draws.

    A draft that was declared meanwhile keeps the result that it was declared with.
    """
    study, sources = frozen(acting, before.study)

    def told(step: Text, done: int, total: int | None) -> None:
        del step
        tell(DRAWING, done, total)

    found = propagate(
        study,
        sources.background,
        sources.method,
        inputs=sources.inputs,
        draws=DRAWS,
        seed=SEED,
        progress=told,
    )
    tell(SETTLING, 0, None)
    row = drafts.get_draft(acting, draft.id)
    if row.statement:
        return before
    footprint = before.footprint.model_copy(update={"uncertainty": found.result})
    made = _keep(acting, row, (study, footprint), writing)
    keep_draws(acting, made.digest, found.totals)
    return made


def frozen(acting: Acting, study: Study) -> tuple[Study, Sources]:
    """A study with the releases that it links pinned, and all that it is computed from. Refuses NotFound."""
    wanted = {use.database: use.version for use in study.releases}
    linked = {link.database for link in _links(study) if link.kind == "process"}
    opened = tuple(open_release(acting, name, wanted.get(name)) for name in sorted(linked))
    pinned = connect(study, opened, threshold=NEVER).study
    inputs = {name: found for name in _digests(pinned) if (found := _held(acting, name)) is not None}
    background = {each.manifest.id: each for each in opened}
    return pinned, Sources(background, method_named(pinned.method), inputs)


def _keep(acting: Acting, row: Draft, made: tuple[Study, Footprint], writing: Writing) -> Version:
    """Check a result by the rules of the day and store it; where the draft has changed since, it is marked as older."""
    study, footprint = made
    ruleset = rule_set(study.product, acting.today, study.location, row.packs)
    conformity = check(study, ruleset, footprint, engine=ENGINE)
    revision = int(study.version)
    with writing():
        found = {
            "study": store(acting, study),
            "footprint": store(acting, footprint),
            "ruleset": store(acting, ruleset),
            "conformity": store(acting, conformity),
        }
        marked = products.computed(
            acting, row.id, revision=revision, study=found["study"], footprint=found["footprint"]
        )
        if marked is not None and marked.revision == revision:
            case = case_about(acting, row.id) or open_case(acting, "study", row.id, row.name)
            act(acting, case.id, "compute", subject=study, given={"footprint": found["footprint"]})
        uncertain = footprint.uncertainty is not None
        record(acting, COMPUTED, row.id, body={**found, "revision": revision, "uncertain": uncertain})
    return Version(found["footprint"], revision, footprint, study, ruleset, conformity)


def _links(study: Study) -> list[Link]:
    found = []
    for activity in study.activities:
        grid = activity.electricity.grid if activity.electricity is not None else None
        found += [link for link in (activity.link, activity.recycled_link, grid) if link is not None]
    return found


def _digests(study: Study) -> set[str]:
    found = {each.digest for each in study.meters or ()}
    for link in _links(study):
        if link.kind == "footprint":
            found.add(link.footprint.digest)
        elif link.kind == "study":
            found.add(link.study.digest)
    return found


def _held(acting: Acting, wanted: str) -> Document | None:
    """A document that the organisation holds; what is missing, calculating names."""
    try:
        return load(acting, wanted)
    except NotFound:
        return None
