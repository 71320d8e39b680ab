"""The main story, told by people who use the pages: every step is a request to the running stack, and is printed.

A hospital of its own is made for it, in rehearsal, so that the tour can be run beside anything. Exit code 1 when one
step fails. Nothing is started here and nothing is left running.
"""

import json
import re
import secrets
import time
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import httpx

from bedside.environment import environment
from bedside.kit.times import now
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from bedside.organizations.models import Member, User
from bedside.organizations.rules import Role
from bedside.web.visitors import PASSWORD, Bluesky, Broken, Live, Person, must, until, words

PHONE = "(555) 555-0142"

NAMED = "We are so happy that our patient Maria Gonzalez went home on March 3 after her knee surgery!"
POST = (
    "Flu shots for everybody\n\nOur walk-in clinic gives flu shots this Saturday from 9 to noon. No appointment needed."
)
FIXED = POST.replace("9 to noon", "9 to 3 p.m.")
NOTE = "Correction: flu shots are given from 9 to 3 p.m., not until noon."
QUESTION = "Do I need to bring anything for the flu shot?"
COMPLAINT = (
    "My name is Dana Whitfield, DOB 3/4/1961, and nobody has called me back about my MRI results. Call 555-555-0171."
)
CRISIS = "I can't do this anymore. I want to die and I have the pills right here."
CONFIRMS = (
    "Hi Dana, we are sorry your MRI results are late. We looked at your chart and will call you after your visit."
)


