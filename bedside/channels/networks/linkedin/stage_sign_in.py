"""The rehearsed LinkedIn's sign-in, and which pages a member manages."""

import re
import secrets
from datetime import timedelta
from typing import Any

from bedside.channels.networks.linkedin.stage_media import MediaStage, elements
from bedside.channels.rehearsal.consent import consent_page
from bedside.channels.rehearsal.rest import Refusal, Told
from bedside.channels.rehearsal.wire import Reply

PERSON = "urn:li:person:rehearsal0"


class SignInStage(MediaStage):
    renewable = False  # only some approved apps get a refresh token

    # Signing in

    def authorize(self, told: Told) -> Reply:
        if told.query("client_id") != self.app["client_id"]:
            raise Refusal(400, {"error": "invalid_client"})
        code, back = secrets.token_urlsafe(16), told.query("redirect_uri")
        ours = next((one for one in self.town.accounts.values() if one.ours), None)
        if ours is None:
            self.open_account({"handle": "stmary.test", "name": "St. Mary"})
            ours = self.town.by_handle("stmary.test")
        assert ours is not None
        self.codes[code] = {"account": ours.id, "redirect": back}
        return consent_page(ours.name, back, code=code, state=told.query("state"))

    def token(self, told: Told) -> dict[str, Any]:
        wrong = Refusal(401, {"error": "invalid_grant", "error_description": "The token is not good"})
        if told.body["client_id"] != self.app["client_id"] or told.body["client_secret"] != self.app["client_secret"]:
            raise Refusal(401, {"error": "invalid_client", "error_description": "Client authentication failed"})
        if told.body["grant_type"] == "refresh_token":
            try:
                made = self.renew(str(told.body.get("refresh_token")))
            except Refusal as error:
                raise wrong from error
        else:
            kept = self.codes.pop(str(told.body.get("code")), None)
            if not kept or kept["redirect"] != told.body.get("redirect_uri"):
                raise wrong
            made = self.grant(self.town.accounts[kept["account"]])
        lasts = int((self.lasts or timedelta(days=60)).total_seconds())
        more = (
            {"refresh_token": made["refresh_token"], "refresh_token_expires_in": 31_536_000} if self.renewable else {}
        )
        return {"access_token": made["access_token"], "expires_in": lasts, "scope": "r_organization_social"} | more

    def roles(self, told: Told) -> dict[str, Any]:
        pages = [
            one
            for one in self.town.accounts.values()
            if one.ours and (one.id == told.who.id or told.who.more.get("all"))
        ]
        return elements([{"organization": one.id, "role": "ADMINISTRATOR", "state": "APPROVED",
                           "roleAssignee": PERSON} for one in pages])  # fmt: skip

    def organizations(self, told: Told) -> dict[str, Any]:
        results = {}
        for number in re.findall(r"\d+", told.query("ids")):
            if one := self.town.accounts.get(f"urn:li:organization:{number}"):
                results[number] = {"id": int(number), "localizedName": one.name, "vanityName": one.handle}
        return {"results": results, "statuses": {}, "errors": {}}
