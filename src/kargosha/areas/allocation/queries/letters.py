"""The letters of published rounds: of a place to its officers, of a group to its own members."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from kargosha.areas.allocation.frames.letter_files import LETTERS
from kargosha.areas.allocation.frames.money import money_state, turns_of, with_turns
from kargosha.areas.allocation.models import Award, Letter
from kargosha.areas.applications.models.proposals import MOST_ROLLS
from kargosha.areas.registry.models import Membership
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.exports import TakenAlong, taken_along
from kargosha.kernel.roles import Permission

PLACE = "candidate__place_code"
KINDS = ("granted", "waits", "refused", "ineligible")
FILTERS = ("kind", "place", "search")
SORTS: Mapping[str, Sequence[str]] = {
    "code": ("candidate__application__code",),
    "place": (PLACE, "candidate__application__code"),
    "amount": ("-candidate__amount", "candidate__application__code"),
}
ROWS_A_PAGE = 25


@dataclass(frozen=True)
class LetterPage:
    """A letter with what it is about and where its money stands today."""

    letter: Letter
    awards: Sequence[Award]
    money: str
    turns: Mapping[str, int]
    goes_on: bool

    @property
    def failures(self) -> Sequence[Mapping[str, object]]:
        """Every rule of eligibility that the proposal fails."""
        failures: Sequence[Mapping[str, object]] = self.letter.values["reason_values"].get(
            "failures", ()
        )
        return failures


def letters(
    *, by: Actor, run_id: int, kind: str = "", place: str = "", search: str = "", sort: str = "code"
) -> QuerySet[Letter]:
    """Return the letters of a round in the places that the asker reads, in the order asked for: by code,
    by place, or the largest amount first.

    Raises
    ------
    NotAllowed
        The asker reads none anywhere.
    """
    if not by.may_somewhere(Permission.RUN_VIEW):
        raise NotAllowed(Permission.RUN_VIEW)
    seen = visible_to(by, Permission.RUN_VIEW, PLACE)
    found = _known().filter(seen, candidate__run=run_id)
    if kind:
        found = found.filter(code=f"letter.{kind}")
    if place:
        found = found.filter(candidate__place_code__startswith=place)
    if search:
        found = found.filter(
            Q(candidate__application__code__icontains=search)
            | Q(candidate__application__name_fa__icontains=search)
            | Q(candidate__application__name_en__icontains=search)
        )
    return found.order_by(*SORTS.get(sort, SORTS["code"]))


def letter_list(*, by: Actor, run_id: int, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of a round's letters, in the order of `letters`.

    Raises
    ------
    NotFound
        There is no such published round.
    """
    chosen = {name: asked.get(name, "") for name in FILTERS}
    sort = asked.get("sort", "code")
    page = Paginator(letters(by=by, run_id=run_id, sort=sort, **chosen), ROWS_A_PAGE).get_page(
        asked.get("page")
    )
    first = _known().filter(candidate__run=run_id).first()
    if first is None:
        raise NotFound("run", run_id)
    return {
        "run": first.candidate.run,
        "page": page,
        "chosen": chosen | {"sort": sort},
        "kinds": KINDS,
        "sorts": tuple(SORTS),
    }


def letters_file(
    *, by: Actor, run_id: int, asked: Mapping[str, str], ending: str = "csv"
) -> TakenAlong:
    """Return all letters that `letters` finds as a file, in its order.

    Raises
    ------
    NotFound
        There are no files of that kind.
    """
    chosen = {name: asked.get(name, "") for name in FILTERS}
    found = letters(by=by, run_id=run_id, sort=asked.get("sort", "code"), **chosen)
    return taken_along(_rows(found), LETTERS, ending)


def letter(*, by: Actor, run_id: int, code: str) -> LetterPage:
    """Return the letter of a proposal, to who reads its place and to the members of its own group.

    Raises
    ------
    NotFound
        There is no such letter, or none that the asker may read.
    """
    found = (
        _known()
        .filter(_readable(by), candidate__run=run_id, candidate__application__code=code)
        .first()
    )
    if found is None:
        raise NotFound("letter", code)
    awards = list(with_turns(Award.objects.filter(candidate=found.candidate)))
    return LetterPage(
        letter=found,
        awards=awards,
        money=money_state(awards),
        turns=turns_of(awards),
        goes_on=found.code == "letter.refused"
        and found.candidate.application.rolled_count < MOST_ROLLS,
    )


def own_letters(*, by: Actor) -> QuerySet[Letter]:
    """Return the letters to the groups in which the asker is a member, the latest first."""
    if not by.may_somewhere(Permission.GROUP_OWN):
        raise NotAllowed(Permission.GROUP_OWN)
    return _known().filter(_own(by)).order_by("-id")


def group_letters(*, by: Actor, group_code: str) -> QuerySet[Letter]:
    """Return the letters to a group that the asker may read, the latest first."""
    found = _known().filter(_readable(by), candidate__application__group__code=group_code)
    return found.order_by("-id")


def _readable(by: Actor) -> Q:
    """Return the filter for letters that the asker may read: of the places one reads, and one's own."""
    if by.may(Permission.RUN_VIEW):
        return Q()
    return visible_to(by, Permission.RUN_VIEW, PLACE) | _own(by)


def _own(by: Actor) -> Q:
    """Return the filter for letters to groups of which the asker is an open member."""
    if by.user_id is None or not by.may_somewhere(Permission.GROUP_OWN):
        return Q(pk__in=[])
    own = Membership.objects.filter(person__user=by.user_id, exited_on=None)
    return Q(candidate__application__group__in=own.values("group"))


def _known() -> QuerySet[Letter]:
    return Letter.objects.select_related(
        "candidate__run__call",
        "candidate__run__publication",
        "candidate__application__place",
        "candidate__application__activity",
        "candidate__application__group",
    )


def _rows(found: QuerySet[Letter]) -> Iterator[Mapping[str, object]]:
    for each in found:
        application = each.candidate.application
        yield {
            "code": application.code,
            "name_fa": application.name_fa,
            "name_en": application.name_en,
            "place_code": application.place_code,
            "letter": each.code.removeprefix("letter."),
            "reason": each.values["reason"],
            "amount": each.values["amount"],
            "firm_amount": each.values["firm_amount"],
            "waiting_amount": each.values["waiting_amount"],
        }
