"""What operations take and give, as the description of the API says it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Short = Annotated[str, StringConstraints(max_length=100)]
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]
Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Json = dict[str, Any]


class Taken(Schema):
    """A body that is taken: members that are not known are refused."""

    model_config = ConfigDict(extra="forbid")


class Code(Taken):
    """A classification code: system and code."""

    system: Short
    code: Short


class ProductIn(Taken):
    """A product."""

    name: Name
    name_en: Annotated[str, StringConstraints(max_length=200)] = ""
    model: Short = ""
    codes: list[Code] = Field(default_factory=list, max_length=20)


class ProductOut(Schema):
    """A product of the organisation."""

    id: UUID
    name: str
    name_en: str
    model: str
    codes: list[Json]
    sample: bool
    created: datetime
    archived: datetime | None


class StudyIn(Taken):
    """A study to begin: its body may be incomplete; without one it is filled from the rules of the product."""

    product: UUID
    name: Name
    body: Json | None = None


class BodyIn(Taken):
    """The body of a study, and the revision that the writer saw."""

    revision: Revision
    body: Json


class Seen(Taken):
    """The revision that the writer saw."""

    revision: Revision


class DeclareIn(Taken):
    """How a study is declared."""

    estimate: bool = False
    supersedes: Digest | None = None


class StudyOut(Schema):
    """A study on its way; `stale` where it was changed after its footprint was computed."""

    id: UUID
    product: UUID
    name: str
    revision: int
    changed: datetime
    archived: datetime | None
    study: str
    footprint: str
    statement: str
    stale: bool

    @staticmethod
    def resolve_product(row: Any) -> UUID:
        """The id of its product."""
        found: UUID = row.product_id
        return found

    @staticmethod
    def resolve_stale(row: Any) -> bool:
        """Whether the footprint is of an older revision."""
        return bool(row.footprint) and row.frozen_revision != row.revision


class StudyWhole(StudyOut):
    """A study with its body."""

    body: Json


class ImportOut(Schema):
    """What reading a file gave: the study, counts that add up, findings."""

    study: StudyOut
    matched: int = Field(description="lines that got a background process by name / 按名称匹配的行数")
    unmatched: int = Field(description="lines that still lack one / 尚未匹配的行数")
    counts: Json
    findings: list[Json]


class JobOut(Schema):
    """Long work: where it stands."""

    id: UUID
    kind: str
    state: str
    about: UUID | None
    step: Json
    done: int
    total: int | None
    result: Json
    failure: Json
    created: datetime
    started: datetime | None
    finished: datetime | None


class CaseIn(Taken):
    """An action in a case."""

    action: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
    ground: Short | None = None
    note: Annotated[str, StringConstraints(max_length=2000)] | None = None
    given: Json = Field(default_factory=dict)


class CaseOut(Schema):
    """A case: its procedure and where it stands."""

    id: UUID
    procedure: str
    procedure_version: str
    title: str
    state: str
    due: date | None
    public: bool
    about: UUID
    revision: int
    created: datetime


class ActionOut(Schema):
    """An action that may be taken now, or what hinders it."""

    action: str
    names: Json
    grounds: list[str]
    hindered_zh: str | None
    hindered_en: str | None


class EventOut(Schema):
    """What happened."""

    number: int | None
    kind: str
    on: datetime
    person: UUID | None
    organisation: UUID | None
    body: Json

    @staticmethod
    def resolve_person(row: Any) -> UUID | None:
        """Who."""
        found: UUID | None = row.person_id
        return found

    @staticmethod
    def resolve_organisation(row: Any) -> UUID | None:
        """For which organisation."""
        found: UUID | None = row.by_organisation_id
        return found


class CaseWhole(CaseOut):
    """A case with what may be done and what happened."""

    actions: list[ActionOut]
    events: list[EventOut]


class PartyIn(Taken):
    """An organisation to bring in."""

    organisation: UUID
    role: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class CommentIn(Taken):
    """A word on a study or the subject of a case."""

    about: UUID
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
    place: Annotated[str, StringConstraints(max_length=200)] = ""
    answers: UUID | None = None


class CommentOut(Schema):
    """A word that was said."""

    id: UUID
    about: UUID
    place: str
    text: str
    by: str
    on: datetime
    answers: UUID | None
    resolved: datetime | None

    @staticmethod
    def resolve_by(row: Any) -> str:
        """Who said it."""
        return str(row.by)

    @staticmethod
    def resolve_answers(row: Any) -> UUID | None:
        """Which comment it answers."""
        found: UUID | None = row.answers_id
        return found


class TaskOut(Schema):
    """Something to do."""

    id: UUID
    role: str
    action: str
    about: UUID | None
    title: Json
    address: str
    due: date | None


class NoticeOut(Schema):
    """A word that something happened."""

    id: UUID
    text: Json
    address: str
    on: datetime
    read: datetime | None


class EvidenceOut(Schema):
    """A file that proves a figure."""

    id: UUID
    name: str
    sha256: str
    size: int
    media_type: str
    note: str
    created: datetime


class RulesIn(Taken):
    """A product for which the rules are asked."""

    names: dict[str, Short] = Field(default_factory=dict, max_length=10)
    codes: list[Code] = Field(default_factory=list, max_length=20)
    place: Annotated[str, StringConstraints(max_length=20)] | None = None
    on: date | None = None
    packs: list[Short] = Field(default_factory=list, max_length=20)