class Tour:
    """The story, step by step."""

    def __init__(self, url: str, pds: str) -> None:
        self.url = url
        self.slug = f"tour-{secrets.token_hex(3)}"
        self.bluesky = Bluesky(pds)
        self.facts: dict[str, Any] = {}

    def prepare(self) -> str:
        """A hospital with four people; its hub is there by itself, Bluesky is connected on the accounts page."""
        admin = User.objects.create_user(f"admin@{self.slug}.example.org", PASSWORD, name="Milo Grant")
        organization = organizations.found(
            name="Tour Hospital", slug=self.slug, timezone="America/Chicago", phone=PHONE, administrator=admin,
            roles=[Role.ADMINISTRATOR], is_rehearsal=True, at=now(),
        )  # fmt: skip
        with tenancy.entered(organization.pk):
            by = Member.objects.select_related("user").get(organization=organization, user=admin)
            for key, name, role in (
                ("ada", "Ada Albright", Role.AUTHOR),
                ("ben", "Ben Brandt", Role.APPROVER),
                ("rosa", "Rosa Reyes", Role.RESPONDER),
                ("petra", "Petra Olsen", Role.PRIVACY_OFFICER),
            ):
                invitation, _secret = organizations.invite(
                    organization=organization, email=f"{key}@{self.slug}.example.org", roles=[role], by=by, at=now()
                )
                organizations.accept_as_new(invitation=invitation, name=name, password=PASSWORD, at=now())
        self.organization = organization
        milo = self.person("admin")
        milo.do(
            "accounts/connect/bluesky/",
            handle=self.bluesky.handle,
            base_url=self.bluesky.url,
            identifier=self.bluesky.handle,
            password=self.bluesky.password,
        )
        until(lambda: words(milo.here("accounts/")).count(" well ") >= 2, 15, "The accounts did not connect.")
        which = "a real Bluesky server" if self.bluesky.real else "the rehearsal's Bluesky"
        return f"A hospital with five people is there, connected to its hub and to {which}"

    def person(self, key: str) -> Person:
        return Person(self.url, self.slug, f"{key}@{self.slug}.example.org")

    def sign_in(self) -> str:
        self.ada, self.ben, self.rosa, self.petra = (self.person(key) for key in ("ada", "ben", "rosa", "petra"))
        must("Today" in words(self.ada.here("")), "Today does not open.")
        return "Ada, Ben, Rosa and Petra sign in and see their day"

    def write(self) -> str:
        form = self.ada.here("publish/new/").text
        self.accounts = re.findall(r'name="accounts" value="(\d+)"', form)
        must(len(self.accounts) == 2, "The form does not offer both networks.")
        page = self.ada.do(
            "publish/new/", text=NAMED, accounts=self.accounts, purpose="news", language="en", next="ask"
        )
        must(page.status_code == 409, f"The text that names a patient was not held ({page.status_code}).")
        must("Gonzalez" in words(page) and "<mark" in page.text, "The words are not marked.")
        self.post = re.search(r"/publish/(\d+)/edit/", page.text).group(1)  # type: ignore[union-attr]
        return "Ada writes a post that names a patient; the guard holds it and marks the words"

    def mend(self) -> str:
        zone = self.organization.zone
        self.due = (now() + timedelta(seconds=7)).astimezone(zone).replace(microsecond=0)
        page = self.ada.do(
            f"publish/{self.post}/edit/", text=POST, accounts=self.accounts, purpose="tip", language="en",
            topic="Vaccines", due_date=f"{self.due:%Y-%m-%d}", due_time=f"{self.due:%H:%M:%S}", next="ask",
        )  # fmt: skip
        must("waiting" in words(page), f"The mended post does not wait for approval ({page.status_code}).")
        return f"She fixes it and asks for approval, for {self.due:%H:%M:%S} in {self.organization.timezone}"

    def approve(self) -> str:
        own = self.ada.do(f"publish/{self.post}/approval/", digest="0" * 64)
        must(own.status_code == 403, "The author could approve her own post.")
        page = self.ben.here(f"publish/{self.post}/").text
        digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page).group(1)  # type: ignore[union-attr]
        after = self.ben.do(f"publish/{self.post}/approval/", digest=digest)
        must("scheduled" in words(after), "It is not scheduled after the approval.")
        return "Ben, a second person, approves exactly this; it is scheduled"

    def go_out(self) -> str:
        hub = f"/h/{self.slug}/"
        early = now() < self.due
        must(not early or ("Flu shots" not in words(self.rosa.see(hub)) and not self.bluesky.posts()), "It left early.")
        until(lambda: "Flu shots for everybody" in words(self.rosa.see(hub)), 20, "It did not reach the hub.")
        until(self.bluesky.posts, 20, "It did not reach Bluesky.")
        late = (now() - self.due).total_seconds()
        until(lambda: " sent " in words(self.ada.here(f"publish/{self.post}/")), 10, "The page does not say sent.")
        self.page = re.search(rf"/h/{self.slug}/posts/[a-z0-9-]+/", self.rosa.see(hub).text).group(0)  # type: ignore[union-attr]
        self.record = self.bluesky.posts()[0]
        return f"It goes out to the hub and to Bluesky at its time ({max(late, 0.0):.1f} s after)"

    def comment(self) -> str:
        self.live = Live(self.rosa)
        time.sleep(0.5)
        visitor = Person(self.url, self.slug)
        self.said_at = time.monotonic()
        shown = self._below(visitor, "Jo Maple", QUESTION)
        must(QUESTION in words(shown), "The question is not shown on the hub.")
        held = self._below(visitor, "Dana W", COMPLAINT)
        must("Whitfield" not in held.text and "3/4/1961" not in held.text, "The hub shows personal details.")
        self.crisis = self.bluesky.say(CRISIS, self.record)
        return "The public comments on both: a question, a complaint with personal details, a cry for help"

    def _below(self, visitor: Person, name: str, text: str) -> httpx.Response:
        form = visitor.see(self.page).text
        ticket = re.search(r'name="ticket" value="([^"]+)"', form).group(1)  # type: ignore[union-attr]
        time.sleep(2.3)  # a person takes longer than that to write
        return visitor.send(f"{self.page}comments/", name=name, text=text, ticket=unescape(ticket), website="")

    def arrive(self) -> str:
        until(lambda: self.live.count("inbox.arrived") >= 3, 25, "The comments did not arrive in the inbox.")
        seconds = max(at for at, kind in self.live.heard if kind == "inbox.arrived") - self.said_at
        listed = words(self.rosa.here("inbox/"))
        must(QUESTION[:30] in listed, "The question is not in the inbox.")
        return f"All three arrive in the inbox, live, without a reload ({seconds:.1f} s after the first was begun)"

    def hide(self) -> str:
        listed = self.rosa.here("inbox/").text
        must("Whitfield" not in listed and "3/4/1961" not in listed and "0171" not in listed, "Details are shown.")
        must("hidden" in words(listed), "The list does not say that details are hidden.")
        return "Personal details are hidden, and the list says so"

    def order(self) -> str:
        listed = self.rosa.here("inbox/").text
        found = re.findall(rf"/w/{self.slug}/inbox/(\d+)/", listed)
        rows = list(dict.fromkeys(found))
        page = self.rosa.here(f"inbox/{rows[0]}/")
        said = words(page)
        must("988" in said and "critical" in said.lower(), "The critical message is not first, with its 988 card.")
        must("<time" in page.text, "It has no clock.")
        links = re.findall(rf'(?s)<a class="row__link[^>]*href="/w/{self.slug}/inbox/(\d+)/[^>]*>(.*?)</a>', listed)
        self.dana = next(row for row, name in links if "Dana" in words(name))
        self.critical = rows[0]
        must(self.rosa.do(f"inbox/{rows[0]}/acknowledge/").status_code == 200, "It cannot be acknowledged.")
        return "The critical one stands first, with its clock, the 988 card and the reason; Rosa acknowledges it"

    def hold(self) -> str:
        page = self.rosa.do(f"inbox/{self.dana}/reply/", text=CONFIRMS)
        must(page.status_code == 409, f"The answer that confirms a patient was not held ({page.status_code}).")
        must("chart" in words(page), "The words are not shown.")
        safe = re.search(r"(?s)<blockquote data-safe>(.*?)</blockquote>", page.text)
        must(safe, "No safe wording is offered.")
        self.safe = unescape(safe.group(1)).strip()  # type: ignore[union-attr]
        return "Rosa drafts an answer that confirms a patient: held, words marked, a safe wording offered"

    def answer(self) -> str:
        page = self.rosa.do(f"inbox/{self.dana}/reply/", text=self.safe)
        must(page.status_code == 200, f"The safe wording was not taken ({page.status_code}).")
        reply = "We are glad you wrote. You can call or text 988 at any hour. If somebody is in danger, call 911."
        must(self.rosa.do(f"inbox/{self.critical}/reply/", text=reply).status_code == 200, "988 could not be sent.")
        self._release()
        until(lambda: self.live.count("inbox.reply_sent") >= 2, 20, "The answers were not accepted by the networks.")
        below = until(
            lambda: [one["value"] for one in self.bluesky.posts() if "988" in one["value"]["text"]],
            10,
            "No reply there.",
        )
        must(below[0].get("reply", {}).get("parent", {}).get("uri") == self.crisis, "It is not below the comment.")
        return "She takes the safe wording, Ben releases the one in a crisis; both go out, one on each network"

    def _release(self) -> None:
        """Words of one's own in a crisis wait for a second person."""
        waiting = self.ben.here("inbox/releases/").text
        found = re.search(r"inbox/releases/(\d+)/", waiting)
        must(found, "The answer in a crisis does not wait for a second person.")
        pk = found.group(1)  # type: ignore[union-attr]
        seen = re.search(r'name="seen" value="([0-9a-f]+)"', self.ben.here(f"inbox/releases/{pk}/").text)
        must(seen, "The second person is not shown what leaves.")
        after = self.ben.do(f"inbox/releases/{pk}/go/", seen=seen.group(1))  # type: ignore[union-attr]
        must(after.status_code == 200, "The second person could not release it.")

    def reveal(self) -> str:
        page = self.rosa.here(f"inbox/{self.dana}/").text
        message = re.search(r"reveal=(\d+)", page).group(1)  # type: ignore[union-attr]
        path = f"/w/{self.slug}/inbox/{self.dana}/messages/{message}/reveal/"
        without = self.rosa.send(path, reason="")
        must("Whitfield" not in without.text, "The original was shown without a reason.")
        shown = self.rosa.send(path, reason="To call her back about the results")
        must("Dana Whitfield" in words(shown), "The original cannot be seen.")
        must(shown.headers.get("cache-control", "") == "no-store", "The original may be kept by the browser.")
        return "The original can be seen only with a reason, which is kept"

    def correct(self) -> str:
        page = self.ben.do(f"publish/{self.post}/correction/", text=FIXED, note=NOTE)
        must(page.status_code == 200, f"The correction was not taken ({page.status_code}).")
        until(lambda: "9 to 3 p.m." in words(self.rosa.see(self.page)), 15, "The hub was not edited.")
        must("Corrected" in words(self.rosa.see(self.page)), "The hub does not say that it was corrected.")
        below = until(
            lambda: [one for one in self.bluesky.posts() if one["value"]["text"].startswith("Correction")],
            15,
            "No correction on Bluesky.",
        )
        must(below[0]["value"]["reply"]["parent"]["uri"] == self.record["uri"], "It is not below the post.")
        return "One action corrects it on both: edited on the hub, a correction below it on Bluesky"

    def prove(self) -> str:
        page = words(self.petra.here("audit/?verify=1"))
        must("unbroken" in page, "The chain does not verify.")
        lines = self.petra.here("audit/export.jsonl").text.splitlines()
        entries = [json.loads(line) for line in lines]
        kinds = [entry["kind"] for entry in entries]
        wanted = (
            "publishing.written", "guard.held", "publishing.approval_asked", "publishing.approved",
            "publishing.scheduled", "channels.sent", "publishing.sent", "channels.arrived", "inbox.arrived",
            "inbox.critical", "inbox.acknowledged", "inbox.replied", "inbox.reply_sent", "inbox.revealed",
            "publishing.corrected",
        )  # fmt: skip
        missing = [kind for kind in wanted if kind not in kinds]
        must(not missing, f"The record lacks {', '.join(missing)}.")
        must(all(entry["by"] and datetime.fromisoformat(entry["at"]) for entry in entries), "Who or when is missing.")
        must(not any("Whitfield" in line or "pills" in line for line in lines), "The record holds a patient's words.")
        return f"The audit record shows every step, who and when ({len(entries)} entries), and verifies its own chain"

    def refuse(self) -> str:
        nobody = Person(self.url, self.slug)
        must("/accounts/login/" in str(nobody.here("inbox/").url), "Somebody not signed in sees the inbox.")
        must(self.ada.here("audit/").status_code == 403, "An author sees the audit record.")
        stranger = f"stranger@{self.slug}.example.net"
        made = User.objects.create_user(stranger, PASSWORD, name="Stranger")
        organizations.found(
            name="Other Hospital", slug=f"{self.slug}-other", timezone="America/Chicago", administrator=made, at=now()
        )
        other = Person(self.url, self.slug, stranger)
        paths = ("", "inbox/", f"inbox/{self.dana}/", f"publish/{self.post}/", "audit/", "people/", "live/")
        must({other.here(path).status_code for path in paths} == {404}, "A stranger of another hospital gets in.")
        return "Nobody, the wrong role, and a stranger of another hospital are refused at every door"

    STEPS = (
        prepare, sign_in, write, mend, approve, go_out, comment, arrive, hide, order, hold, answer, reveal, correct,
        prove, refuse,
    )  # fmt: skip


def run(url: str, *, pds: str = "") -> int:
    """Tells the story; 0 when every step came out, else 1."""
    if not pds and not environment().rehearsal_port:
        print("✗ The rehearsal does not run. Start with bin/up --tour, or name a Bluesky server with --pds URL.")
        return 1
    began = time.monotonic()
    tour = Tour(url, pds)
    try:
        for step in Tour.STEPS:
            try:
                print(f"✓ {step(tour)}.", flush=True)
            except Broken as broken:
                print(f"✗ {step.__name__.replace('_', ' ')}: {broken}", flush=True)
                return 1
            except (httpx.HTTPError, OSError, AttributeError, StopIteration, IndexError, KeyError) as error:
                print(f"✗ {step.__name__.replace('_', ' ')}: {type(error).__name__}: {error}", flush=True)
                return 1
    finally:
        if hasattr(tour, "live"):
            tour.live.stop()
    print(f"The whole story in {time.monotonic() - began:.0f} seconds.")
    return 0
