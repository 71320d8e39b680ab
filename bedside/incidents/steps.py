"""What to do by hand where a network does not let Bedside take something away, and where copies live on. Pure."""

BY_HAND: dict[str, tuple[str, ...]] = {
    "hub": ("Open the page of the post on the hub.", "Ask your administrator to hide it if it still shows."),
    "bluesky": (
        "Sign in to Bluesky with the hospital's account.",
        "Open the post by its link. Choose the three dots, then Delete post.",
        "Look at it again without being signed in: the page should say that it was not found.",
    ),
    "mastodon": (
        "Sign in to your server with the hospital's account.",
        "Open the post by its link. Choose the three dots, then Delete.",
        "Other servers are asked to remove their copy; some may not. Write to their moderators.",
    ),
    "facebook": (
        "Open the page as the hospital.",
        "Find the post or comment. Choose the three dots, then Delete. A post goes to the trash: delete it there too.",
        "Look at it again without being signed in.",
    ),
    "instagram": (
        "Open the post with the hospital's account.",
        "Choose the three dots, then Delete. For a comment: press it long, then the bin.",
        "Empty Recently deleted under Your activity: it stays there for 30 days.",
    ),
    "google": (
        "Open Google Business Profile and choose Read reviews.",
        "Find the review. Beside your answer choose Delete.",
        "Look at the review on Google Maps without being signed in; it can take minutes.",
    ),
    "yelp": (
        "Sign in to Yelp for Business and open Reviews.",
        "Below the review choose Delete beside your public response.",
        "Look at the review without being signed in.",
    ),
    "x": ("Sign in with the hospital's account.", "Open the post by its link. Choose the three dots, then Delete."),
    "linkedin": ("Open the page as an administrator.", "Open the post. Choose the three dots, then Delete post."),
    "youtube": ("Open YouTube Studio.", "For a video: Content, Delete forever. For a comment: Comments, Remove."),
}
ANYWHERE = (
    "Sign in there with the hospital's account and open the link.",
    "Delete it. If that is not offered, hide it, and report it to the network as private information.",
    "Look at it again without being signed in.",
)

#: Places where copies live on after the network has deleted its own.
COPIES = (
    (
        "Search engines",
        "Ask Google (Remove outdated content) and Bing (Content removal) to drop their copy of the link.",
    ),
    ("Archives", "Write to info@archive.org if the Wayback Machine has the link."),
    ("Shares and quotes", "Ask people who quoted it to delete theirs; do not repeat the words when you ask."),
    ("Your own places", "Look at newsletters, screens, printed walls of posts and other sites that show your feed."),
)


def by_hand(network: str) -> tuple[str, ...]:
    """The steps for a network named as people name it, or those that hold anywhere."""
    return BY_HAND.get(network.casefold().split()[0] if network.strip() else "", ANYWHERE)
