"""Networks rehearsed on this machine: loopback servers that speak a network's own protocol, with faults on demand.

Used by tests, the demonstration and anyone who wants to try Bedside without an account anywhere. Nothing here can be
reached from another machine, and nobody here is real.
"""

from bedside.channels.rehearsal.faults import Fault, Kind
from bedside.channels.rehearsal.server import Rehearsal

__all__ = ["Fault", "Kind", "Rehearsal"]
