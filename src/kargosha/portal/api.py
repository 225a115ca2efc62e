"""One OpenAPI document from the areas' routers."""

from collections.abc import Callable, Mapping
from functools import wraps
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from ninja.renderers import JSONRenderer
from ninja.security import SessionAuth

from kargosha import __version__
from kargosha.areas import FLOW
from kargosha.kernel.queries import purpose
from kargosha.portal.problems import TellingAPI
from kargosha.portal.rooms.account.api import router as account
from kargosha.portal.rooms.desk.api import router as desk
from kargosha.portal.rooms.office.api import router as office

Answer = Callable[..., HttpResponseBase]


class PlainRenderer(JSONRenderer):
    """JSON with Persian letters as they are."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class SignedInOrAnyone(SessionAuth):
    """Knows the signed-in person by the session; a stranger asks as anyone. Writes need the CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.actor  # type: ignore[attr-defined]


def saying_what_is_made_up(answer: Answer) -> Answer:
    """Mark the answers of a rehearsal, as its pages are marked."""

    @wraps(answer)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = answer(request, *args, **kwargs)
        if purpose() == "rehearsal":
            response["X-Kargosha-Made-Up"] = "yes"
        return response

    return marked


api = TellingAPI(
    title="Kargosha",
    version=__version__,
    description="The same actions as the pages and the commands. A refusal is a problem document; "
    "nothing is answered with 401, for a stranger asks as anyone. "
    "Where all rows are made up, each answer has the header X-Kargosha-Made-Up.",
    renderer=PlainRenderer(),
    auth=SignedInOrAnyone(),
    docs_url=None,
)
api.add_decorator(saying_what_is_made_up, mode="view")
for area in FLOW:
    api.add_router(f"/{area}/", import_module(f"kargosha.areas.{area}.api").router, tags=[area])
api.add_router("/office/", office, tags=["office"])
api.add_router("/account/", account, tags=["account"])
api.add_router("/desk/", desk, tags=["desk"])
