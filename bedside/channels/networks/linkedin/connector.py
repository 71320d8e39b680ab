"""LinkedIn: one organization page's calls. Every method is one attempt; what to do about a failure is decided above."""

from datetime import timedelta

from bedside.channels.calls.caller import Failure
from bedside.channels.networks.linkedin import media, translate
from bedside.channels.networks.linkedin.api import Api, elements, part, urn
from bedside.channels.networks.linkedin.listening import Listening
from bedside.channels.networks.linkedin.webhooks import Webhooks
from bedside.channels.rules import (
    Connection,
    NetworkError,
    Outgoing,
    Profile,
    RemoteRef,
    Sought,
    Trouble,
)
from bedside.kit import http

SKEW = timedelta(minutes=2)
PAGES, PAGE = 5, 50
UPDATE = {"X-RestLi-Method": "PARTIAL_UPDATE"}


class LinkedIn(Listening, Webhooks):
    """Does all that `NETWORK` declares, for one page (rules.Publishes and the others)."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.api = Api(connection, client or http.client())

    # Signing in

    def authorize_url(self, *, redirect_uri: str, state: str, challenge: str) -> str:
        """LinkedIn's sign-in page; PKCE it offers to native apps only."""
        return self.api.oauth.authorize_url(redirect_uri=redirect_uri, state=state, challenge=challenge)

    def exchange(self, *, code: str, verifier: str, redirect_uri: str) -> None:
        self.api.oauth.exchange(code=code, verifier=verifier, redirect_uri=redirect_uri)

    def renew(self) -> None:
        self.api.oauth.renew()

    def connect(self) -> Profile:
        """The page; where the person manages several, all of them as choices."""
        path = "/rest/organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED&count=100"
        names = [
            str(one.get("organization")) for one in elements(self.api.wire("GET", path)) if one.get("organization")
        ]
        if not names:
            raise NetworkError(
                Trouble.REFUSED,
                "LinkedIn knows no page that this person manages.",
                todo="Sign in as an admin of the page.",
            )
        ids = ",".join(name.rpartition(":")[2] for name in names)
        results = part(self.api.wire("GET", f"/rest/organizations?ids=List({ids})"), "results")
        pages = []
        for name in dict.fromkeys(names):
            told = part(results, name.rpartition(":")[2])
            handle = str(told.get("vanityName") or name.rpartition(":")[2])
            pages.append(Profile(name, handle, str(told.get("localizedName") or "")))
        chosen = next((page for page in pages if page.account_id == self.api.own), None)
        if chosen or len(pages) == 1:
            return chosen or pages[0]
        return Profile("", "", "", choices=tuple(pages))

    # What we say

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        self._hold(translate.objection(outgoing))
        body = translate.post(outgoing, self._own(), media.upload(self.api, outgoing))
        answer = self.api.call("POST", "/rest/posts", json=body, writes=True, bucket="posts")
        made = answer.headers.get("x-restli-id", "") or answer.headers.get("x-linkedin-id", "")
        if not made.startswith("urn:li:"):
            raise NetworkError(Trouble.UNKNOWN, "LinkedIn's answer does not name the post.")
        return RemoteRef(made, translate.version(translate.words(outgoing)), translate.page(made))

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """A comment below a post, ours or one that mentions us; below a comment, an answer to it."""
        if outgoing.parent is None:
            raise NetworkError(Trouble.REFUSED, "A reply needs what it answers.")
        text = translate.comment_words(outgoing)
        self._hold("takes 1,250 characters in a comment; this is longer." if len(text) > 1250 else "")
        above = outgoing.parent.network_id
        place = translate.comment_of(above)
        thread = place[0] if place else above
        body: dict[str, object] = {"actor": self._own(), "object": thread, "message": {"text": text}}
        if place:
            body["parentComment"] = above
        answer = self.api.call("POST", f"/rest/socialActions/{urn(above)}/comments", json=body, writes=True,
                               bucket="comments")  # fmt: skip
        wire = _object(answer)
        number = str(wire.get("id") or answer.headers.get("x-restli-id", ""))
        if not number:
            raise NetworkError(Trouble.UNKNOWN, "LinkedIn's answer does not name the comment.")
        return translate.made_comment(wire | {"message": {"text": text}}, thread, number)

    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef:
        """New words for a post or comment; pictures, films and polls stay as they are. The same change twice is one."""
        if place := translate.comment_of(remote.network_id):
            text = translate.comment_words(outgoing)
            self._hold("takes 1,250 characters in a comment; this is longer." if len(text) > 1250 else "")
            path = f"/rest/socialActions/{urn(place[0])}/comments/{place[1]}?actor={urn(self._own())}"
            patch: dict[str, object] = {"patch": {"message": {"$set": {"text": text}}}}
        else:
            text = translate.words(outgoing)
            self._hold(translate.objection(outgoing))
            path = f"/rest/posts/{urn(remote.network_id)}"
            patch = {"patch": {"$set": {"commentary": translate.little(text)}}}
        self.api.call("POST", path, json=patch, headers=UPDATE, writes=True)
        return RemoteRef(remote.network_id, translate.version(text), remote.url)

    def withdraw(self, remote: RemoteRef) -> None:
        if place := translate.comment_of(remote.network_id):
            path = f"/rest/socialActions/{urn(place[0])}/comments/{place[1]}?actor={urn(self._own())}"
        else:
            path = f"/rest/posts/{urn(remote.network_id)}"
        try:
            self.api.call("DELETE", path, headers={"X-RestLi-Method": "DELETE"}, writes=True)
        except Failure as error:
            if error.status not in (404, 410):
                raise

    def find(self, sought: Sought) -> RemoteRef | None:
        """Among the page's own posts, or its comments in that place, the one with these words since the first try."""
        outgoing, since = sought.outgoing, sought.since - SKEW
        if outgoing.parent is not None:
            return self._find_comment(sought, outgoing.parent.network_id)
        words = _bare(translate.words(outgoing))
        for number in range(PAGES):
            posts = elements(self.posts(number * PAGE, PAGE))
            ages = []
            for post in posts:
                name = str(post.get("id") or "")
                made = translate.instant(post.get("createdAt"))
                changed = translate.instant(post.get("lastModifiedAt")) or made
                ages += [made] if made else []
                if not name or name in sought.known or changed is None or changed < since:
                    continue
                if _bare(translate.plain(post.get("commentary"))) == words:
                    return RemoteRef(name, translate.version(translate.words(outgoing)), translate.page(name))
            if len(posts) < PAGE or (ages and min(ages) < since):
                break
        return None

    def _find_comment(self, sought: Sought, above: str) -> RemoteRef | None:
        text = translate.comment_words(sought.outgoing)
        place = translate.comment_of(above)
        for comment in self.comments(above):
            at = translate.instant(part(comment, "created").get("time"))
            ours = str(comment.get("actor")) == self._own() and at is not None and at >= sought.since - SKEW
            if ours and _bare(str(part(comment, "message").get("text") or "")) == _bare(text):
                made = translate.made_comment(comment, place[0] if place else above, str(comment.get("id") or ""))
                if made.network_id not in sought.known:
                    return made
        return None

    def _own(self) -> str:
        if not self.api.own:
            self.api.own = self.connect().account_id
        if not self.api.own:
            raise NetworkError(Trouble.REFUSED, "LinkedIn needs to know for which page.", todo="Choose the page.")
        return self.api.own

    def _hold(self, objection: str) -> None:
        if objection:
            raise NetworkError(Trouble.REFUSED, f"LinkedIn {objection}")


def _object(answer: http.Answer) -> dict[str, object]:
    try:
        value = answer.json() if answer.content else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _bare(text: str) -> str:
    return " ".join(text.split())
