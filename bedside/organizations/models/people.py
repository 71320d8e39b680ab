"""Whose data, and who works with it."""

import zoneinfo
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from bedside.organizations import rules
from bedside.organizations.rules import Role


def validate_zone(name: str) -> None:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, IsADirectoryError) as error:
        raise ValidationError(f"{name!r} is not an IANA time zone such as America/Chicago.") from error


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> "User":
        user = User(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser):
    """A person who signs in. What they may do is said by their memberships, never here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Users()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        return False

    @property
    def is_superuser(self) -> bool:
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    def get_full_name(self) -> str:
        return self.name


class Organization(models.Model):
    """A hospital. The facts here are its own and are never taken for a patient's."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    timezone = models.CharField(max_length=64, default="America/New_York")
    phone = models.CharField(max_length=40, blank=True, help_text="The line patients are asked to call.")
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    #: More of the hospital's own phones, sites and addresses, and staff who agreed to be named.
    phones = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    urls = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    staff_names = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    hub_intro = models.CharField(max_length=300, blank=True)
    hours = models.CharField(max_length=160, blank=True, help_text="When somebody reads what people write.")
    is_rehearsal = models.BooleanField(default=False)
    #: The hospital whose rehearsal room this is.
    rehearsal_of = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        validate_zone(self.timezone)
        self.name = " ".join(self.name.split())  # it stands in the subjects of mails, where a second line is a header
        if not self.name:
            raise ValidationError({"name": "A hospital needs a name."})

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)


class Owned(models.Model):
    """Base of every tenant row: it carries its organization, and PostgreSQL fences it by that."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Member(Owned):
    """A person's place in an organization."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=20))
    specialty = models.CharField(max_length=40, blank=True)
    #: How this person hears of conversations that are given to them: "now", "hourly" or "never". Pages always come.
    notices = models.CharField(max_length=6, default="now", db_default="now")
    since_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "user"], name="one_membership_each")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.user.name or self.user.email

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in self.roles)

    def may(self, permission: str) -> bool:
        return self.left_at is None and self.user.is_active and rules.may(self.role_set, permission)


class Invitation(Owned):
    """A link that makes whoever opens it a member; its secret is kept as a hash only."""

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    roles = ArrayField(models.CharField(max_length=20))
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None


class Key(Owned):
    """A program's way in: scopes, a hash of the secret, who made it, when it was last used."""

    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    #: Calls in the minute that began at `window_at`, for the rate limit.
    window_at = models.DateTimeField(null=True, blank=True)
    window_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Answered(Owned):
    """What a program was answered to a request it may repeat (Idempotency-Key); kept for a day."""

    key = models.ForeignKey(Key, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)  # 0 while the first request still runs
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "name"], name="answered_once")]

    def __str__(self) -> str:
        return self.name
