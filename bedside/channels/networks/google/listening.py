"""What people say of a place in reviews, and how the place fares."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bedside.channels.calls.caller import Failure
from bedside.channels.calls.google import instant, next_page, rows
from bedside.channels.calls.memory import Memory
from bedside.channels.networks.google import translate
from bedside.channels.networks.google.api import PERFORMANCE, V4, Api
from bedside.channels.rules import Batch, Heard, Past, RemoteRef
from bedside.kit import times

PAGE, PAGES, FIRST_PAGES = 50, 20, 2
#: Reviews looked at again one by one in each turn: Google says nowhere which were taken away.
AGAIN = 10
DAYS = 28


class Listening:
    """rules.Hears, Backfills and MeasuresAccount."""

    api: Api

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """Reviews in the order of their last change, until a page brings nothing new; and which known ones are gone."""
        memory, found = Memory.read(cursor), dict[str, Heard]()
        params = {"pageSize": PAGE, "orderBy": "updateTime desc"}
        path = f"/v4/{self.api.place}/reviews"
        for page in self.api.pages(V4, path, params, PAGES if memory.known else FIRST_PAGES):
            read = [one for review in rows(page, "reviews") if (one := translate.heard(review, self.api.place))]
            found |= {one.network_id: one for one in read if one.network_id not in found}
            if any(memory.has(one.network_id) for one in read) and not Memory(known=dict(memory.known)).fresh(read):
                break
        gone = [name for name in memory.due(AGAIN) if name not in found and not self._there(name, found)]
        taken = memory.forget(gone)
        return Batch(memory.fresh(found.values()), memory.write(), taken)

    def past(self, cursor: str, since: datetime) -> Past:
        """A page of our posts; after the last, page by page the reviews."""
        kind, _, token = cursor.partition(":")
        if kind == "reviews":
            return self._past_reviews(token, since)
        params = {"pageSize": PAGE} | ({"pageToken": token} if token else {})
        page = self.api.wire("GET", V4, f"/v4/{self.api.place}/localPosts", params=params)
        posts = [one for wire in rows(page, "localPosts") if (one := translate.past_post(wire))]
        young = tuple(one for one in posts if one.posted_at >= since)
        onward = next_page(page)
        done = not onward or len(young) < len(posts)
        return Past(young, (), "reviews:" if done else f"posts:{onward}")

    def _past_reviews(self, token: str, since: datetime) -> Past:
        params = {"pageSize": PAGE, "orderBy": "updateTime desc"} | ({"pageToken": token} if token else {})
        page = self.api.wire("GET", V4, f"/v4/{self.api.place}/reviews", params=params)
        reviews = rows(page, "reviews")
        heard = [one for review in reviews if (one := translate.heard(review, self.api.place))]
        changed = [at for review in reviews if (at := instant(review.get("updateTime")))]
        onward = next_page(page)
        older = bool(changed) and min(changed) < since
        young = tuple(one for one in heard if one.posted_at >= since)
        return Past((), young, f"reviews:{onward}" if onward and not older else "")

    def measure_account(self) -> Mapping[str, int]:
        page = self.api.wire("GET", V4, f"/v4/{self.api.place}/reviews", params={"pageSize": 1})
        last = times.now().date() - timedelta(days=1)
        first = last - timedelta(days=DAYS - 1)
        ends = {"startDate": first, "endDate": last}
        span = {f"dailyRange.{end}.{part}": getattr(day, part)
                for end, day in ends.items() for part in ("year", "month", "day")}  # fmt: skip
        path = f"/v1/{self.api.location}:fetchMultiDailyMetricsTimeSeries"
        wire = self.api.wire("GET", PERFORMANCE, path, params={"dailyMetrics": list(translate.DAILY)} | span)
        return translate.ratings(page) | translate.performance(wire)

    def review(self, name: str) -> Heard | None:
        """One review as it stands now; None where it is gone."""
        try:
            wire = self.api.wire("GET", V4, self.api.path(name))
        except Failure as error:
            if error.status == 404:
                return None
            raise
        return translate.heard(wire, self.api.place)

    def _there(self, name: str, found: dict[str, Heard]) -> bool:
        one = self.review(name)
        if one is not None:
            found[name] = one
        return one is not None
