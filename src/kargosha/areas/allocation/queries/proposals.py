"""The proposals of a run: the portfolio, and the why of each."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Prefetch, Q, QuerySet

from kargosha.areas.allocation.frames.money import money_state, turns_of, with_turns
from kargosha.areas.allocation.models import Award, Candidate, Change, Run
from kargosha.areas.allocation.queries.masking import Masking
from kargosha.areas.allocation.queries.rounds import rounds, run_seen
from kargosha.areas.allocation.queries.shapes import Case, ChangeLine, Line, Search
from kargosha.areas.applications.models import Application
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.errors import NotFound
from kargosha.kernel.roles import Permission

RULES = "eligibility."
"""Beginning of the reasons that name a rule of eligibility; they are worded for who applied."""


class Lines:
    """Candidates in the shape in which one asker may see them, read from the database a part at a time."""

    def __init__(self, candidates: QuerySet[Candidate], masking: Masking, by: Actor) -> None:
        self.candidates = candidates
        """The rows alone, in order."""

        self._masking = masking
        self._by = by

    def __len__(self) -> int:
        return self.candidates.count()

    def __getitem__(self, part: slice) -> list[Line]:
        return [self.line(candidate) for candidate in self.read(self.candidates[part])]

    def __iter__(self) -> Iterator[Line]:
        return map(self.line, self.read(self.candidates))

    def read(self, part: QuerySet[Candidate]) -> QuerySet[Candidate]:
        """Return a part of the candidates with all that a line tells; joined for that part only."""
        return (
            Candidate.objects.filter(pk__in=part.values("pk"))
            .select_related("run", "application__place", "application__activity", "reason")
            .prefetch_related(Prefetch("awards", with_turns(Award.objects.all())))
            .order_by("application__code")
        )

    def line(self, candidate: Candidate) -> Line:
        """Return one candidate as the asker may see it."""
        application = candidate.application
        is_full = self._by.may(Permission.RUN_VIEW, candidate.place_code)
        is_named = is_full or application.kind == Application.Kind.COOPERATIVE
        code, values = candidate.reason.code, candidate.reason.values
        granted = sum(award.amount for award in candidate.awards.all())
        return Line(
            code=application.code,
            name_fa=application.name_fa if is_named else None,
            name_en=application.name_en if is_named else None,
            place=application.place,
            activity=application.activity,
            kind=application.kind,
            outcome=candidate.outcome,
            reason=code if is_full or code.startswith(RULES) else f"{code}.applicant",
            values=values if is_full else self._masking.values(values),
            amount=candidate.amount if is_full else None,
            band=None if is_full else self._masking.band(candidate.amount),
            granted_amount=granted if is_full else None,
            jobs=candidate.jobs if is_full else None,
            margin=candidate.margin if is_full else None,
            is_full=is_full,
            money=money_state(candidate.awards.all()),
            turns=turns_of(candidate.awards.all()) if is_full else {},
        )

    def case(self, candidate: Candidate) -> Case:
        """Return one candidate with what explains its outcome to the asker."""
        line = self.line(candidate)
        changes = self._changes(candidate, line.is_full)
        return Case(
            line=line,
            rules_on=candidate.run.rules_on,
            application=candidate.application if line.is_full else None,
            candidate=candidate if line.is_full else None,
            awards=[
                (award.agreement, award.amount) for award in candidate.awards.all() if line.is_full
            ],
            changes=changes,
            search=_search(candidate, changes) if line.is_full else "",
        )

    def _changes(self, candidate: Candidate, is_full: bool) -> list[ChangeLine]:
        found = candidate.changes.all()
        changes = _latest(found if is_full else found.filter(is_for_applicant=True))
        return [
            ChangeLine(
                each.kind,
                each.values if is_full else self._masking.values(each.values),
                each.is_verified,
            )
            for each in changes
        ]


def portfolio(
    *, by: Actor, run_id: int, outcome: str = "", place: str = "", search: str = ""
) -> Lines:
    """Return the proposals of a run as the asker may see them, in the order of their codes.

    Raises
    ------
    NotFound
        There is no such run, or none that the asker may see.
    """
    filters = {"outcome": outcome, "place": place, "search": search}
    run = run_seen(by=by, run_id=run_id)
    return lines_of(by=by, run=run, masking=Masking(run.rules_on), filters=filters)


def lines_of(*, by: Actor, run: Run, masking: Masking, filters: Mapping[str, str]) -> Lines:
    """Return the proposals, that the filters leave, of a run known to be seen by the asker."""
    found = Candidate.objects.filter(
        Q(run__in=rounds(by=by)) | visible_to(by, Permission.RUN_VIEW), run=run
    )
    if filters["outcome"]:
        found = found.filter(outcome=filters["outcome"])
    if filters["place"]:
        found = found.filter(place_code__startswith=filters["place"])
    if filters["search"]:
        found = found.filter(_found_by(by, filters["search"]))
    return Lines(found.order_by("application__code"), masking, by)


def case(*, by: Actor, run_id: int, code: str) -> Case:
    """Return one proposal of a run with what explains its outcome to the asker.

    Raises
    ------
    NotFound
        There is no such proposal, or none that the asker may see.
    """
    lines = portfolio(by=by, run_id=run_id)
    candidate = lines.read(lines.candidates.filter(application__code=code)).first()
    if candidate is None:
        raise NotFound("candidate", code)
    return lines.case(candidate)


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


def _search(candidate: Candidate, changes: Iterable[ChangeLine]) -> Search:
    """Return what became of the last search that was asked for, as the queue of jobs tells."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    if any(change.is_verified for change in changes):
        return "found"
    jobs = ProcrastinateJob.objects.filter(
        queue_name="allocation.find_changes", args__key=candidate.pk
    )
    match jobs.order_by("-id").values_list("status", flat=True).first():
        case None:
            return ""
        case "todo" | "doing":
            return "running"
        case "succeeded":
            return "ended"
        case _:
            return "failed"
