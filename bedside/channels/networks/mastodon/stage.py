"""Mastodon as it is rehearsed: one server with its sign-in, posts, media, threads and notifications."""

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from bedside.channels.calls.oauth import challenge_of
from bedside.channels.networks.mastodon import NETWORK, entities, translate
from bedside.channels.rehearsal.consent import consent_page
from bedside.channels.rehearsal.faults import Kind
from bedside.channels.rehearsal.rest import Refusal, RestStage, Route, Told
from bedside.channels.rehearsal.town import Account, Item, Media
from bedside.channels.rehearsal.wire import Reply, Request, as_json
from bedside.channels.rules import length
from bedside.kit import times

DOCS = "https://docs.joinmastodon.org/methods"
POST = ("status", "media_ids", "media_ids[]", "poll", "in_reply_to_id", "sensitive", "spoiler_text", "visibility",
        "language", "scheduled_at", "quoted_status_id", "quote_approval_policy")  # fmt: skip


class MastodonStage(RestStage):
    name = "mastodon"
    lasts = None

    def __init__(self, url: Callable[[], str], *, seed: int = 0, access_lasts: timedelta | None = None) -> None:
        super().__init__(url, seed=seed, access_lasts=access_lasts)
        self.media: dict[str, dict[str, Any]] = {}
        self.apps: dict[str, dict[str, str]] = {}
        self.app = {}  # every server gives keys of its own to whoever registers
        self.keys: dict[tuple[str, str], tuple[str, datetime]] = {}  # Idempotency-Key: status, when
        self.configuration: dict[str, Any] = dict(entities.CONFIGURATION)
        self.slow_media = 0  # how often a film is asked for before it is ready

    def new_id(self, kind: str, number: int) -> str:
        return str(entities.FIRST + number)

    def refusal(self, kind: Kind, seconds: int = 1) -> Refusal:
        if kind is Kind.LIMITED:
            resets = entities.stamp(times.now() + timedelta(seconds=seconds))
            headers = (("X-RateLimit-Limit", "300"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", resets))
            return Refusal(429, {"error": "Too many requests"}, headers)
        if kind is Kind.ERROR_BEFORE or kind is Kind.ERROR_AFTER:
            return Refusal(500, {"error": "We're sorry, but something went wrong on our end."})
        said = "The access token expired" if kind is Kind.EXPIRED else "The access token was revoked"
        return Refusal(401, {"error": said})

    def missing(self, route: Route, name: str) -> Refusal:
        return Refusal(422, {"error": f"Validation failed: {name} can't be blank"})

    def unknown(self) -> Refusal:
        return Refusal(404, {"error": "Record not found"})

    def limit_headers(self, route: Route, most: int, left: int, resets_at: datetime) -> tuple[tuple[str, str], ...]:
        return (("X-RateLimit-Limit", str(most)), ("X-RateLimit-Remaining", str(left)),
                ("X-RateLimit-Reset", entities.stamp(resets_at)))  # fmt: skip

    def handle(self, request: Request, disturbed: frozenset[Kind]) -> Reply:
        """Mastodon's lists are bare arrays: DUPLICATED and SHUFFLED strike them here."""
        reply = super().handle(request, disturbed)
        if disturbed & {Kind.DUPLICATED, Kind.SHUFFLED} and reply.status == 200 and reply.body.startswith(b"["):
            shaken = self.disturb({"": json.loads(reply.body)}, disturbed)[""]
            return as_json(shaken, headers=reply.headers)
        return reply

    def find_route(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        return super().find_route(method, path.rstrip("/"))

    # Signing in

    def register(self, told: Told) -> dict[str, Any]:
        app = {"client_id": secrets.token_urlsafe(24), "client_secret": secrets.token_urlsafe(24),
               "redirect_uri": _first(told.body.get("redirect_uris"))}  # fmt: skip
        self.apps[app["client_id"]] = app
        return {"id": str(len(self.apps)), "name": told.body["client_name"], "website": None, "vapid_key": "",
                "scopes": str(told.body.get("scopes") or "read").split(), "redirect_uris": [app["redirect_uri"]],
                "client_secret_expires_at": 0} | app  # fmt: skip

    def authorize(self, told: Told) -> Reply:
        app, back = self.apps.get(told.query("client_id")), told.query("redirect_uri")
        if app is None or back != app["redirect_uri"]:
            raise Refusal(400, {"error": "invalid_client", "error_description": "Client authentication failed."})
        code = secrets.token_urlsafe(16)
        ours = next((one for one in self.town.accounts.values() if one.ours), None)
        who = self.town.account("stmary.test", "St. Mary", ours=True) if ours is None else ours
        self.codes[code] = {"account": who.id, "challenge": told.query("code_challenge"), "redirect": back}
        return consent_page(who.name, back, code=code, state=told.query("state"))

    def token(self, told: Told) -> dict[str, Any]:
        kept, app = self.codes.pop(str(told.body.get("code")), None), self.apps.get(str(told.body.get("client_id")))
        right = app is not None and secrets.compare_digest(app["client_secret"], str(told.body.get("client_secret")))
        if not kept or not right or kept["redirect"] != told.body.get("redirect_uri"):
            raise Refusal(400, {"error": "invalid_grant", "error_description": "The grant is not valid."})
        if kept["challenge"] and challenge_of(str(told.body.get("code_verifier"))) != kept["challenge"]:
            raise Refusal(400, {"error": "invalid_grant", "error_description": "The grant is not valid."})
        made = self.grant(self.town.accounts[kept["account"]])
        return {"access_token": made["access_token"], "token_type": "Bearer", "scope": "read write",
                "created_at": int(times.now().timestamp())}  # fmt: skip

    def me(self, told: Told) -> dict[str, Any]:
        source = {"privacy": "public", "sensitive": False, "language": "en", "note": "", "fields": [],
                  "follow_requests_count": 0, "hide_collections": False, "discoverable": True, "indexable": False,
                  "attribution_domains": [], "quote_policy": "public"}  # fmt: skip
        return entities.account(self, told.who) | {"source": source}

    # Posts

    def create(self, told: Told) -> dict[str, Any]:
        key = (told.who.id, told.request.headers.get("idempotency-key", ""))
        known = self.keys.get(key)
        if key[1] and known and known[1] > times.now() - timedelta(hours=1) and (item := self.town.find(known[0])):
            return entities.status(self, item)
        text, parent = str(told.body.get("status") or ""), str(told.body.get("in_reply_to_id") or "")
        media = self._media(told.body)
        self._hold_text(text, media, told.body.get("poll"))
        if parent and self.town.find(parent) is None:
            raise Refusal(404, {"error": "The post you are trying to reply to does not appear to exist."})
        direct = told.body.get("visibility") == "direct"
        more: dict[str, Any] = {"visibility": str(told.body.get("visibility") or "public")}
        item = self.town.add("message" if direct else "reply" if parent else "post", told.who, text, parent=parent,
                             media=media, poll=self._poll(told.body.get("poll")), more=more,
                             language=str(told.body.get("language") or "en"))  # fmt: skip
        if key[1]:
            self.keys[key] = (item.id, times.now())
        return entities.status(self, item)

    def _hold_text(self, text: str, media: list[Media], poll: object) -> None:
        spoken = translate.REMOTE_MENTION.sub(r"\1", text)
        if length(spoken, NETWORK.limits) > self.configuration["statuses"]["max_characters"]:
            raise Refusal(422, {"error": "Validation failed: Text character limit of 500 exceeded"})
        if not text.strip() and not media:
            raise Refusal(422, {"error": "Validation failed: Text can't be blank"})
        if media and poll:
            raise Refusal(422, {"error": "Cannot attach media to a post that already contains a poll"})

    def _media(self, body: Mapping[str, Any]) -> list[Media]:
        ids = [str(one) for one in body.get("media_ids") or body.get("media_ids[]") or []]
        if len(ids) > 4:
            raise Refusal(422, {"error": "Cannot attach more than 4 files"})
        if any(one not in self.media for one in ids):
            raise Refusal(422, {"error": "Validation failed: Media not found"})
        if any(self.media[one]["waits"] > 0 for one in ids):
            raise Refusal(
                422, {"error": "Cannot attach files that have not finished processing. Try again in a moment!"}
            )
        return [Media(one, self.media[one]["mime"], self.media[one]["alt"]) for one in ids]

    def _poll(self, given: object) -> dict[str, Any] | None:
        if not isinstance(given, dict):
            return None
        options, seconds = [str(one) for one in given.get("options") or []], int(given.get("expires_in") or 0)
        polls = self.configuration["polls"]
        if not 2 <= len(options) <= polls["max_options"]:
            raise Refusal(422, {"error": "Validation failed: Options can't contain more than 4 items"})
        if any(len(one) > polls["max_characters_per_option"] for one in options):
            raise Refusal(422, {"error": "Validation failed: Options can't be longer than 50 characters each"})
        if not polls["min_expiration"] <= seconds <= polls["max_expiration"]:
            raise Refusal(422, {"error": "Validation failed: Expires at is too short"})
        return {"options": options, "expires_at": entities.stamp(times.now() + timedelta(seconds=seconds))}

    def edit(self, told: Told) -> dict[str, Any]:
        item = self._own(told)
        media = self._media(told.body)
        text = str(told.body.get("status") or "")
        self._hold_text(text, media, told.body.get("poll"))
        for attributes in told.body.get("media_attributes") or []:
            self.media[str(attributes["id"])]["alt"] = str(attributes.get("description") or "")
        kept = [Media(one.id, one.mime, self.media[one.id]["alt"]) for one in media]
        self.town.change(item, text=text, media=kept, poll=self._poll(told.body.get("poll")))
        return entities.status(self, item)

    def delete(self, told: Told) -> dict[str, Any]:
        item = self._own(told)
        before = entities.status(self, item) | {"text": item.text}
        self.town.change(item, gone=True)
        return before

    def _own(self, told: Told) -> Item:
        item = self.town.find(told.path["id"])
        if item is None or item.author != told.who.id:
            raise self.unknown()
        return item

    def show(self, told: Told) -> dict[str, Any]:
        return entities.status(self, self._visible(told.path["id"], told.who))

    def show_many(self, told: Told) -> list[dict[str, Any]]:
        wanted = told.request.query.get("id[]", [])[:20]
        found = [item for one in wanted if (item := self.town.find(one)) and self._sees(told.who, item)]
        return [entities.status(self, item) for item in found]

    def _sees(self, who: Account, item: Item) -> bool:
        return entities.visibility(item) != "direct" or who.id in (item.author, item.to)

    def _visible(self, item_id: str, who: Account) -> Item:
        item = self.town.find(item_id)
        if item is None or not self._sees(who, item):
            raise self.unknown()
        return item

    def context(self, told: Told) -> dict[str, Any]:
        item = self._visible(told.path["id"], told.who)
        above: list[Item] = []
        at: Item | None = item
        while at is not None and at.kind != "quote" and (at := self.town.find(at.parent)):
            above.insert(0, at)
        below = [one for one in self.town.below(item.id) if one.kind == "reply"]
        return {"ancestors": [entities.status(self, one) for one in above],
                "descendants": [entities.status(self, one) for one in below]}  # fmt: skip

    def by_account(self, told: Told) -> Reply:
        return self._page(told, self.town.listed(author=told.path["id"]), 20, 40, entities.status)

    def notifications(self, told: Told) -> Reply:
        kinds = told.request.query.get("types[]")
        mine = [one for one in self.town.listed("reply", "mention", "quote", "message")
                if one.to == told.who.id and one.author != told.who.id]  # fmt: skip
        wanted = [one for one in mine if not kinds or ("quote" if one.kind == "quote" else "mention") in kinds]
        return self._page(told, wanted, 40, 80, entities.notification)

    def _page(self, told: Told, items: list[Item], usual: int, most: int, made: Callable[..., Any]) -> Reply:
        """A page by falling ids, with the Link header that leads to the next."""
        limit = min(int(told.query("limit") or usual), most)
        values = sorted((made(self, one) for one in items), key=lambda one: int(one["id"]), reverse=True)
        for name, keeps in (("max_id", int.__lt__), ("since_id", int.__gt__), ("min_id", int.__gt__)):
            if bound := told.query(name):
                values = [one for one in values if keeps(int(one["id"]), int(bound))]
        page = values[-limit:] if told.query("min_id") else values[:limit]
        headers: tuple[tuple[str, str], ...] = ()
        if page:
            where = f"{self.url()}{told.request.path}"
            headers = (("Link", f'<{where}?limit={limit}&max_id={quote(page[-1]["id"])}>; rel="next", '
                                f'<{where}?limit={limit}&min_id={quote(page[0]["id"])}>; rel="prev"'),)  # fmt: skip
        return as_json(page, headers=headers)

    # Media

    def upload(self, told: Told) -> Reply:
        if "file" not in told.files:
            raise self.missing(self.routes[0], "File")
        _, mime, body = told.files["file"]
        if mime not in self.configuration["media_attachments"]["supported_mime_types"]:
            raise Refusal(422, {"error": "Validation failed: File content type is invalid"})
        if len(body) > self.configuration["media_attachments"]["image_size_limit"] and mime.startswith("image/"):
            raise Refusal(422, {"error": "Validation failed: File file size must be less than 16 MB"})
        name = self.town.keep_blob(body, mime)
        waits = max(self.slow_media, 1) if mime.startswith("video/") else 0
        self.media[name] = {"mime": mime, "alt": str(told.body.get("description") or ""), "waits": waits}
        return as_json(entities.media(self, name), 202 if waits else 200)

    def media_status(self, told: Told) -> Reply:
        kept = self.media.get(told.path["id"])
        if kept is None:
            raise self.unknown()
        kept["waits"] -= 1
        return as_json(entities.media(self, told.path["id"]), 206 if kept["waits"] > 0 else 200)

    def about(self, told: Told) -> dict[str, Any]:
        return entities.instance(self)

    def about_before(self, told: Told) -> dict[str, Any]:
        about = entities.instance(self)
        return {"uri": "rehearsal.test", "title": about["title"], "short_description": "", "description": "",
                "email": "", "version": about["version"], "urls": {"streaming_api": "wss://rehearsal.invalid"},
                "stats": {"user_count": 1, "status_count": 0, "domain_count": 0}, "thumbnail": None,
                "languages": ["en"], "registrations": False, "approval_required": False, "invites_enabled": False,
                "configuration": about["configuration"], "contact_account": None, "rules": []}  # fmt: skip

    def snapshot(self) -> dict[str, Any]:
        with self.lock:
            return super().snapshot() | {"media": self.media, "apps": self.apps}

    def restore(self, kept: Mapping[str, Any]) -> None:
        with self.lock:
            super().restore(kept)
            self.media, self.apps = dict(kept["media"]), dict(kept["apps"])

    routes = (
        Route("GET", "/api/v2/instance", about, "instance", signed=False, source=f"{DOCS}/instance/"),
        Route("GET", "/api/v1/instance", about_before, "instance.v1", signed=False, source=f"{DOCS}/instance/#v1"),
        Route("POST", "/api/v1/apps", register, "apps.create", signed=False, source=f"{DOCS}/apps/",
              body=("client_name!", "redirect_uris!", "scopes", "website")),
        Route("GET", "/oauth/authorize", authorize, "oauth.authorize", signed=False, source=f"{DOCS}/oauth/",
              query=("response_type!", "client_id!", "redirect_uri!", "scope", "state", "code_challenge",
                     "code_challenge_method", "force_login", "lang")),
        Route("POST", "/oauth/token", token, "oauth.token", signed=False, source=f"{DOCS}/oauth/",
              body=("grant_type!", "code", "client_id!", "client_secret!", "redirect_uri!", "code_verifier", "scope")),
        Route("GET", "/api/v1/accounts/verify_credentials", me, "accounts.verify", source=f"{DOCS}/accounts/"),
        Route("GET", "/api/v1/accounts/{id}/statuses", by_account, "accounts.statuses", source=f"{DOCS}/accounts/",
              query=("max_id", "since_id", "min_id", "limit", "only_media", "exclude_replies", "exclude_reblogs",
                     "pinned", "tagged")),
        Route("POST", "/api/v1/statuses", create, "statuses.create", body=POST, source=f"{DOCS}/statuses/#create"),
        Route("GET", "/api/v1/statuses", show_many, "statuses.many", query=("id[]",), source=f"{DOCS}/statuses/"),
        Route("GET", "/api/v1/statuses/{id}", show, "statuses.show", source=f"{DOCS}/statuses/#get"),
        Route("PUT", "/api/v1/statuses/{id}", edit, "statuses.edit", source=f"{DOCS}/statuses/#edit",
              body=("status", "spoiler_text", "sensitive", "language", "media_ids", "media_ids[]", "media_attributes",
                    "poll", "quote_approval_policy")),
        Route("DELETE", "/api/v1/statuses/{id}", delete, "statuses.delete", query=("delete_media",),
              source=f"{DOCS}/statuses/#delete"),
        Route("GET", "/api/v1/statuses/{id}/context", context, "statuses.context", source=f"{DOCS}/statuses/#context"),
        Route("GET", "/api/v1/notifications", notifications, "notifications.list", source=f"{DOCS}/notifications/",
              query=("max_id", "since_id", "min_id", "limit", "types[]", "exclude_types[]", "account_id",
                     "include_filtered")),
        Route("POST", "/api/v2/media", upload, "media.create", body=("file!", "thumbnail", "description", "focus"),
              source=f"{DOCS}/media/#v2"),
        Route("GET", "/api/v1/media/{id}", media_status, "media.show", source=f"{DOCS}/media/#get"),
    )  # fmt: skip


def _first(value: object) -> str:
    return str(value[0] if isinstance(value, list) and value else value or "").split("\n")[0]
