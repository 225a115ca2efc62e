"""What a person may ask about what a call is decided by: before it is signed, and the paper afterwards."""

from dataclasses import dataclass

from kargosha.areas.applications.frames.freezing import Signing, drawn_up, signed
from kargosha.areas.applications.models import CallFreeze
from kargosha.areas.applications.queries.calls import CallPage, call_page
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.exports import TakenAlong
from kargosha.kernel.roles import Permission

JSON = "application/json"


@dataclass(frozen=True)
class ToBeSigned:
    """A closed call, and what its signature would stand under."""

    page: CallPage
    signing: Signing


def to_be_signed(*, by: Actor, code: str) -> ToBeSigned:
    """Return what would be signed of a closed call now.

    Raises
    ------
    NotFound
        There is no such call.
    Refused
        The call still takes proposals, or an index of need is not published.
    """
    require(by, Permission.CALL_FREEZE)
    page = call_page(by=by, code=code)
    if page.call.closes_on >= clock.today():
        raise Refused(Refusal("refusal.freeze_early", {"closes_on": page.call.closes_on}))
    return ToBeSigned(page, drawn_up(page.call, clock.now()))


def signed_paper(*, by: Actor, code: str) -> TakenAlong:
    """Return the paper that was signed of a call, byte for byte; its SHA-256 is the fingerprint.
    Public to all.

    Raises
    ------
    NotFound
        There is no such call, or it is not frozen yet.
    """
    del by  # what a call is decided by is published; the proposals stand in it as one fingerprint
    paper = signed(_freeze(code)).paper
    return TakenAlong(f"{code}-signed.json", JSON, paper.text)


def signed_proposals(*, by: Actor, code: str) -> TakenAlong:
    """Return the list of proposals to which the signed paper refers, byte for byte.

    Raises
    ------
    NotFound
        There is no such call, or it is not frozen yet.
    """
    require(by, Permission.APPLICATION_VIEW)
    paper = signed(_freeze(code)).paper
    return TakenAlong(f"{code}-signed-proposals.json", JSON, paper.proposals)


def _freeze(code: str) -> CallFreeze:
    frozen = CallFreeze.objects.filter(call__code=code)
    freeze = frozen.select_related("call", "deprivation__index", "emigration__index").first()
    if freeze is None:
        raise NotFound("call_freeze", code)
    return freeze
