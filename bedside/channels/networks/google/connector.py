"""Google Business Profile: one place's calls. Every method is one attempt; what to do about a failure is decided
above."""

from datetime import timedelta

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.google import instant, part, rows
from bedside.channels.networks.google import translate
from bedside.channels.networks.google.api import ACCOUNTS, LOCATIONS, V4, Api
from bedside.channels.networks.google.listening import Listening
from bedside.channels.networks.google.webhooks import Webhooks
from bedside.channels.rules import Connection, NetworkError, Outgoing, Profile, RemoteRef, Sought, Trouble
from bedside.kit import http

SKEW = timedelta(minutes=2)
PAGES, PLACES = 3, 20
READ = "name,title,storefrontAddress"


class GoogleBusiness(Listening, Webhooks):
    """Does all that `NETWORK` declares, for one place (rules.Publishes and the others)."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.api = Api(connection, client or http.client())

    # Signing in

    def authorize_url(self, *, redirect_uri: str, state: str, challenge: str) -> str:
        return self.api.oauth.authorize_url(redirect_uri=redirect_uri, state=state, challenge=challenge)

    def exchange(self, *, code: str, verifier: str, redirect_uri: str) -> None:
        self.api.oauth.exchange(code=code, verifier=verifier, redirect_uri=redirect_uri)

    def renew(self) -> None:
        self.api.oauth.renew()

    def connect(self) -> Profile:
        """The place; where the person manages several, all of them as choices."""
        places: dict[str, Profile] = {}
        for page in self.api.pages(ACCOUNTS, "/v1/accounts", {"pageSize": 20}, PLACES):
            for account in rows(page, "accounts"):
                name = str(account.get("name") or "")
                params = {"readMask": READ, "pageSize": 100}
                for listed in self.api.pages(LOCATIONS, f"/v1/{name}/locations", params, PLACES):
                    for location in rows(listed, "locations"):
                        found = translate.profile(name, location)
                        # A place of a group is listed below its owner too.
                        if found and not (self.api.own and found.account_id != self.api.own):
                            places.setdefault(found.account_id.rpartition("/")[2], found)
        if self.api.own and not places:
            raise NetworkError(
                Trouble.REVOKED,
                "Google Business Profile no longer opens this place to this sign-in.",
                todo="Ask the place's owner to make you a manager, then connect it again.",
            )
        if not places:
            raise NetworkError(
                Trouble.REFUSED,
                "Google Business Profile says that this Google account manages no place.",
                todo="Sign in with the account that manages the hospital's profile.",
            )
        listed_places = tuple(places.values())
        return listed_places[0] if len(listed_places) == 1 else Profile("", "", choices=listed_places)

    # What we say

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        self._hold(translate.post_objection(outgoing))
        wire = self.api.wire("POST", V4, f"/v4/{self.api.place}/localPosts", json=translate.post(outgoing), writes=True)
        made = translate.post_ref(wire)
        if not made.network_id:
            raise NetworkError(Trouble.UNKNOWN, "Google Business Profile's answer does not name the post.")
        return made

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """The hospital's one answer to a review. One that is there already, said on Google itself, is not replaced."""
        if outgoing.parent is None or not translate.review_id(outgoing.parent.network_id):
            raise NetworkError(Trouble.REFUSED, "Google Business Profile takes answers to reviews only.")
        self._hold(translate.answer_objection(outgoing))
        review = outgoing.parent.network_id
        there = part(self.api.wire("GET", V4, self.api.path(review)), "reviewReply")
        if there.get("comment"):
            if translate.same(there["comment"]) == translate.same(translate.words(outgoing)):
                return translate.answer_ref(review, there, outgoing.parent.url)
            raise NetworkError(
                Trouble.REFUSED,
                "Google Business Profile already has another answer to this review.",
                todo="Look at it on Google; it was written there or by a colleague.",
            )
        return self._answer(review, outgoing, outgoing.parent.url)

    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef:
        """New words for a post, or for an answer. The same change twice is one."""
        if translate.is_answer(remote.network_id):
            self._hold(translate.answer_objection(outgoing))
            return self._answer(remote.network_id.removesuffix("/reply"), outgoing, remote.url)
        # The picture stays as it is.
        told = Outgoing(outgoing.key, outgoing.text, outgoing.created_at, outgoing.link, language=outgoing.language)
        self._hold(translate.post_objection(told))
        body = translate.post(told)
        mask = ["summary", *(["callToAction"] if "callToAction" in body else [])]
        sent = {name: body[name] for name in mask} | {"topicType": "STANDARD"}
        wire = self.api.wire("PATCH", V4, self.api.path(remote.network_id), json=sent, writes=True,
                             params={"updateMask": ",".join(mask)})  # fmt: skip
        return RemoteRef(remote.network_id, str(wire.get("updateTime") or ""), remote.url)

    def withdraw(self, remote: RemoteRef) -> None:
        try:
            self.api.wire("DELETE", V4, self.api.path(remote.network_id), writes=True)
        except Failure as error:
            if error.status != 404:
                raise

    def _answer(self, review: str, outgoing: Outgoing, url: str) -> RemoteRef:
        wire = self.api.wire(
            "PUT", V4, self.api.path(f"{review}/reply"), json={"comment": translate.words(outgoing)}, writes=True
        )
        if wire.get("reviewReplyState") == "REJECTED":
            raise NetworkError(
                Trouble.REFUSED,
                "Google Business Profile rejected the answer: it says that it breaks its rules.",
                todo="Read Google's rules for answers, and write it anew.",
            )
        return translate.answer_ref(review, wire, url)

    # What was done

    def find(self, sought: Sought) -> RemoteRef | None:
        """The answer as it stands at its review, or among our posts since the first try the one with these words."""
        if parent := sought.outgoing.parent:
            return self._find_answer(sought, parent)
        params = {"pageSize": 100}
        for page in self.api.pages(V4, f"/v4/{self.api.place}/localPosts", params, PAGES):
            for wire in rows(page, "localPosts"):
                made, at = translate.post_ref(wire), instant(wire.get("createTime"))
                if at is None or at < sought.since - SKEW or made.network_id in sought.known:
                    continue
                if translate.is_post(wire, sought.outgoing):
                    return made
        return None

    def _find_answer(self, sought: Sought, parent: RemoteRef) -> RemoteRef | None:
        reply: Wire = part(self.api.wire("GET", V4, self.api.path(parent.network_id)), "reviewReply")
        ref = translate.answer_ref(parent.network_id, reply, parent.url)
        if ref.network_id in sought.known:
            return None
        said = translate.same(reply.get("comment"))
        return ref if said and said == translate.same(translate.words(sought.outgoing)) else None

    def _hold(self, objection: str) -> None:
        if objection:
            raise NetworkError(Trouble.REFUSED, f"Google Business Profile {objection}")
