"""Bluesky as it is rehearsed: an account's server (PDS) and the reading side (AppView) behind one address."""

from bedside.channels.rehearsal.bluesky.stage import BlueskyStage

__all__ = ["BlueskyStage"]
