"""The hospital's newsletter by mail: sent over its own mail server to people who asked for it and confirmed that.

Sources: RFC 5321 (SMTP), 5322 (messages), 8058 (one click), 2919 (List-ID), 3464 and 3463 (returned mail), 5965
(feedback reports), 3834 (automatic mail), 3501 (IMAP); 15 USC 7704 (CAN-SPAM: postal address, and a way
out within ten days).
"""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Field, Limits, Metric, Network

NETWORK = Network(
    name="newsletter",
    chosen_at_first=False,
    label="Newsletter",
    limits=Limits(
        text=50_000,
        title=150,
        images=4,
        image_bytes=1_500_000,
        alt_text=1_000,
        image_types=("image/jpeg", "image/png", "image/gif"),
    ),
    # Nothing that left by mail can be changed or taken back; an issue that is still leaving can be stopped on its page.
    abilities=frozenset(
        {
            Ability.CONNECT,
            Ability.PUBLISH,
            Ability.LINKS,
            Ability.IMAGES,
            Ability.ALT_TEXT,
            Ability.FIND,
            Ability.HEAR,
            Ability.MESSAGES,
            Ability.REPLY,
            Ability.ANSWER_MESSAGES,
            Ability.MEASURE,
            Ability.MEASURE_ACCOUNT,
        }
    ),
    connector="bedside.channels.networks.newsletter.connector.Newsletter",
    credentials=(
        Field("from_address", "Sender's address", "What readers see and answer to, for example news@riverbend.org."),
        Field("postal", "Postal address", "Stands below every issue; the law asks for it (15 USC 7704)."),
        Field("host", "Outgoing mail server", "Its SMTP name, for example smtp.riverbend.org."),
        Field("port", "Port", "587 if empty.", optional=True),
        Field(
            "security", "Encryption", '"starttls" (if empty), "ssl", or "none" inside your own network.', optional=True
        ),
        Field("username", "User name", "Empty where the server asks for none.", optional=True),
        Field("password", "Password", secret=True, optional=True),
        Field(
            "bounces",
            "Address for returned mail",
            "A mailbox that also takes plus addresses (bounces+x@…). Empty: the sender's address, without marks.",
            optional=True,
        ),
        Field("per_minute", "Letters a minute", "What your server allows; 60 if empty.", optional=True),
        Field(
            "imap_host", "Mailbox server", "IMAP name, to read answers and returned mail. May be empty.", optional=True
        ),
        Field("imap_port", "Mailbox port", "993 if empty.", optional=True),
        Field("imap_security", "Mailbox encryption", '"ssl" (if empty), "starttls" or "none".', optional=True),
        Field("imap_username", "Mailbox user name", "The outgoing server's if empty.", optional=True),
        Field("imap_password", "Mailbox password", "The outgoing server's if empty.", secret=True, optional=True),
    ),
    guide=(
        "Ask whoever runs your mail for an address for the newsletter, its SMTP server, user name and password, and "
        "how many letters a minute it may send.",
        "Ask them too whether SPF, DKIM and DMARC are set for that address. Without them, large providers refuse "
        "newsletters. DKIM must sign the headers List-Unsubscribe and List-Unsubscribe-Post.",
        "For answers and returned mail, ask for the IMAP server of that mailbox.",
        "Enter all of it here and press Connect. Bedside signs in to both servers and says what they answered.",
        "Then open Subscribers to bring in people who agreed, and link the sign-up page from your site.",
    ),
    handle_help="The sender's address.",
    answers={"message": Answering(text=20_000, note="The answer leaves as a mail in the same thread.")},
    metrics=(
        Metric("letters", "Letters", "People this issue was written to when it was made."),
        Metric("sent", "Accepted", "Letters the mail server took. Whether they were read is not counted."),
        Metric("refused", "Refused", "Letters the mail server did not take, for good."),
        Metric("bounced", "Returned", "Letters that came back after the server had taken them."),
        Metric("subscribers", "Subscribers", "People who confirmed and may be written to.", "account"),
        Metric("left", "Left", "People who ended their subscription, in all.", "account"),
        Metric(
            "suppressed", "Suppressed", "Addresses that do not work or complained; they are not written to.", "account"
        ),
    ),
    settles=timedelta(0),
    listens_every=timedelta(seconds=60),
    contract="RFC 5321 and 3501, held against aiosmtpd and an IMAP server",
    sources=(
        "https://www.rfc-editor.org/rfc/rfc5321",
        "https://www.rfc-editor.org/rfc/rfc8058",
        "https://www.rfc-editor.org/rfc/rfc3464",
        "https://www.rfc-editor.org/rfc/rfc2919",
        "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title15-section7704",
    ),
    notes=(
        "Opens and clicks are not counted: a hospital does not watch who reads about which illness.",
        "What left by mail cannot be corrected or taken back.",
    ),
)
