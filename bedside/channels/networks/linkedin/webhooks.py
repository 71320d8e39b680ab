"""LinkedIn's webhooks: its test of our address, its signature, and its notifications."""

import json
from collections.abc import Mapping

from bedside.channels.calls import signatures
from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.networks.linkedin import translate
from bedside.channels.networks.linkedin.api import Api, elements, urn
from bedside.channels.rules import Batch, Call, CallAnswer, Heard, NetworkError, Trouble

SIGNATURE, PREFIX = "x-li-signature", b"hmacsha256="
EVENT = "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS"


class Webhooks:
    """rules.Receives."""

    api: Api

    @staticmethod
    def challenge(call: Call, secrets: Mapping[str, str]) -> CallAnswer | None:
        code, secret = call.query.get("challengeCode", ""), secrets.get("client_secret", "")
        if call.method != "GET" or not code or not secret:
            return None
        answer = {"challengeCode": code, "challengeResponse": signatures.hexed(code.encode(), secret)}
        return CallAnswer(200, json.dumps(answer), "application/json")

    @staticmethod
    def verify(call: Call, secrets: Mapping[str, str]) -> bool:
        secret = secrets.get("client_secret", "")
        given = call.headers.get(SIGNATURE, "").strip().removeprefix(PREFIX.decode())
        return bool(secret) and signatures.same(given.lower(), signatures.hexed(PREFIX + call.body, secret))

    @staticmethod
    def addressed(body: bytes) -> tuple[str, ...]:
        pages = [str(notice.get("organizationalEntity") or "") for notice in _notices(body)]
        return tuple(dict.fromkeys(page for page in pages if page))

    def read_event(self, body: bytes) -> Batch:
        """What the notifications say to this page. A comment is read as it stands now: events come late, twice and out
        of order, and an old wording must not replace a newer one."""
        found: dict[str, Heard] = {}
        gone: list[str] = []
        for notice in _notices(body):
            name = str(notice.get("generatedActivity") or "")
            if str(notice.get("organizationalEntity") or self.api.own) != self.api.own:
                continue
            if notice.get("action") == "COMMENT_DELETE":
                gone.append(name)
            elif one := translate.heard_notice(notice, self.api.own):
                now = self._now(one)
                if now is None:
                    gone.append(name)
                else:
                    found[name] = now
        return Batch(tuple(found.values()), "", tuple(dict.fromkeys(gone)))

    def _now(self, one: Heard) -> Heard | None:
        place = translate.comment_of(one.network_id)
        if one.kind != "reply" or place is None:
            return one
        try:
            comment = self.api.wire("GET", f"/rest/socialActions/{urn(place[0])}/comments/{place[1]}")
        except Failure as error:
            if error.status == 404:
                return None
            if error.trouble is Trouble.REFUSED:
                return one
            raise
        return translate.heard_comment(comment, self.api.own, one.root_id) or one

    def subscribe(self, callback: str) -> None:
        """Asks for this page's notifications; asking again changes nothing."""
        application = self.api.connection.app.get("application_id", "")
        if not application.isdigit():
            raise NetworkError(
                Trouble.REFUSED, "LinkedIn's webhooks need the Application ID.", todo="Add it to LinkedIn's app keys."
            )
        roles = elements(
            self.api.wire("GET", "/rest/organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED")
        )
        person = next((str(one.get("roleAssignee")) for one in roles if one.get("organization") == self.api.own), "")
        if not person:
            raise NetworkError(Trouble.REFUSED, "LinkedIn lets only admins of the page ask for webhooks.")
        key = (
            f"(developerApplication:{urn(f'urn:li:developerApplication:{application}')},user:{urn(person)},"
            f"entity:{urn(self.api.own)},eventType:{EVENT})"
        )
        self.api.call("PUT", f"/rest/eventSubscriptions/{key}", json={"webhook": callback})


def _notices(body: bytes) -> list[Wire]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return []
    told = value.get("notifications") if isinstance(value, dict) else None
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
