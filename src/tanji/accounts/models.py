"""Tables of people, organisations, memberships, invitations and keys. Ids are random: nobody can guess one."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class OrganisationKind(models.TextChoices):
    """What an organisation is to the others."""

    manufacturer = "manufacturer", "制造企业 / Manufacturer"
    verifier = "verifier", "核查机构 / Verifier"
    certification_body = "certification_body", "认证机构 / Certification body"
    database_publisher = "database_publisher", "数据库发布方 / Database publisher"
    association = "association", "行业协会 / Association"
    authority = "authority", "主管部门 / Ministry or regulator"
    buyer = "buyer", "采购方 / Buyer"
    bank = "bank", "金融机构 / Bank"
    training_body = "training_body", "培训机构 / Training body"


class Role(models.TextChoices):
    """What somebody does in an organisation; the roles of procedures have the same names."""

    administrator = "administrator", "管理员 / Administrator"
    accountant = "accountant", "核算员 / Accountant"
    approver = "approver", "批准人 / Approver"
    publisher = "publisher", "数据库发布员 / Database publisher"
    provider = "provider", "数据提供者 / Data provider"
    reviewer = "reviewer", "评议人 / Reviewer"
    editor = "editor", "编辑 / Editor"
    officer = "officer", "标准管理员 / Standards officer"
    authority = "authority", "主管人员 / Authority"
    reader = "reader", "只读 / Reader"


class PersonManager(BaseUserManager["Person"]):
    """Makes people; e-mail addresses are compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> Person:
        """A person with a password that is kept hashed."""
        person = self.model(email=self.normalize_email(email).lower(), **more)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person of an e-mail address."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """Somebody who signs in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, default="zh")
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(models.Model):
    """A firm, body or authority: the owner of its products, studies and databases."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    uscc = models.CharField(max_length=18, blank=True)
    """统一社会信用代码, checked."""
    lei = models.CharField(max_length=20, blank=True)
    """Legal entity identifier (ISO 17442), checked."""
    other_id = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=6, blank=True)
    """GB/T 2260 code of the administrative division."""
    country = models.CharField(max_length=2, default="CN")
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in an organisation, with roles."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    roles = models.JSONField(default=list)
    since = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One membership for a person in an organisation."""

        constraints = (models.UniqueConstraint(fields=["person", "organisation"], name="one_membership"),)


class Invitation(models.Model):
    """A word to somebody by e-mail to join an organisation; the token is kept only as its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    roles = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)


class ApiKey(models.Model):
    """A key for machines: acts for one person in one organisation, within scopes; kept only as its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="keys")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    key_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    """Which permissions of the person it may use: `study:read`, `study:write` …"""
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True, blank=True)
    last_used = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)


class AccountEvent(models.Model):
    """What happened to an organisation, its people and keys. Only ever added: triggers of the database see to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    about = models.UUIDField()
    """Id of the row that it tells of."""
    body = models.JSONField(default=dict)
    on = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Found by organisation, the newest first."""

        indexes = (models.Index(fields=["organisation", "-on"]),)


class Bucket(models.Model):
    """What is left of a limit for one caller: tokens at a moment. Holds no data of anybody; the caller is hashed."""

    name = models.CharField(max_length=100, primary_key=True)
    tokens = models.FloatField()
    at = models.DateTimeField()
