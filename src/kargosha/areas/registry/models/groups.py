"""Groups and co-operatives, who was a member of which from when to when, and who agreed to what."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kargosha.areas.registry.models.people import Person
from kargosha.areas.territory.models import Place
from kargosha.kernel import append_only
from kargosha.kernel.fitness import one_of
from kargosha.kernel.models import Attachment, User


class Group(models.Model):
    """People who produce and borrow together, registered as a co-operative or not."""

    personal: ClassVar[Mapping[str, str]] = {"name_fa": "code", "name_en": "code"}

    class Kind(models.TextChoices):
        GROUP = "group"
        COOPERATIVE = "cooperative"

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name_fa = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="groups")
    place_code = models.CharField(max_length=16)
    formed_on = models.DateField()
    legal_id = models.CharField(max_length=11, null=True, blank=True, unique=True)
    """Of a registered co-operative: the eleven digits of the legal entity."""
    bylaws = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    bylaws_on = models.DateField(null=True, blank=True)
    search_key = models.CharField(max_length=250, db_index=True)
    registered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [models.Index(fields=["place_code"], name="group_place")]
        constraints: ClassVar = [
            one_of("kind", "group", "cooperative"),
            models.CheckConstraint(
                condition=Q(kind="cooperative") | Q(legal_id=None),
                name="group_legal_id_of_a_cooperative",
            ),
        ]

    @property
    def subject(self) -> str:
        """Name under which the journal and duties know it."""
        return f"group:{self.code}"


class Membership(models.Model):
    """That a person is a member of a group from a day on, in a role; its end is written once, with why."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Role(models.TextChoices):
        HEAD = "head"
        TREASURER = "treasurer"
        SECRETARY = "secretary"
        INSPECTOR = "inspector"
        MEMBER = "member"

    class Exit(models.TextChoices):
        LEFT = "left"
        REPLACED = "replaced"
        EXCLUDED = "excluded"
        DIED = "died"
        ROLE_CHANGED = "role_changed"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    production_years = models.PositiveSmallIntegerField(default=0)
    """Years of production that the member states on entering; evidence comes with the appraisal."""
    entered_on = models.DateField()
    exited_on = models.DateField(null=True, blank=True)
    exit_kind = models.CharField(max_length=12, choices=Exit.choices, blank=True)
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )

    class Meta:
        ordering: ClassVar = ["group_id", "entered_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(exited_on=None), name="member_once"
            ),
            models.UniqueConstraint(
                fields=["group", "role"],
                condition=Q(exited_on=None, role__in=["head", "treasurer", "secretary"]),
                name="one_holds_the_role",
            ),
            models.CheckConstraint(
                condition=Q(exited_on=None, exit_kind="")
                | (Q(exited_on__gte=F("entered_on")) & ~Q(exit_kind="")),
                name="membership_exit_whole",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(exit_kind="replaced"),
                name="membership_replaced_on_exit",
            ),
            one_of("exit_kind", "", "left", "replaced", "excluded", "died", "role_changed"),
            one_of("role", "head", "treasurer", "secretary", "inspector", "member"),
        ]
        triggers: ClassVar = append_only.signed_once(
            "membership", "exited_on", "exit_kind", "replaced_by"
        )


class Consent(models.Model):
    """That a person agreed to something, how, and by which paper; taken back at most once."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Purpose(models.TextChoices):
        MEMBERSHIP = "membership"
        PROPOSAL = "proposal"
        PRIVACY = "privacy"

    class Way(models.TextChoices):
        OWN_CODE = "own_code"
        PAPER = "paper"
        IN_PERSON = "in_person"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    evidence = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    """Who typed it; nobody confirms for a member but the member."""
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            one_of("purpose", "membership", "proposal", "privacy"),
            one_of("way", "own_code", "paper", "in_person"),
        ]
        triggers: ClassVar = append_only.signed_once("consent", "revoked_at")
