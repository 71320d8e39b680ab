"""Where each network takes a report that somebody is at risk, or threatens. Pure data.

Source: the 988 Suicide & Crisis Lifeline's page "Support on social media" (address below), which says for each
network how a report reaches its safety team and links its form; Facebook's form is its own "Report suicidal content".
Networks that the page does not name are reported in the message's own menu.
"""

from dataclasses import dataclass

#: Says for every large network where its form is, and is kept by the Lifeline itself.
LIFELINE = "https://988lifeline.org/help-someone-else/support-on-social-media"


@dataclass(frozen=True)
class Report:
    """A network's way to report danger; without an address there is only the menu at the message."""

    words: str
    url: str = ""


MENU = "Open the message on the network, choose Report in its menu, then self-harm, violence or danger."

REPORTS: dict[str, Report] = {
    "facebook": Report(
        "Report it to Facebook as suicidal content; Facebook can offer help to the person.",
        "https://www.facebook.com/help/contact/305410456169423",
    ),
    "instagram": Report(
        "On Instagram tap “…” at the post or comment, then Report, then suicide or self-injury.", LIFELINE
    ),
    "threads": Report("On Threads tap “…” at the post, then Report, then suicide or self-injury.", LIFELINE),
    "x": Report("Report it to X as suicide or self-harm; X writes to the person with the 988 line.", LIFELINE),
    "youtube": Report(
        "On YouTube choose Report in the menu of the comment or film, then harmful or dangerous acts.", LIFELINE
    ),
    "reddit": Report(
        "On Reddit choose Report, then “someone is considering suicide or serious self-harm”; Reddit writes to them.",
        LIFELINE,
    ),
    "linkedin": Report("On LinkedIn choose Report in the menu of the comment, then self-harm or violence."),
    "bluesky": Report(MENU),
    "mastodon": Report("Report it in the menu of the post, and forward the report to the person's own server."),
    "google": Report(
        "A review has no way to reach its writer at once: flag it, and in danger to life call the police."
    ),
    "yelp": Report(
        "A review has no way to reach its writer at once: report it, and in danger to life call the police."
    ),
    "foursquare": Report("A tip has no way to reach its writer at once: report it; in danger to life call the police."),
    "hub": Report("It was written on the hospital's own site: hide it here if it endangers others, and keep the copy."),
    "newsletter": Report("It came by mail: answer there, and keep the mail."),
    "wordpress": Report("It was written on the hospital's own blog: hold it there if it endangers others."),
}


def report_of(network: str) -> Report:
    """Where to report on a network; the message's own menu where nothing better is known."""
    return REPORTS.get(network, Report(MENU))
