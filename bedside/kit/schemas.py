"""Shapes every API list and error shares."""

from ninja import Schema


class Problem(Schema):
    """What went wrong, in a sentence."""

    detail: str


class Place(Schema):
    where: list[str]
    what: str


class Malformed(Schema):
    """Which fields do not fit, without repeating what they held."""

    detail: str
    places: list[Place] = []
