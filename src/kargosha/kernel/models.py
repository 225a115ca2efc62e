"""What the kernel stores: people and their powers, what happened, what is owed, and which rules hold."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Func, Q

from kargosha.kernel import append_only, clock
from kargosha.kernel.access import Actor, Grant, grants_of
from kargosha.kernel.fitness import finite, one_of
from kargosha.kernel.roles import Permission


class Instance(models.Model):
    """What this database is for: rehearsal with made-up rows, or real work; one row, never changed."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Purpose(models.TextChoices):
        REHEARSAL = "rehearsal"
        REAL = "real"

    only = models.BooleanField(primary_key=True, default=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    began_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(only=True), name="one_instance"),
            one_of("purpose", "rehearsal", "real"),
        ]
        triggers: ClassVar = append_only.triggers("instance")


class Office(models.Model):
    """A desk of an agency, bank or committee that holds users and owes duties."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.SlugField(unique=True)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    place_code = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]


class User(AbstractBaseUser):
    """A person who signs in."""

    personal: ClassVar[Mapping[str, str]] = {
        "username": "code",
        "name_fa": "initials",
        "name_en": "initials",
        "mobile": "erased",
        "password": "erased",
        "last_login": "erased",
    }

    username = models.SlugField(unique=True)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="users")
    """None for a member of a group, who signs in for the own group only."""
    mobile = models.CharField(max_length=11, null=True, blank=True, unique=True)
    """Where a code to sign in is sent, as 09xxxxxxxxx; None for who signs in by password."""
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects = BaseUserManager["User"]()

    class Meta:
        ordering: ClassVar = ["username"]

    @property
    def subject(self) -> str:
        """Name under which the journal knows it."""
        return f"user:{self.pk}"

    @property
    def office_code(self) -> str:
        """Code of the office one sits in; empty for a member of a group."""
        return "" if self.office is None else self.office.code

    def actor(self) -> Actor:
        """Return the user as who acts, with what the roles held today amount to.

        The own account is everyone's to keep.
        """
        held = list(self.roles.filter(ended_at=None).order_by("role").values_list("role", "scope"))
        roles = tuple(dict.fromkeys(role for role, _ in held))
        grants = grants_of(held) | {Grant(Permission.ACCOUNT_KEEP)}
        return Actor(self.subject, self.pk, self.office_id, grants, roles)


class RoleAssignment(models.Model):
    """A role that a user holds over the places whose codes begin with the scope."""

    personal: ClassVar[Mapping[str, str]] = {}

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    role = models.SlugField()
    scope = models.CharField(max_length=16, blank=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "scope"], condition=Q(ended_at=None), name="role_held_once"
            ),
        ]
        triggers: ClassVar = append_only.signed_once("role_assignment", "ended_at")


class SignInCode(models.Model):
    """A code that was sent to a mobile to sign in with: used once, for some minutes, few tries."""

    personal: ClassVar[Mapping[str, str]] = {"digest": "erased"}

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=200)
    """The code hashed, as a password is."""
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_count = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]


class Message(models.Model):
    """A message to a mobile: worded when it is sent, by a code and its values; kept until it has gone."""

    personal: ClassVar[Mapping[str, str]] = {"mobile": "erased", "values": "erased"}

    mobile = models.CharField(max_length=11)
    code = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    told_in = models.CharField(max_length=2, default="fa")
    subject = models.CharField(max_length=80)
    """What it is about, as the journal knows it."""
    queued_at = models.DateTimeField()
    tried_count = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["subject"], name="message_subject"),
            models.Index(fields=["queued_at"], condition=Q(sent_at=None), name="message_waiting"),
        ]
        constraints: ClassVar = [one_of("told_in", "fa", "en")]


class JournalEntry(models.Model):
    """One act: what happened, by whom, to what; codes, ids and field names, never personal values."""

    personal: ClassVar[Mapping[str, str]] = {}

    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)
    transaction = models.BigIntegerField(
        editable=False,
        db_default=Func(
            template="(pg_current_xact_id()::text::bigint)", output_field=models.BigIntegerField()
        ),
    )

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["subject"], name="journal_subject"),
            models.Index(fields=["transaction"], name="journal_transaction"),
        ]
        triggers: ClassVar = append_only.triggers("journal_entry")


class JournalSeal(models.Model):
    """The Merkle root over one batch of entries, chained to the seal before it.

    The batch holds the entries of all transactions numbered from ``from_transaction`` up to, not
    including, ``to_transaction``, in the order of their ids; all of them had ended when it was sealed.
    """

    personal: ClassVar[Mapping[str, str]] = {}

    at = models.DateTimeField()
    from_transaction = models.BigIntegerField(unique=True)
    to_transaction = models.BigIntegerField(unique=True)
    entry_count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_transaction__gt=F("from_transaction")), name="seal_covers_something"
            ),
        ]
        triggers: ClassVar = append_only.triggers("journal_seal")


class RuleVersion(models.Model):
    """A changed value of a rule from a day on; it holds once another person has approved it."""

    personal: ClassVar[Mapping[str, str]] = {}

    key = models.CharField(max_length=120)
    value = models.JSONField()
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=40)
    valid_from = models.DateField()
    source = models.TextField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["approved_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="rule_approval_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                name="rule_approved_by_another",
            ),
            *finite("low", "high"),
        ]
        triggers: ClassVar = append_only.signed_once("rule_version", "approved_by", "approved_at")


class Duty(models.Model):
    """A step that an office owes on a subject by a day, and to whom it goes when it is late."""

    personal: ClassVar[Mapping[str, str]] = {}

    subject = models.CharField(max_length=80)
    step = models.SlugField()
    owner = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="duties")
    escalates_to = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    """When the office it goes to when late was told; None while it is in time."""

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "step"], condition=Q(done_at=None), name="duty_open_once"
            ),
        ]

    @property
    def is_late(self) -> bool:
        """Whether it is open past its day."""
        return self.done_at is None and self.due_on < clock.today()


class Attachment(models.Model):
    """A file that was handed in, kept whole, known by its SHA-256."""

    personal: ClassVar[Mapping[str, str]] = {"name": "erased", "content": "erased"}

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sha256"], name="attachment_sha256")]
        triggers: ClassVar = append_only.triggers("attachment")
