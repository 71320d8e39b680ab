"""The sign-in pages of rehearsed networks: plain HTML, one link, no script, and nobody can take them for real."""

import html
from urllib.parse import urlencode

from bedside.channels.rehearsal.wire import Reply

STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}"
    "a{font-weight:600}.banner{border:3px dashed;padding:.5rem 1rem}"
)


def consent_page(name: str, back: str, *, asks: str = "", **query: str) -> Reply:
    """The network's page that asks whether we may: a link leads back to `back` with the code and state."""
    onward = html.escape(f"{back}{'&' if '?' in back else '?'}{urlencode(query)}", quote=True)
    wanted = f"<p>Bedside asks for: {html.escape(asks)}.</p>" if asks else ""
    return page(f'<p>Signed in as <b>{html.escape(name)}</b>.</p>{wanted}<p><a href="{onward}">Allow</a></p>')


def page(body: str) -> Reply:
    """A page that says something, for people who play the hospital in rehearsal; `body` is HTML."""
    whole = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in (rehearsal)</title>'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<style>{STYLE}</style></head><body><main><h1>Sign in</h1>"
        f'<p class="banner">Rehearsal: this network is played on this machine, and nothing leaves it.</p>{body}'
        "</main></body></html>"
    )
    return Reply(200, whole.encode(), "text/html; charset=utf-8")
