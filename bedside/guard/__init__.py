"""What may leave the hospital: `from bedside.guard import check` works in any Python process, offline."""

from bedside.guard.rules import Facts, Finding, Media, Parcel, Redacted, Span, Verdict, check, hide, redact

__all__ = ["Facts", "Finding", "Media", "Parcel", "Redacted", "Span", "Verdict", "check", "hide", "redact"]
