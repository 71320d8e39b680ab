"""Loads what the guard reads with before somebody waits for it: the first answer typed is checked at once."""

import logging

log = logging.getLogger(__name__)


def warm() -> None:
    """Has the guard read a greeting; a guard that cannot read says so where it is asked, not here."""
    from bedside.guard import check
    from bedside.guard.model.meaning import Unreadable

    try:
        check("Thank you for writing to us.", kind="reply")
    except Unreadable:
        log.warning("The guard could not be loaded; bedside doctor says why.")
