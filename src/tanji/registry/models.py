"""Tables of cases, events, parties, comments, to-dos and notices. Events are only ever added."""

from __future__ import annotations

import uuid

from django.db import models

from tanji.accounts.models import Organisation, Person
from tanji.catalog.models import Owned


class CaseRow(Owned):
    """One run of a procedure: its Case document as it stands now, and what is looked for beside it."""

    procedure = models.CharField(max_length=60)
    procedure_version = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=40)
    due = models.DateField(null=True)
    public = models.BooleanField(default=False)
    about = models.UUIDField()
    """Id of the row that it is about: a draft, a release."""
    body = models.JSONField()
    """The Case document."""
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Found by what it is about and by state."""

        indexes = (models.Index(fields=["about"]), models.Index(fields=["state", "due"]))


class Party(models.Model):
    """Another organisation that takes part in a case, in a role of its procedure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="parties")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """The organisation of the case, kept here so that the database can tell who may see this row."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Once in a role."""

        constraints = (models.UniqueConstraint(fields=["case", "organisation", "role"], name="party_once"),)


class EventRow(models.Model):
    """What happened, by whom, when. Nothing changes or removes an event; triggers of the database see to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="events", null=True)
    number = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=60)
    about = models.UUIDField(null=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    by_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    on = models.DateTimeField(auto_now_add=True)
    body = models.JSONField(default=dict)

    class Meta:
        """A number once in a case."""

        constraints = (models.UniqueConstraint(fields=["case", "number"], name="event_once"),)
        indexes = (models.Index(fields=["organisation", "-on"]), models.Index(fields=["about", "-on"]))


class Comment(models.Model):
    """A word on a case, a draft or a line of it; answered, never removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="comments", null=True)
    about = models.UUIDField()
    place = models.CharField(max_length=200, blank=True)
    """Where in it: `activities.steel`, a clause."""
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateTimeField(auto_now_add=True)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, related_name="answered", null=True)
    resolved = models.DateTimeField(null=True)


class Task(models.Model):
    """Something to do (待办), for a person or for everybody in a role of an organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="tasks", null=True)
    action = models.CharField(max_length=40, blank=True)
    """The action of the case's procedure that is waited for."""
    about = models.UUIDField(null=True)
    title = models.JSONField()
    """{"zh": …, "en": …}."""
    address = models.CharField(max_length=300)
    """Page where it is done."""
    due = models.DateField(null=True)
    created = models.DateTimeField(auto_now_add=True)
    done = models.DateTimeField(null=True)


class Notification(models.Model):
    """A word to a person that something happened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    text = models.JSONField()
    address = models.CharField(max_length=300, blank=True)
    on = models.DateTimeField(auto_now_add=True)
    read = models.DateTimeField(null=True)


class Answered(models.Model):
    """What a request under an idempotency key was answered: the row is there before the work begins."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of method, address and body; the same key with another request is refused."""
    on = models.DateTimeField(auto_now_add=True)
    status = models.PositiveSmallIntegerField(null=True)
    """Missing while the work goes on."""
    media_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(null=True)

    class Meta:
        """A key once for a person in an organisation: of two requests at once one is the first."""

        constraints = (models.UniqueConstraint(fields=["organisation", "person", "key"], name="answered_once"),)
