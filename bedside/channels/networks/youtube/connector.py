"""YouTube: one channel's calls. Every method is one attempt; what to do about a failure is decided above."""

from datetime import timedelta

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.google import instant, part, rows
from bedside.channels.networks.youtube import media, translate
from bedside.channels.networks.youtube.api import HOST, NOT_THERE, Api
from bedside.channels.networks.youtube.listening import Listening
from bedside.channels.rules import NetworkError, Outgoing, Profile, RemoteRef, Sought, Trouble
from bedside.channels.rules.shapes import Connection
from bedside.kit import http

SKEW = timedelta(minutes=2)
PAGES = 3


class YouTube(Listening):
    """Does all that `NETWORK` declares, for one channel (rules.Publishes and the others)."""

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
        channel = self.api.channel
        told = part(channel, "snippet")
        if not channel.get("id"):
            raise NetworkError(
                Trouble.REFUSED,
                "YouTube says that this Google account has no channel.",
                todo="Sign in again and choose the hospital's channel.",
            )
        name = str(told.get("title") or channel["id"])
        return Profile(str(channel["id"]), str(told.get("customUrl") or name), name)

    # What we say

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        """A film with title and description. Without captions it is public once its last piece is in. With captions it
        waits in private until they are in too, and making it public is the one call that counts."""
        film = outgoing.video
        objection = translate.film_objection(outgoing)
        if objection or film is None:
            raise NetworkError(Trouble.REFUSED, f"YouTube {objection}")
        if not film.captions.strip():
            made = media.send(self.api, media.begin(self.api, film, self._body(outgoing, "public")), film)
            return self._made(made)
        waiting = self._waiting(outgoing)
        try:
            if not waiting:
                made = media.send(self.api, media.begin(self.api, film, self._body(outgoing, "private")), film)
                waiting = self._made(made).network_id
            media.caption(self.api, waiting, film, outgoing.language)
        except Failure as error:
            if error.trouble is not Trouble.UNKNOWN:
                raise
            # What is private nobody sees; the next try goes on with it.
            raise Failure(Trouble.UNREACHABLE, "YouTube did not take the whole film. Nothing was published.") from error
        status = {"privacyStatus": "public", "selfDeclaredMadeForKids": False}
        made = self.api.tell("PUT", "videos", params={"part": "status"}, json={"id": waiting, "status": status})
        return self._made(made)

    def _body(self, outgoing: Outgoing, privacy: str) -> Wire:
        status = {"privacyStatus": privacy, "selfDeclaredMadeForKids": False}
        return {"snippet": translate.snippet(outgoing), "status": status}

    def _made(self, wire: Wire) -> RemoteRef:
        name = str(wire.get("id") or "")
        if not translate.is_video(name):
            raise NetworkError(Trouble.UNKNOWN, "YouTube's answer does not name the film.")
        return RemoteRef(name, "", translate.page(name))

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """Below a comment, in its thread, or a comment of ours below a film."""
        parent = outgoing.parent
        if parent is None:
            raise NetworkError(Trouble.REFUSED, "YouTube needs to know what an answer stands below.")
        text = self._comment(outgoing)
        video = outgoing.root.network_id if outgoing.root else ""
        if translate.is_video(parent.network_id):
            video = parent.network_id
            top = {"snippet": {"textOriginal": text}}
            body = {"snippet": {"channelId": self.api.own, "videoId": video, "topLevelComment": top}}
            thread = self.api.tell("POST", "commentThreads", params={"part": "snippet"}, json=body)
            made = part(thread, "snippet", "topLevelComment")
        else:
            body = {"snippet": {"parentId": translate.top_of(parent.network_id), "textOriginal": text}}
            made = self.api.tell("POST", "comments", params={"part": "snippet"}, json=body)
        ref = translate.remote(made, video)
        if not ref.network_id:
            raise NetworkError(Trouble.UNKNOWN, "YouTube's answer does not name the comment.")
        return ref

    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef:
        """New words for a film or for a comment of ours. The same change twice is one."""
        if not translate.is_video(remote.network_id):
            body = {"id": remote.network_id, "snippet": {"textOriginal": self._comment(outgoing)}}
            made = self.api.tell("PUT", "comments", params={"part": "snippet"}, json=body)
            return RemoteRef(remote.network_id, str(part(made, "snippet").get("updatedAt") or ""), remote.url)
        found = rows(self.api.ask("videos", part="snippet", id=remote.network_id))
        if not found:
            raise NetworkError(Trouble.REFUSED, "YouTube no longer has this film.")
        told = translate.edited(part(found[0], "snippet"), outgoing)
        # The title may be the one that is there already.
        objection = translate.words_objection(Outgoing(outgoing.key, str(told["description"]), outgoing.created_at,
                                                       title=str(told["title"])))  # fmt: skip
        if objection:
            raise NetworkError(Trouble.REFUSED, f"YouTube {objection}")
        body = {"id": remote.network_id, "snippet": told}
        self.api.tell("PUT", "videos", params={"part": "snippet"}, json=body)
        return RemoteRef(remote.network_id, "", remote.url)

    def withdraw(self, remote: RemoteRef) -> None:
        path = "videos" if translate.is_video(remote.network_id) else "comments"
        try:
            self.api.tell("DELETE", path, params={"id": remote.network_id})
        except Failure as error:
            if error.code not in NOT_THERE:
                raise

    def hide(self, remote: RemoteRef) -> None:
        """Back among the comments held for review."""
        self._moderate(remote, "heldForReview")

    def show(self, remote: RemoteRef) -> None:
        self._moderate(remote, "published")

    def _moderate(self, remote: RemoteRef, status: str) -> None:
        params = {"id": remote.network_id, "moderationStatus": status}
        self.api.tell("POST", "comments/setModerationStatus", params=params)

    # What was done

    def find(self, sought: Sought) -> RemoteRef | None:
        """Among the films (or the comments in that place) of ours since the first try, the one with these words."""
        return self._find_comment(sought) if sought.outgoing.parent else self._find_film(sought)

    def _find_film(self, sought: Sought) -> RemoteRef | None:
        for name, privacy in self._films(sought):
            if privacy != "private" and name not in sought.known:
                return RemoteRef(name, "", translate.page(name))
        return None

    def _waiting(self, outgoing: Outgoing) -> str:
        """The film that an earlier try at this very post left in private, if any."""
        for name, privacy in self._films(Sought(outgoing.key, outgoing, outgoing.created_at)):
            if privacy == "private":
                return name
        return ""

    def _films(self, sought: Sought) -> list[tuple[str, str]]:
        """Ids and privacy of our films with this title and description since then."""
        title, words = sought.outgoing.title.strip(), translate.same(translate.words(sought.outgoing))
        params = {"playlistId": self.api.uploads, "part": "snippet,status", "maxResults": 50}
        found: list[tuple[str, str]] = []
        try:
            for page in self.api.pages(HOST, "/youtube/v3/playlistItems", params, PAGES):
                for item in rows(page):
                    name, told = translate.uploaded(item)
                    at = instant(told.get("publishedAt"))
                    if at is None or at < sought.since - SKEW or str(told.get("title")) != title:
                        continue
                    if translate.same(str(told.get("description") or "")) == words:
                        found.append((name, str(part(item, "status").get("privacyStatus") or "")))
        except Failure as error:
            if error.code != "playlistNotFound":  # a channel without films has no such list
                raise
        return found

    def _find_comment(self, sought: Sought) -> RemoteRef | None:
        parent = sought.outgoing.parent.network_id if sought.outgoing.parent else ""
        if translate.is_video(parent):
            params = {"part": "snippet", "videoId": parent, "maxResults": 100, "order": "time"}
            path = "/youtube/v3/commentThreads"
        else:
            params = {"part": "snippet", "parentId": translate.top_of(parent), "maxResults": 100}
            path = "/youtube/v3/comments"
        video = sought.outgoing.root.network_id if sought.outgoing.root else parent
        wanted = translate.same(translate.words(sought.outgoing))
        for page in self.api.pages(HOST, path, params | {"textFormat": "plainText"}, PAGES):
            for one in rows(page):
                comment = part(one, "snippet", "topLevelComment") or one
                at = instant(part(comment, "snippet").get("publishedAt"))
                ref = translate.remote(comment, video)
                if at is None or at < sought.since - SKEW or ref.network_id in sought.known:
                    continue
                if translate.author(comment) == self.api.own and translate.same(translate.text_of(comment)) == wanted:
                    return ref
        return None

    def _comment(self, outgoing: Outgoing) -> str:
        text = translate.words(outgoing)
        if len(text) > translate.COMMENT:
            raise NetworkError(
                Trouble.REFUSED, f"YouTube takes {translate.COMMENT:,} characters in a comment; this one is longer."
            )
        return text
