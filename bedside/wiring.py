"""Who hears whom: the one page on which domains that stand beside or above each other meet.

Each line: what happened (a kind of audit entry), and the jobs that hear of it. A job gets the organization's id and
the entry's id, in its own transaction, and bears being run twice. At the end: which function of a domain fills which
place in a page of one below it.
"""

from bedside.audit.actions import listen
from bedside.recovery import panel
from bedside.ui.slots import fill


def connect() -> None:
    listen("organizations.founded", "channels.open_hub")
    listen("channels.arrived", "inbox.take_in")
    listen("channels.arrival_changed", "inbox.take_in")
    listen("channels.arrival_gone", "inbox.note_gone")
    listen("channels.sent", "publishing.note_sent", "inbox.note_sent")
    listen("channels.refused", "publishing.note_sent", "inbox.note_sent")
    listen("incidents.contained", "publishing.note_contained")
    listen("channels.account_stopped", "channels.tell_administrators")
    listen("channels.account_ends", "channels.tell_administrators")
    listen("inbox.critical", "inbox.page_people")
    fill("inbox.conversation", panel.of_conversation)
