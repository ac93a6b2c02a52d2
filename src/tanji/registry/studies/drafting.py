"""Products and drafts with their cases: made, taken from the sample, derived as scenarios, changed, put away."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db import transaction

from tanji.accounts.acting import Acting
from tanji.accounts.models import Organisation
from tanji.catalog import drafts, products
from tanji.catalog.documents import load_as
from tanji.catalog.drafts import Body
from tanji.catalog.jobs import enqueue
from tanji.catalog.models import Draft, Product
from tanji.catalog.products import Codes
from tanji.errors import Text
from tanji.model.document import ref
from tanji.model.study import Study
from tanji.registry.actions import act, open_case, record
from tanji.registry.queries import case_about
from tanji.registry.studies.computing import compute_now
from tanji.registry.studies.rules import product_of, rule_set

FLOW = "study"
"""The procedure of a study."""
METHOD = "ar6-gwp100"
"""What a new study is computed by until somebody chooses another; own choice."""
COMPUTE = "compute"
"""The kind of job that computes a draft."""
SAMPLE = "washing-machine.json"


def create_product(
    acting: Acting, name: str, *, name_en: str = "", model: str = "", codes: Codes = (), sample: bool = False
) -> Product:
    """A new product of the organisation, written down. Refuses NotAllowed, Invalid."""
    with transaction.atomic():
        row = products.add_product(acting, name, name_en=name_en, model=model, codes=codes, sample=sample)
        record(acting, "product.created", row.id, body={"name": row.name})
    return row


def edit_product(
    acting: Acting, product: UUID, *, name: str, name_en: str = "", model: str = "", codes: Codes = ()
) -> Product:
    """A product under other names or codes, written down. Refuses NotFound, NotAllowed, Invalid."""
    with transaction.atomic():
        row = products.edit_product(acting, product, name=name, name_en=name_en, model=model, codes=codes)
        record(acting, "product.edited", row.id, body={"name": row.name})
    return row


def archive_product(acting: Acting, product: UUID) -> Product:
    """A product put away; it can be brought back. Refuses NotFound, NotAllowed, Conflict."""
    with transaction.atomic():
        row = products.archive_product(acting, product)
        record(acting, "product.archived", row.id)
    return row


def restore_product(acting: Acting, product: UUID) -> Product:
    """A product brought back. Refuses NotFound, NotAllowed."""
    with transaction.atomic():
        row = products.archive_product(acting, product, back=True)
        record(acting, "product.restored", row.id)
    return row


def create_draft(acting: Acting, product: Product, name: str, body: Mapping[str, Any] | None = None) -> Draft:
    """A new draft of a product and its case; what the rules for the product prescribe is filled in.

    Refuses NotAllowed, NotFound, Invalid.
    """
    with transaction.atomic():
        row = products.add_draft(acting, product, name, begun(acting, product, name) if body is None else body)
        open_case(acting, FLOW, row.id, row.name)
    return row


def begun(acting: Acting, product: Product, name: str) -> Body:
    """The body of a new study: product, maker, last year, and unit and boundary as the rules have them."""
    year = acting.today.year - 1
    body: Body = {
        "names": {"zh": name},
        "product": {"maker": maker(acting.organisation), "codes": [dict(code) for code in product.codes]},
        "unit": {"kind": "declared", "amount": 1, "unit": "item"},
        "output": {"amount": 1, "unit": "item"},
        "boundary": "cradle_to_gate",
        "location": acting.organisation.country,
        "period": {"start": f"{year}-01-01", "end": f"{year}-12-31"},
        "method": METHOD,
        "activities": [],
    }
    if product.model:
        body["product"]["model"] = product.model
    content = rule_set(product_of(product), acting.today, acting.organisation.country).content
    if content is not None and content.unit is not None:
        unit = content.unit
        if unit.kinds:
            body["unit"]["kind"] = unit.kinds[0]
        if unit.units:
            body["unit"]["unit"] = body["output"]["unit"] = unit.units[0]
        if unit.what is not None:
            body["unit"]["description"] = dict(unit.what)
    if content is not None and content.boundary is not None and content.boundary.boundaries:
        body["boundary"] = content.boundary.boundaries[0].value
    return body


def maker(organisation: Organisation) -> dict[str, Any]:
    """An organisation as the maker of a product."""
    found = {"name": organisation.name, "location": organisation.country}
    return {**found, "uscc": organisation.uscc} if organisation.uscc else found


def sample(acting: Acting) -> Draft:
    """The sample product, finished: an example study of a washing machine, computed at once. Refuses NotAllowed."""
    text = (files("tanji.registry.studies") / "data" / SAMPLE).read_text("utf-8")
    body: Body = json.loads(text)
    body["product"]["maker"] = maker(acting.organisation)
    names = body["product"]["names"]
    with transaction.atomic():
        product = create_product(
            acting,
            f"{names['zh']}（示例）",
            name_en=f"{names['en']} (sample)",
            codes=body["product"]["codes"],
            sample=True,
        )
        draft = create_draft(acting, product, body["names"]["zh"], body)
    first = compute_now(acting, draft)
    enqueue(acting, COMPUTE, {"draft": str(draft.id), "footprint": first.digest}, draft.id)
    draft.refresh_from_db()
    return draft


def derive(acting: Acting, draft: UUID, name: str) -> Draft:
    """A scenario: a draft of its own with the same body, to be changed and compared. Refuses NotFound, NotAllowed."""
    source = drafts.get_draft(acting, draft)
    body: Body = deepcopy(source.body)
    body.pop("id", None)
    body["names"] = {"zh": name}
    body["scenario"] = name
    if source.study:
        base = load_as(Study, acting, source.study)
        body["derived_from"] = ref(base).model_dump(mode="json")
    with transaction.atomic():
        row = products.add_draft(acting, source.product, name, body, scenario_of=source)
        products.choose_packs(acting, row.id, source.packs)
        open_case(acting, FLOW, row.id, row.name)
        record(acting, "study.derived", row.id, body={"from": str(source.id)})
    row.refresh_from_db()
    return row


def choose_packs(acting: Acting, draft: UUID, packs: Sequence[str]) -> Draft:
    """The rule packs that were asked for beside those that hold by themselves. Refuses NotFound, Conflict."""
    with transaction.atomic():
        row = products.choose_packs(acting, draft, packs)
        record(acting, "study.packs", row.id, body={"packs": list(packs)})
    return row


def change(acting: Acting, draft: UUID, revision: int, how: Callable[[Body], None], *, what: Text) -> Draft:
    """Save a draft; a case that stood at computed goes back to draft. Refuses as `drafts.save`."""
    with transaction.atomic():
        row = drafts.save(acting, draft, revision, how, what=what)
        if row.revision != revision:
            _reopened(acting, row, what)
    return row


def take_back(acting: Acting, draft: UUID, revision: int) -> Draft:
    """Undo the last saving. Refuses as `drafts.undo`."""
    with transaction.atomic():
        row = drafts.undo(acting, draft, revision)
        _reopened(acting, row, Text(zh="撤销", en="Undone"))
    return row


def archive_draft(acting: Acting, draft: UUID) -> Draft:
    """A study put away with its case. Refuses NotFound, NotAllowed, Conflict for one that is declared."""
    with transaction.atomic():
        row = drafts.archive(acting, draft)
        _act(acting, row, "archive")
    return row


def restore_draft(acting: Acting, draft: UUID) -> Draft:
    """A study brought back with its case. Refuses NotFound, NotAllowed."""
    with transaction.atomic():
        row = drafts.restore(acting, draft)
        _act(acting, row, "restore")
    return row


def _reopened(acting: Acting, row: Draft, what: Text) -> None:
    case = case_about(acting, row.id)
    if case is not None and case.state == "computed":
        act(acting, case.id, "edit", note=what.zh)


def _act(acting: Acting, row: Draft, action: str) -> None:
    case = case_about(acting, row.id)
    if case is not None:
        act(acting, case.id, action)
