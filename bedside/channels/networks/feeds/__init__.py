"""The hospital's own feeds (RSS 2.0, Atom, JSON Feed 1.1) as a channel, and outside feeds that it reads."""

from datetime import timedelta

from bedside.channels.rules import Ability, Field, Limits, Network

NETWORK = Network(
    name="feeds",
    label="Feed",
    limits=Limits(
        text=20_000,
        title=200,
        images=8,
        image_bytes=5_000_000,
        alt_text=1_000,
        image_types=("image/jpeg", "image/png", "image/webp"),
    ),
    abilities=frozenset(
        {
            Ability.CONNECT,
            Ability.PUBLISH,
            Ability.LINKS,
            Ability.IMAGES,
            Ability.ALT_TEXT,
            Ability.EDIT,
            Ability.WITHDRAW,
            Ability.FIND,
            Ability.HEAR,
            Ability.MENTIONS,
            Ability.WEBHOOKS,
        }
    ),
    connector="bedside.channels.networks.feeds.connector.Feeds",
    credentials=(
        Field("name", "Name in its address", "Small letters, digits and hyphens, for example news."),
        Field(
            "websub",
            "WebSub hub",
            "The address of a hub that tells readers at once. Empty: readers look for themselves.",
            optional=True,
        ),
        Field(
            "read",
            "Feeds to read",
            "Addresses of news pages' feeds, one after the other. What they say is shown in the inbox as mentions.",
            optional=True,
        ),
    ),
    guide=(
        "Choose a short name, for example news. The feed then stands on your hub at …/feeds/news.rss, news.atom and "
        "news.json.",
        "If readers should know at once, enter the address of a WebSub hub; many public ones are free.",
        "To follow what local news pages and partners write, enter the addresses of their feeds. A page's feed is "
        "often found behind an orange RSS mark, or at the page's address followed by /feed/.",
        "Press Connect. Then link the feed's address from your website.",
    ),
    handle_help="What you call this feed, for example News.",
    edits_in_place=True,
    settles=timedelta(0),
    #: Other people's servers: asked politely, and only for what is new.
    listens_every=timedelta(minutes=10),
    contract="RSS 2.0, RFC 4287, RFC 6721, JSON Feed 1.1 and WebSub; read back by feedparser, and by a hub of our own",
    sources=(
        "https://www.rssboard.org/rss-specification",
        "https://www.rfc-editor.org/rfc/rfc4287",
        "https://www.rfc-editor.org/rfc/rfc6721",
        "https://www.jsonfeed.org/version/1.1/",
        "https://www.w3.org/TR/websub/",
    ),
    notes=(
        "A feed cannot be answered and counts nobody: who reads it is not known.",
        "Copies that readers have made stay with them after a withdrawal, though well-behaved readers drop them.",
        "Articles of feeds that are read arrive as mentions; answer them where they stand, not here.",
    ),
)
