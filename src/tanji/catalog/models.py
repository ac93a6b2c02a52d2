"""Tables of documents, drafts, evidence, databases and jobs. Every row belongs to an organisation, or is public."""

from __future__ import annotations

import uuid

from django.db import models

from tanji.accounts.models import Organisation, Person


class Owned(models.Model):
    """A row of one organisation, under an id that nobody can guess; never deleted, but archived for 30 days of undo."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    archived = models.DateTimeField(null=True, blank=True)

    class Meta:
        """No table of its own."""

        abstract = True


class StoredDocument(models.Model):
    """The canonical bytes of a document as an organisation holds it, with what is looked for beside them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=71)
    schema = models.CharField(max_length=60)
    document_id = models.CharField(max_length=300)
    version = models.CharField(max_length=100)
    body = models.BinaryField()
    public = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The same bytes once for an organisation; another organisation's copy is another row."""

        constraints = (models.UniqueConstraint(fields=["organisation", "digest"], name="document_once"),)
        indexes = (models.Index(fields=["organisation", "schema", "-created"]), models.Index(fields=["digest"]))


class Product(Owned):
    """What footprints are of; drafts and studies stand under it."""

    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    model = models.CharField(max_length=100, blank=True)
    codes = models.JSONField(default=list)
    """[{"system": "GB/T 4754-2017", "code": "3851"}, …]."""
    note = models.TextField(blank=True)
    sample = models.BooleanField(default=False)


class Draft(Owned):
    """A study on its way: JSON in the form of `tanji/study/1` that may be incomplete."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="drafts")
    name = models.CharField(max_length=200)
    body = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    """Counts savings; who saves names the revision that they saw."""
    changed = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    scenario_of = models.ForeignKey("self", on_delete=models.PROTECT, related_name="scenarios", null=True)
    packs = models.JSONField(default=list)
    """Ids of the rule packs that were chosen; empty: those that resolve finds."""
    study = models.CharField(max_length=71, blank=True)
    """Digest of the Study that was frozen last."""
    footprint = models.CharField(max_length=71, blank=True)
    """Digest of the Footprint of that study."""
    frozen_revision = models.PositiveIntegerField(null=True)
    """The revision that the footprint is of; another one is stale."""
    statement = models.CharField(max_length=71, blank=True)


class DraftChange(models.Model):
    """One saving of a draft: what it was before, so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    """The revision that `before` was."""
    before = models.JSONField()
    what = models.JSONField()
    """{"zh": …, "en": …}: what was done."""
    on = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)


class Evidence(Owned):
    """A file that proves a figure: kept under its hash, never changed."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)


class Import(Owned):
    """A bill of materials on its way in: the file, how its columns and units are read, what is left to do."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="imports")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField(default=2)
    plan = models.JSONField(default=dict)
    """Sheet, header row, columns, units, decisions."""
    found = models.JSONField(default=dict)
    """What reading gave: counts, findings, the diff to what is there."""
    done = models.DateTimeField(null=True)
    undone = models.DateTimeField(null=True)


class ImportScheme(Owned):
    """How an organisation's files are read: saved columns and units (导入方案)."""

    name = models.CharField(max_length=100)
    plan = models.JSONField(default=dict)


class Database(Owned):
    """A series of releases of a background database."""

    identifier = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    scope = models.TextField(blank=True)
    licence = models.CharField(max_length=200, blank=True)

    class Meta:
        """An identifier once for an organisation."""

        constraints = (models.UniqueConstraint(fields=["organisation", "identifier"], name="database_once"),)


class ReleaseRow(Owned):
    """One release of a database, as it stands on a shelf."""

    database = models.ForeignKey(Database, on_delete=models.PROTECT, related_name="releases")
    version = models.CharField(max_length=100)
    digest = models.CharField(max_length=71)
    processes = models.PositiveIntegerField()
    current = models.BooleanField(default=False)
    public = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        """A version once; at most one current release of a database."""

        constraints = (
            models.UniqueConstraint(fields=["database", "version"], name="release_once"),
            models.UniqueConstraint(fields=["database"], condition=models.Q(current=True), name="one_current"),
        )


class RuleDraft(Owned):
    """A rule pack on its way: its files as texts, which may not fit together yet."""

    name = models.CharField(max_length=200)
    identifier = models.CharField(max_length=100)
    level = models.CharField(max_length=20)
    files = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    changed = models.DateTimeField(auto_now=True)


class JobState(models.TextChoices):
    """Where long work stands."""

    waiting = "waiting", "待开始 / Waiting"
    running = "running", "进行中 / Running"
    done = "done", "已完成 / Done"
    failed = "failed", "失败 / Failed"
    cancelled = "cancelled", "已取消 / Cancelled"


class Job(Owned):
    """Long work: what, how far, who has it now (lease and fence), from where it goes on after a crash (checkpoint)."""

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    about = models.UUIDField(null=True)
    """Id of the row that it is about: a draft, an import, a release."""
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.waiting)
    step = models.JSONField(default=dict)
    """The present step in words: {"zh": …, "en": …}."""
    steps = models.JSONField(default=list)
    """Finished steps with their seconds."""
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    fence = models.PositiveIntegerField(default=0)
    """Goes up with each attempt; a worker with an older one may not write any more."""
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    checkpoint = models.JSONField(default=dict)
    cancel = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    failure = models.JSONField(default=dict)
    """{"code": …, "zh": …, "en": …, "hint_zh": …, "hint_en": …}."""
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        """Found by state and by owner."""

        indexes = (models.Index(fields=["state", "lease_until"]), models.Index(fields=["organisation", "-created"]))
