"""Where a network takes a report of what breaks its rules, and how one blocks somebody there by hand. Pure data.

Addresses are the networks' own help pages on reporting and on blocking, as known when this was written; where none is
kept here, the words name the menu, which stays when addresses move.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """How to report and to block on a network: words, and an address where there is one."""

    report: str
    report_url: str = ""
    block: str = "Open the person's profile on the network and choose Block in its menu."
    block_url: str = ""


MENU = "Open the message on the network and choose Report in its menu."
PLACES: dict[str, Place] = {
    "facebook": Place(
        "On Facebook choose “…” at the comment, then Report comment.",
        "https://www.facebook.com/help/181495968648557",
        "On Facebook open your Page, choose “…” at the comment, then Block, or ban the person in the Page's settings.",
        "https://www.facebook.com/help/185897171460026",
    ),
    "instagram": Place(
        "On Instagram hold the comment, then choose Report.",
        "https://help.instagram.com/192435014247952",
        "On Instagram open their profile, choose “…”, then Block.",
        "https://help.instagram.com/426700567389543",
    ),
    "threads": Place(
        "On Threads choose “…” at the reply, then Report.",
        block="On Threads open their profile, choose “…”, then Block.",
    ),
    "x": Place(
        "On X choose “…” at the post, then Report post.",
        "https://help.x.com/en/rules-and-policies/x-report-violation",
        "On X choose “…” at the post or profile, then Block.",
        "https://help.x.com/en/using-x/blocking-and-unblocking-accounts",
    ),
    "youtube": Place(
        "On YouTube choose “⋮” at the comment, then Report.",
        "https://support.google.com/youtube/answer/2802027",
        "On YouTube choose “⋮” at the comment, then Hide user from channel.",
        "https://support.google.com/youtube/answer/9482361",
    ),
    "reddit": Place(
        "On Reddit choose “…” at the comment, then Report.",
        "https://www.reddit.com/report",
        "On Reddit open their profile, choose “…”, then Block account.",
    ),
    "linkedin": Place(
        "On LinkedIn choose “…” at the comment, then Report.",
        "https://www.linkedin.com/help/linkedin/answer/a1344213",
        "On LinkedIn open their profile, choose More, then Report or block.",
        "https://www.linkedin.com/help/linkedin/answer/a1342803",
    ),
    "bluesky": Place(
        "On Bluesky choose “…” at the post, then Report post.",
        block="On Bluesky open their profile, choose “…”, then Block account.",
    ),
    "mastodon": Place(
        "On Mastodon choose “…” at the post, then Report, and forward it to the person's own server.",
        block="On Mastodon open their profile, choose “⋮”, then Block.",
    ),
    "google": Place(
        "In your Business Profile open the review, choose “⋮”, then Report review.",
        "https://support.google.com/business/answer/4596773",
        "Google lets nobody block the writer of a review.",
    ),
    "yelp": Place(
        "On Yelp choose “…” at the review, then Report review.",
        block="Yelp lets nobody block the writer of a review; you can block their messages.",
    ),
    "foursquare": Place(
        "On Foursquare open the tip and choose Report.", block="Foursquare lets nobody block the writer of a tip."
    ),
    "hub": Place(
        "It was written on the hospital's own site: there is nobody to report it to. Hide it instead.",
        block="Nobody has an account on the hospital's own site, so there is nobody to block. Hide what breaks a rule.",
    ),
    "newsletter": Place(
        "Report the mail as abuse in your mail program.", block="Take the address off the list, and block it there."
    ),
    "wordpress": Place(
        "It was written on the hospital's own blog: hold it there, or mark it as spam.",
        block="Add the writer's address to the blog's disallowed comment keys.",
    ),
}


def place_of(network: str) -> Place:
    """How it goes on a network; the message's own menu where nothing better is known."""
    return PLACES.get(network, Place(MENU))


def can_report(network: str) -> bool:
    """Whether somebody stands behind the network to whom it could be reported."""
    return network != "hub"
