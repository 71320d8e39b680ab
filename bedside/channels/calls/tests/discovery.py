"""Google's discovery documents as a judge: every request a connector makes and every answer it gets, against them.

The documents come inside Google's own Python client (google-api-python-client), which is there in development only.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from bedside.kit import http

Wire = dict[str, Any]


def load(name: str) -> Wire:
    """One document; skips the test where the client is not installed."""
    client = pytest.importorskip("googleapiclient")
    path = Path(client.__file__).parent / "discovery_cache" / "documents" / f"{name}.json"
    found: Wire = json.loads(path.read_text(encoding="utf-8"))
    return found


def methods(resource: Wire) -> Iterator[Wire]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from methods(inner)


class Judge:
    """Holds calls against some documents; `objections` says what does not fit. `judged` counts the calls that were
    found in them."""

    def __init__(self, *names: str) -> None:
        self.objections: list[str] = []
        self.judged = 0
        self.calls: list[tuple[str, re.Pattern[str], Wire, Wire, bool]] = []
        for name in names:
            document = load(name)
            for one in methods(document):
                paths = [(one.get("flatPath") or one["path"], False)]
                if "mediaUpload" in one:
                    paths.append((one["mediaUpload"]["protocols"]["simple"]["path"].lstrip("/"), True))
                for path, upload in paths:
                    shape = re.sub(r"\\{[^}]+\\}", "[^/:]+", re.escape(f"/{path}"))
                    self.calls.append((one["httpMethod"], re.compile(f"^{shape}$"), one, document, upload))

    def hold(self, method: str, path: str, query: Wire, body: object, answer: http.Answer) -> bool:
        """Whether the call is one of these documents'; what does not fit is noted."""
        found = next((call for call in self.calls if self._is(call, method, path, query)), None)
        if found is None:
            return False
        _known, _shape, one, document, _upload = found
        self.judged += 1
        name = f"{method} {path}"
        allowed = set(one.get("parameters", {})) | set(document.get("parameters", {})) | {"upload_id"}
        self.objections += [f"{name}: {given!r} is no parameter" for given in sorted(set(query) - allowed)]
        for wanted, told in one.get("parameters", {}).items():
            values = str(query.get(wanted, "")).split(",") if wanted in query else []
            if (
                told.get("required")
                and told["location"] == "query"
                and wanted not in query
                and "upload_id" not in query
            ):
                self.objections.append(f"{name}: {wanted!r} is missing")
            if "enum" in told:
                self.objections += [f"{name}: {wanted}={one!r}" for one in values if one not in told["enum"]]
        if isinstance(body, dict) and "request" in one:
            self._fit(f"{name} sends", body, {"$ref": one["request"]["$ref"]}, document)
        if answer.ok and answer.content and "response" in one:
            try:
                value = answer.json()
            except ValueError:
                self.objections.append(f"{name} answers no JSON")
            else:
                if value:
                    self._fit(f"{name} answers", value, {"$ref": one["response"]["$ref"]}, document)
        return True

    @staticmethod
    def _is(call: tuple[str, re.Pattern[str], Wire, Wire, bool], method: str, path: str, query: Wire) -> bool:
        """Whether it is this call. A session of an upload goes on with PUT at the address that began it."""
        known, shape, _one, _document, upload = call
        return bool(shape.match(path)) and (known == method or (upload and method == "PUT" and "upload_id" in query))

    def _fit(self, where: str, value: object, schema: Wire, document: Wire) -> None:
        if "$ref" in schema:
            schema = document["schemas"][schema["$ref"]]
        kind = schema.get("type")
        if kind == "object" or "properties" in schema:
            if not isinstance(value, dict):
                self.objections.append(f"{where}: no object")
                return
            known = schema.get("properties", {})
            for name, inner in value.items():
                if name in known:
                    self._fit(f"{where}.{name}", inner, known[name], document)
                elif "additionalProperties" not in schema:
                    self.objections.append(f"{where}.{name} is not known")
        elif kind == "array":
            if not isinstance(value, list):
                self.objections.append(f"{where}: no list")
                return
            for inner in value:
                self._fit(f"{where}[]", inner, schema["items"], document)
        else:
            self._plain(where, value, schema)

    def _plain(self, where: str, value: object, schema: Wire) -> None:
        kinds: dict[str, Any] = {"string": str, "boolean": bool, "integer": int, "number": (int, float)}
        wanted = kinds.get(str(schema.get("type")))
        if wanted is not None and (not isinstance(value, wanted) or (wanted is int and isinstance(value, bool))):
            self.objections.append(f"{where}: {value!r} is no {schema['type']}")
        if "enum" in schema and value not in schema["enum"]:
            self.objections.append(f"{where}: {value!r} is none of its choices")
        if schema.get("format") == "date-time" and not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", str(value)):
            self.objections.append(f"{where}: {value!r} is no time")


class JudgedClient(http.Client):
    """A client whose every call is held against the documents; those below `base` that are in none are `unjudged`."""

    def __init__(self, reach: http.Reach, judge: Judge, base: str) -> None:
        super().__init__(reach)
        self.judge, self.base = judge, base
        self.unjudged: list[str] = []

    def send(self, method: str, url: str, **sent: Any) -> http.Answer:
        answer = super().send(method, url, **sent)
        inner = urlsplit(url.removeprefix(self.base))
        given = {name: ",".join(map(str, one)) if isinstance(one, list) else str(one)
                 for name, one in (sent.get("params") or {}).items()}  # fmt: skip
        query = dict(parse_qsl(inner.query)) | given
        if not self.judge.hold(method, inner.path, query, sent.get("json"), answer):
            self.unjudged.append(f"{method} {inner.path}")
        return answer
