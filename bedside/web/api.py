"""The JSON API's root: one version, bearer keys, errors in one shape, the same actions as the pages."""

import json
import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router
from ninja.errors import HttpError
from ninja.errors import ValidationError as Malformed

from bedside.answers import rules as answer_rules
from bedside.answers.api import router as answers
from bedside.audit.api import router as audit
from bedside.channels.actions import NotOffered
from bedside.channels.api import router as channels
from bedside.guard import actions as guard_actions
from bedside.guard.actions import Held
from bedside.guard.api import router as guard
from bedside.inbox import rules as inbox_rules
from bedside.inbox import second_person as inbox_releases
from bedside.inbox.api import router as inbox
from bedside.inbox.measures_api import router as inbox_measures
from bedside.incidents import rules as incident_rules
from bedside.incidents.api import router as incidents
from bedside.organizations.access import public
from bedside.organizations.api import router as organizations
from bedside.organizations.doorkeeper import ByKey, once
from bedside.publishing import actions as publishing_actions
from bedside.publishing import rules as publishing_rules
from bedside.publishing.api import router as publishing
from bedside.recovery import rules as recovery_rules
from bedside.recovery.api import router as recovery
from bedside.triage.api import router as triage

log = logging.getLogger(__name__)

api = NinjaAPI(
    title="Bedside",
    version="1",
    description=(
        "Everything the workspace can do, for programs of the hospital. Keys are made in Settings; a key never does "
        "more than the person who made it. Texts that leave pass the guard here as everywhere."
    ),
    auth=ByKey(),
    docs_url=None,
    urls_namespace="api",
)


@api.exception_handler(Held)
def held(request: HttpRequest, error: Held) -> HttpResponse:
    """409: the guard's findings, with what to write instead."""
    said = {
        "detail": "The guard held this text. Nothing was sent.",
        "verdict": error.verdict.verdict,
        "safe": error.verdict.safe,
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "quote": finding.quote,
                "start": finding.start,
                "end": finding.end,
                "reason": finding.reason,
                "source": finding.source,
                "suggestion": finding.suggestion,
            }
            for finding in error.verdict.findings
        ],
    }
    return api.create_response(request, said, status=409)


#: What an action refuses, as a status and a sentence.
REFUSALS: tuple[tuple[type[Exception], int, str], ...] = (
    (publishing_rules.WrongState, 409, ""),
    (publishing_rules.NotFitting, 422, ""),
    (publishing_rules.Impossible, 422, ""),
    (publishing_actions.NoAccount, 422, "Choose at least one account of this hospital."),
    (publishing_actions.NotYours, 403, "Nobody approves their own post while somebody else could."),
    (publishing_actions.NotApproved, 409, "The post changed since it was read. Read it again."),
    (inbox_rules.Closed, 409, "The conversation is closed. Open it again to answer."),
    (inbox_rules.Answering, 409, "Somebody else is answering this conversation right now. Try again in two minutes."),
    (inbox_rules.NothingToAnswer, 409, "There is nothing to answer in this conversation."),
    (inbox_rules.NeedsReason, 422, "Say why in at least five letters; the reason is kept."),
    (inbox_releases.NotWaiting, 409, ""),
    (inbox_releases.MovedOn, 409, "They wrote again, or changed it, since this was written. Nothing was sent."),
    (answer_rules.WrongStep, 409, ""),
    (answer_rules.NotYours, 409, ""),
    (answer_rules.Unfit, 422, ""),
    (NotOffered, 409, ""),
    (incident_rules.Refused, 409, ""),
    (recovery_rules.Refused, 409, ""),
    (guard_actions.WrongStep, 409, ""),
    (guard_actions.NotYours, 409, ""),
    (guard_actions.ReadAgain, 409, ""),
    (guard_actions.NeedsWords, 422, ""),
    (guard_actions.NothingHeld, 409, ""),
    (guard_actions.NeverReleased, 409, ""),
)


def _refuse(kind: type[Exception], status: int, sentence: str) -> None:
    def refuse(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        return api.create_response(request, {"detail": sentence or str(error)}, status=status)

    api.add_exception_handler(kind, refuse)


for _kind, _status, _sentence in REFUSALS:
    _refuse(_kind, _status, _sentence)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(request, {"detail": str(error) or "Not found."}, status=404)


@api.exception_handler(Malformed)
def malformed(request: HttpRequest, error: Malformed) -> HttpResponse:
    """422 without an echo of what was sent: it may hold what a patient wrote."""
    places = [{"where": list(map(str, one.get("loc", ()))), "what": str(one.get("msg", ""))} for one in error.errors]
    return api.create_response(
        request, {"detail": "The request does not fit the schema.", "places": places}, status=422
    )


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    status = 422 if error.status_code == 400 else error.status_code  # what is no JSON fits no schema either
    return api.create_response(request, {"detail": str(error)}, status=status)


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """500, in the shape of every other error; the log says where, never what was sent."""
    log.error("An API operation failed: %s", request.resolver_match, exc_info=error)
    detail = "Something broke on our side. What you sent may have been done: read before you send it again."
    return api.create_response(request, {"detail": detail}, status=500)


ROUTERS: tuple[tuple[str, Router], ...] = (
    ("", guard),
    ("", triage),
    ("/accounts", channels),
    ("/posts", publishing),
    ("/conversations", inbox),
    ("/inbox", inbox_measures),
    ("/incidents", incidents),
    ("/cases", recovery),
    ("/answers", answers),
    ("/audit", audit),
    ("", organizations),
)
for _prefix, _router in ROUTERS:
    api.add_router(_prefix, _router)


def entrance(view: Any) -> Any:
    """Every API address, run once where the program asks for it, kept by no cache on the way."""

    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            _size = len(request.body)
        except RequestDataTooBig:
            detail = f"The request is too large: at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes are read."
            response = api.create_response(request, {"detail": detail}, status=413)
        else:
            response = once(request, lambda: view(request, *args, **kwargs))
        response["Cache-Control"] = "no-store"
        return response

    enter.csrf_exempt = True  # type: ignore[attr-defined]
    return enter


@public
@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """404 in the API's own shape, for an address it does not have."""
    return JsonResponse({"detail": "There is no such address in the API."}, status=404)


def schema() -> str:
    """The OpenAPI document, as it is committed."""
    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, sort_keys=True) + "\n"
