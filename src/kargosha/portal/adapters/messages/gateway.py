import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from kargosha.kernel.ports import NotSent

MOST_SECONDS = 10
TAKEN = range(200, 300)


@dataclass(frozen=True)
class Gateway:
    """Posts each message as JSON to a gateway; it follows no redirection and asks no proxy.

    The key goes along as ``Idempotency-Key``, so that a gateway can tell a repetition of what it took
    already, when only its answer was lost.
    """

    url: str
    token: str = ""

    def send(self, *, key: str, mobile: str, text: str) -> None:
        body = json.dumps({"key": key, "to": mobile, "text": text}, ensure_ascii=False)
        try:
            status = self._posted(body.encode(), key)
        except (OSError, HTTPException) as error:
            raise NotSent(str(error)) from error
        if status not in TAKEN:
            message = f"the gateway answered {status}"
            raise NotSent(message)

    def _posted(self, body: bytes, key: str) -> int:
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(str(parts.hostname), parts.port, timeout=MOST_SECONDS)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            connection.request("POST", target, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()
