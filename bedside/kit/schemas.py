"""Shapes every API list and error shares."""

from typing import Annotated

from ninja import Schema
from pydantic import StringConstraints

#: Text that PostgreSQL can keep: anything but NUL.
Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]


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
