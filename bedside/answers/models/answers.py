"""Answers approved before anybody asked: their versions, what they mean as numbers, and how they were used."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bedside.answers.rules import State
from bedside.organizations.models import Member, Owned


class Answer(Owned):
    """One answer of the library: what it is for, who looks after it, until when it holds."""

    title = models.CharField(max_length=120)
    #: The word typed after "/", or nothing.
    shortcut = models.CharField(max_length=30, blank=True)
    #: What it is for; an empty list means whatever, or everywhere.
    intents = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    specialties = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    networks = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    #: Ways in which people ask for it; never a patient's own words.
    questions = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    #: It touches health, so a clinician or the privacy officer approves it.
    is_clinical = models.BooleanField(default=False)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=State.DRAFT.value)
    #: The version that is offered: the last one approved; None while none is, or once retired.
    current = models.ForeignKey("AnswerVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_date = models.DateField()
    #: The last reminder sent: days before `review_date`.
    reminded = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Which of the answers that come with Bedside it began as.
    starter = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "shortcut"],
                condition=~Q(shortcut="") & ~Q(state=State.RETIRED.value),
                name="one_answer_a_shortcut",
            ),
            models.UniqueConstraint(
                fields=["organization", "starter"],
                condition=~Q(starter="") & ~Q(state=State.RETIRED.value),
                name="each_starter_adopted_once",
            ),
        ]
        indexes = [models.Index(fields=["organization", "state", "title"], name="answers_by_state")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class AnswerVersion(Owned):
    """The words of an answer in each language. An approval holds for exactly these: `digest`."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    texts: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField()
    digest = models.CharField(max_length=64)
    #: None: it came with Bedside.
    author = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    #: What an approver said who sent it back.
    note = models.CharField(max_length=500, blank=True)
    approver = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="answer_versions_are_numbered"),
            models.CheckConstraint(
                condition=Q(approver=None) | Q(author=None) | ~Q(approver=F("author")),
                name="answer_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class AnswerMeaning(Owned):
    """A version's words, or one way of asking for it, as numbers. `made_by` names what made them."""

    version = models.ForeignKey(AnswerVersion, on_delete=models.CASCADE, related_name="meanings")
    language = models.CharField(max_length=5)
    #: 0 for the words themselves, from 1 on for ways of asking.
    ordinal = models.PositiveSmallIntegerField()
    made_by = models.CharField(max_length=40)
    vector = ArrayField(models.FloatField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language", "ordinal"], name="each_meaning_kept_once")
        ]

    def __str__(self) -> str:
        return f"meaning {self.pk}"


class AnswerUse(Owned):
    """Somebody put an answer into a reply, and what became of it. Nothing of what was written is kept."""

    INSERTED, UNCHANGED, CHANGED, DROPPED = "inserted", "unchanged", "changed", "dropped"

    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="uses")
    language = models.CharField(max_length=5)
    subject_type = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, default=INSERTED)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "subject_type", "subject_id", "by"], name="use_by_subject"),
        ]

    def __str__(self) -> str:
        return f"use {self.pk}"
