"""The pages of people, on call, hours, keys, and how one is reached."""

from bedside.organizations.views.hours import hours
from bedside.organizations.views.members import (
    invite,
    join,
    keys,
    member,
    people,
    remove,
    settings,
    uninvite,
    withdraw_key,
)
from bedside.organizations.views.oncall import (
    cover,
    end_cover,
    end_rota,
    keep_rota,
    new_rota,
    rota,
    rotas,
    swap,
    take_over,
)
from bedside.organizations.views.reach import add_device, away, back, end_device, notices, reach, try_notice

__all__ = [
    "add_device",
    "away",
    "back",
    "cover",
    "end_cover",
    "end_device",
    "end_rota",
    "hours",
    "invite",
    "join",
    "keep_rota",
    "keys",
    "member",
    "new_rota",
    "notices",
    "people",
    "reach",
    "remove",
    "rota",
    "rotas",
    "settings",
    "swap",
    "take_over",
    "try_notice",
    "uninvite",
    "withdraw_key",
]
