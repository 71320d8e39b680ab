"""Which networks are rehearsed: those whose declaration names a stage."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

from bedside.channels.networks import NETWORKS
from bedside.channels.rehearsal.wire import Stage


def stages(url: Callable[[], str], *, seed: int, access_lasts: timedelta | None) -> tuple[Stage, ...]:
    """A stage for every network that can be played here, in the order of their list."""
    made: list[Stage] = []
    for path in NETWORKS:
        declared = import_module(path).NETWORK
        if declared.stage:
            module, _, name = declared.stage.rpartition(".")
            made.append(getattr(import_module(module), name)(url, seed=seed, access_lasts=access_lasts))
    return tuple(made)
