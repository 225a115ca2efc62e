"""A person at a browser, for benchmarks: signs in, opens pages, posts forms, keeps cookies."""

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Reader:
    """Reads one running kargosha, in English."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self._opener.addheaders = [("Accept-Language", "en")]

    def page(self, path: str) -> str:
        """Return the text of a page."""
        return self.file(path).decode()

    def file(self, path: str) -> bytes:
        """Return what an address answers with."""
        with self._opener.open(self.address + path) as answer:
            return bytes(answer.read())

    def post(self, path: str, form: str, **fields: str) -> str:
        """Send a form that stands on the page `form`, and return the page that it leads to."""
        token = TOKEN.search(self.page(form))
        if token is None:
            raise LookupError(f"no form on {form}")
        data = urlencode(fields | {"csrfmiddlewaretoken": token[1]}).encode()
        asked = Request(self.address + path, data, {"Referer": self.address + form})  # noqa: S310
        with self._opener.open(asked) as answer:
            return str(answer.read().decode())

    def sign_in(self, line: str) -> None:
        """Sign in with a line of the list of rehearsal accounts."""
        username, password, *_ = line.split()
        page = "/account/sign-in/"
        self.post(page, page, username=username, password=password)
