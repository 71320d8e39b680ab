"""Keeps what people wrote out of the logs: an exception is logged by its kind and place, not by its message."""

import logging
import re

#: A secret in an address: a one-time link must not be readable in a log.
SECRET = re.compile(r"[A-Za-z0-9_-]{40,}")


class Discreet(logging.Filter):
    """Replaces an exception's text, which may quote a patient's words, by its class, also where it is a part of the
    line; the traceback keeps its places."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0] is not None:
            kind, _error, trace = record.exc_info
            record.exc_text = _places(kind, trace)
            record.exc_info = None
        if isinstance(record.args, tuple):
            record.args = tuple(_discreet(one) for one in record.args)
        return True


def _discreet(one: object) -> object:
    if isinstance(one, BaseException):
        return _kind(one)
    return SECRET.sub("…", one) if isinstance(one, str) else one


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _places(kind: type[BaseException], trace: object) -> str:
    import traceback
    from types import TracebackType

    lines = [f"{kind.__module__}.{kind.__qualname__}"]
    if isinstance(trace, TracebackType):
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)[-8:]]
    return "\n".join(lines)
