"""What a stranger may see: every address and every operation of the API, tried without a power."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

CLOSED = {302, 401, 403, 404, 405}
UNREADABLE = {415, 422}
PUBLIC = "planted"
"""The code of every row that anyone may see."""

SECRET = "nobodysees"
"""The code, and part of the name, of the proposal that no stranger may see."""

KEY = 4711
"""The key of the run that no stranger may see."""

TELLS = re.compile(f"{SECRET}|{KEY}|۴۷۱۱")


@dataclass(frozen=True)
class Door:
    """One address with the method by which it is tried."""

    route: str
    method: str = "GET"

    @property
    def name(self) -> str:
        """The name under which a public door is listed."""
        return f"{self.method} /{self.route}"

    @property
    def address(self) -> str:
        """The address at which a row that no stranger may see would stand."""
        numbered = re.sub(r"<int:\w+>", str(KEY), self.route)
        named = re.sub(r"candidates/<(\w+:)?\w+>", f"candidates/{SECRET}", numbered)
        return "/" + re.sub(r"<(\w+:)?\w+>", PUBLIC, named)


def pages() -> list[Door]:
    """Return every address of the site but the API's operations, which its document lists."""
    routes = _routes(get_resolver().url_patterns, "")
    return [Door(each) for each in routes if not each.startswith("api/") or "openapi" in each]


def operations(document: dict[str, Any]) -> list[Door]:
    """Return every operation of an OpenAPI document."""
    found = []
    for path, methods in document["paths"].items():
        route = path.lstrip("/")
        for operation in methods.values():
            for each in operation.get("parameters", []):
                kind = "int:" if each["schema"].get("type") == "integer" else ""
                if each["in"] == "path":
                    route = route.replace(f"{{{each['name']}}}", f"<{kind}{each['name']}>")
        found += [Door(route, method.upper()) for method in methods]
    return found


def broken_doors(client: Client, doors: list[Door], public: dict[str, str]) -> list[str]:
    """Return doors that are open and not listed, or tell a secret."""
    found = []
    for door in doors:
        answer = client.generic(door.method, door.address, "{}", "application/json")
        if answer.status_code in CLOSED | (UNREADABLE if door.method != "GET" else set()):
            continue
        if door.name not in public:
            found.append(f"{door.name} answers a stranger with {answer.status_code}")
        if TELLS.search(_body(answer).replace(door.address, "")):
            found.append(f"{door.name} tells a stranger what only others may see")
    return found


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, route)
        else:
            yield route


def _body(answer: HttpResponseBase) -> str:
    chunks = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(chunks).decode("utf-8", "replace")
