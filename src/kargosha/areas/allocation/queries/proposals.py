"""The proposals of a run: the portfolio, and the why of each."""

from collections.abc import Mapping

from django.db.models import Prefetch, Q, QuerySet

from kargosha.areas.allocation.models import Award, Candidate, Change
from kargosha.areas.allocation.queries.rounds import rounds, seen
from kargosha.areas.allocation.queries.shapes import BAND, Case, Line
from kargosha.areas.applications.models import Application
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.errors import NotFound
from kargosha.kernel.roles import Permission


def portfolio(
    *, by: Actor, run_id: int, outcome: str = "", place: str = "", search: str = ""
) -> QuerySet[Candidate]:
    """Return the candidates of a run that the asker may see, in the order of their codes.

    Turn a row into what may be shown with `line_of`.
    """
    if not rounds(by=by).filter(pk=run_id).exists():
        raise NotFound("run", run_id)
    filters = {"outcome": outcome, "place": place, "search": search}
    return chosen(by=by, run_id=run_id, filters=filters)


def case(*, by: Actor, run_id: int, code: str) -> Case:
    """Return one proposal of a run with what explains its outcome to the asker.

    Raises
    ------
    NotFound
        There is no such proposal, or none that the asker may see.
    """
    candidate = portfolio(by=by, run_id=run_id).filter(application__code=code).first()
    if candidate is None:
        raise NotFound("candidate", code)
    return case_of(candidate=candidate, by=by)


def case_of(*, candidate: Candidate, by: Actor) -> Case:
    """Return a candidate of the portfolio with what explains its outcome to the asker."""
    line = line_of(candidate=candidate, by=by)
    changes = (
        candidate.changes.all() if line.is_full else candidate.changes.filter(is_for_applicant=True)
    )
    return Case(
        line=line,
        rules_on=candidate.run.rules_on,
        application=candidate.application if line.is_full else None,
        candidate=candidate if line.is_full else None,
        awards=[
            (award.agreement, award.amount) for award in candidate.awards.all() if line.is_full
        ],
        changes=_latest(changes),
    )


def line_of(*, candidate: Candidate, by: Actor) -> Line:
    """Return a candidate in the shape in which the asker may see it."""
    application = candidate.application
    is_full = by.may(Permission.RUN_VIEW, candidate.place_code)
    is_named = is_full or application.kind == Application.Kind.COOPERATIVE
    lower = candidate.amount // BAND * BAND
    granted = sum(award.amount for award in candidate.awards.all())
    return Line(
        code=application.code,
        name_fa=application.name_fa if is_named else None,
        name_en=application.name_en if is_named else None,
        place=application.place,
        activity=application.activity,
        kind=application.kind,
        outcome=candidate.outcome,
        reason=candidate.reason.code if is_full else f"{candidate.reason.code}.applicant",
        values=candidate.reason.values,
        amount=candidate.amount if is_full else None,
        band=(lower, lower + BAND),
        granted_amount=granted if is_full else None,
        jobs=candidate.jobs if is_full else None,
        margin=candidate.margin if is_full else None,
        is_full=is_full,
    )


def chosen(*, by: Actor, run_id: int, filters: Mapping[str, str]) -> QuerySet[Candidate]:
    """Return the candidates of a run, known to be seen by the asker, that the filters leave."""
    found = (
        Candidate.objects.filter(run_id=run_id)
        .filter(seen(by, "run__") | visible_to(by, Permission.RUN_VIEW))
        .select_related("run", "application__place", "application__activity", "reason")
        .prefetch_related(Prefetch("awards", Award.objects.select_related("agreement")))
    )
    if filters["outcome"]:
        found = found.filter(outcome=filters["outcome"])
    if filters["place"]:
        found = found.filter(place_code__startswith=filters["place"])
    if filters["search"]:
        found = found.filter(_found_by(by, filters["search"]))
    return found.order_by("application__code")


def _found_by(by: Actor, search: str) -> Q:
    """Return the filter of a search: a stranger finds groups by code only."""
    named = Q(application__name_fa__icontains=search) | Q(application__name_en__icontains=search)
    if not by.may(Permission.RUN_VIEW):
        named &= Q(application__kind=Application.Kind.COOPERATIVE)
    return named | Q(application__code__icontains=search)


def _latest(changes: QuerySet[Change]) -> list[Change]:
    """Return the latest change found of each kind; estimates only where nothing was verified."""
    found: dict[str, Change] = {}
    for change in changes.order_by("is_verified", "found_at"):
        if change.is_verified and any(not each.is_verified for each in found.values()):
            found = {}
        found[change.kind] = change
    return [found[kind] for kind in sorted(found)]
