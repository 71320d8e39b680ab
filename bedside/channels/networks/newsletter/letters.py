"""What leaves by mail: an issue for one person, the mail that asks to confirm, an answer. Pure; bytes with CRLF."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
#: Shapes of addresses that can be written to; what a server makes of them is its own affair.
MAILBOX = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
POLICY = SMTP.clone(max_line_length=78)
STYLE = "font-family:system-ui,sans-serif;font-size:16px;line-height:1.55;color:#1d2733;max-width:36rem;margin:0 auto"

WORDS = {
    "en": {
        "why": "You get this because you subscribed to news from {name}.",
        "leave": "End your subscription",
        "more": "Read more",
        "confirm": "Please confirm your subscription",
        "confirm_text": "Somebody, we hope you, asked for news from {name} at this address.\n\n"
        "To confirm, open:\n{url}\n\n"
        "If it was not you, do nothing: you will not hear from us again.",
        "confirm_link": "Confirm the subscription",
    },
    "es": {
        "why": "Recibe este correo porque se suscribió a las noticias de {name}.",
        "leave": "Cancelar la suscripción",
        "more": "Leer más",
        "confirm": "Confirme su suscripción",
        "confirm_text": "Alguien, esperamos que usted, pidió noticias de {name} en esta dirección.\n\n"
        "Para confirmar, abra:\n{url}\n\nSi no fue usted, no haga nada: no volveremos a escribirle.",
        "confirm_link": "Confirmar la suscripción",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Sender:
    """The hospital as a sender of mail."""

    name: str
    address: str
    postal: str
    phone: str = ""
    list_id: str = "news"

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()


@dataclass(frozen=True)
class Image:
    content: bytes
    mime: str
    alt: str
    width: int


def is_mailbox(address: str) -> bool:
    return len(address) <= 254 and MAILBOX.fullmatch(address) is not None and ".." not in address


def message_id(sender: Sender, name: str) -> str:
    return f"<{name}@{sender.domain}>"


def issue(
    sender: Sender,
    *,
    to: str,
    subject: str,
    text: str,
    link: str,
    images: Sequence[Image],
    language: str,
    name: str,
    leave_url: str,
    leave_mail: str,
    at: datetime,
) -> bytes:
    """One issue for one person, the same bytes at every try but for the boundaries' names. `name` makes its Message-ID;
    `leave_mail` is the subject of a mail that ends the subscription."""
    words = WORDS.get(language, WORDS["en"])
    made = _head(sender, to=to, subject=subject, at=at, name=name, automatic=True)
    made["List-Id"] = f"{_header(sender.name)} <{sender.list_id}.{sender.domain}>"
    made["List-Unsubscribe"] = f"<{leave_url}>, <mailto:{sender.address}?subject={leave_mail}>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    foot = [
        words["why"].format(name=sender.name),
        f"{words['leave']}: {leave_url}",
        sender.name,
        sender.postal,
        sender.phone,
    ]
    plain = "\n\n".join(part for part in (text.strip(), link if link not in text else "") if part)
    pictures = "".join(f"\n\n[{one.alt}]" for one in images if one.alt)
    made.set_content(f"{plain}{pictures}\n\n-- \n" + "\n".join(filter(None, foot)) + "\n")
    made.add_alternative(_page(sender, text, link, images, language, words, leave_url, subject), subtype="html")
    page = made.get_payload()[1]  # type: ignore[index]
    for number, image in enumerate(images):
        kind, _slash, form = image.mime.partition("/")
        page.add_related(  # type: ignore[union-attr]
            image.content, maintype=kind, subtype=form, cid=f"<picture{number}@{sender.domain}>",
            filename=f"picture{number}.{form}", disposition="inline",
        )  # fmt: skip
    return made.as_bytes(policy=POLICY)


def _page(
    sender: Sender, text: str, link: str, images: Sequence[Image], language: str, words: dict[str, str], leave_url: str,
    subject: str,
) -> str:  # fmt: skip
    parts = [f"<p>{_lines(part)}</p>" for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    for number, image in enumerate(images):
        width = min(image.width, 560)
        parts.append(
            f'<p><img src="cid:picture{number}@{sender.domain}" alt="{html.escape(image.alt)}" width="{width}" '
            'style="max-width:100%;height:auto"></p>'
        )
    if link and link not in text:
        parts.append(f'<p><a href="{html.escape(link)}">{words["more"]}</a></p>')
    foot = "<br>".join(html.escape(line) for line in filter(None, (sender.name, sender.postal, sender.phone)))
    return (
        f'<!doctype html><html lang="{html.escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(subject)}</title></head>'
        f'<body style="margin:0;padding:24px 16px"><main style="{STYLE}">{"".join(parts)}'
        f'<hr style="border:0;border-top:1px solid #c8d0d8;margin:32px 0 16px">'
        f'<p style="font-size:13px;color:#4a5766">{html.escape(words["why"].format(name=sender.name))}<br>'
        f'<a href="{html.escape(leave_url)}">{words["leave"]}</a></p>'
        f'<p style="font-size:13px;color:#4a5766">{foot}</p></main></body></html>'
    )


def _lines(part: str) -> str:
    return "<br>".join(_linked(line) for line in part.strip().splitlines())


def _linked(line: str) -> str:
    out, at = [], 0
    for match in ADDRESS.finditer(line):
        address = match[0].rstrip(".,;:!?)]}»”’")
        out.append(html.escape(line[at : match.start()], quote=False))
        out.append(f'<a href="{html.escape(address)}">{html.escape(address)}</a>')
        at = match.start() + len(address)
    return "".join([*out, html.escape(line[at:], quote=False)])


def confirmation(sender: Sender, *, to: str, url: str, language: str, name: str, at: datetime) -> bytes:
    words = WORDS.get(language, WORDS["en"])
    made = _head(sender, to=to, subject=f"{words['confirm']}: {sender.name}", at=at, name=name, automatic=True)
    text = words["confirm_text"].format(name=sender.name, url=url)
    made.set_content(f"{text}\n\n-- \n{sender.name}\n{sender.postal}\n")
    return made.as_bytes(policy=POLICY)


def answer(
    sender: Sender, *, to: str, subject: str, text: str, name: str, parent: str, references: str, at: datetime
) -> bytes:
    """An answer to somebody's mail, in its thread."""
    subject = subject if subject.lower().startswith("re:") else f"Re: {subject}".strip()
    made = _head(sender, to=to, subject=subject, at=at, name=name, automatic=False)
    if parent:
        made["In-Reply-To"] = parent
        made["References"] = " ".join([*references.split(), parent][-12:])
    made.set_content(f"{text.strip()}\n\n-- \n" + "\n".join(filter(None, (sender.name, sender.phone))) + "\n")
    return made.as_bytes(policy=POLICY)


def _head(sender: Sender, *, to: str, subject: str, at: datetime, name: str, automatic: bool) -> EmailMessage:
    made = EmailMessage(policy=POLICY)
    user, _at, domain = sender.address.rpartition("@")
    made["From"] = Address(display_name=_header(sender.name), username=user, domain=domain)
    made["To"] = to
    made["Subject"] = _header(subject)
    made["Date"] = at
    made["Message-ID"] = message_id(sender, name)
    if automatic:
        made["Auto-Submitted"] = "auto-generated"
    return made


def _header(text: str) -> str:
    """Words that may stand in a header: one line, nothing that ends it."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]", " ", text).split())[:400]
