from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import push_url

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.forms import DecisionForm
from kargosha.areas.allocation.models import Candidate
from kargosha.kernel.asking import Asked
from kargosha.kernel.roles import Permission

ROWS_A_PAGE = 12
MOST_LOOKS = 20
"""How often a page asks whether the changes were found before it leaves that to the reader."""


@require_GET
def rounds(request: Asked) -> HttpResponse:
    runs = [(run, run.state) for run in queries.rounds(by=request.actor)]
    return render(request, "allocation/rounds.html", {"runs": runs})


@require_GET
def round_page(request: Asked, run_id: int) -> HttpResponse:
    found = queries.round_page(by=request.actor, run_id=run_id)
    shown = portfolio_shown(request, run_id) | {
        "round": found,
        "names": found.names,
        "outcomes": Candidate.Outcome.values,
        "form": DecisionForm(),
        "may_decide": request.actor.may(Permission.RUN_APPROVE),
        "may_publish": request.actor.may(Permission.RUN_PUBLISH),
    }
    return render(request, "allocation/round.html", shown)


@require_GET
def portfolio(request: Asked, run_id: int) -> HttpResponse:
    address = f"{reverse('allocation:round', args=[run_id])}?{request.GET.urlencode()}"
    if not request.htmx:
        return redirect(address)
    shown = portfolio_shown(request, run_id)
    return push_url(render(request, "allocation/_portfolio.html", shown), address)


@require_GET
def case(request: Asked, run_id: int, code: str) -> HttpResponse:
    found = queries.case(by=request.actor, run_id=run_id, code=code)
    template = "allocation/_why.html" if request.htmx else "allocation/case.html"
    looks = request.GET.get("waiting", "")
    waiting = int(looks) if looks.isdecimal() else 0
    is_found = any(change.is_verified for change in found.changes)
    shown = {
        "case": found,
        "run_id": run_id,
        "names": queries.names(by=request.actor, run_id=run_id),
        "may_try": found.line.is_full,
        "waiting": 0 if is_found or waiting > MOST_LOOKS else waiting,
    }
    return render(request, template, shown)


@require_POST
def change_search(request: Asked, run_id: int, code: str) -> HttpResponse:
    actions.request_changes(run_id=run_id, code=code, by=request.actor)
    return redirect(reverse("allocation:case", args=[run_id, code]) + "?waiting=1")


@require_POST
def decision(request: Asked, run_id: int) -> HttpResponse:
    form = DecisionForm(request.POST)
    form.full_clean()
    actions.decide_run(run_id=run_id, by=request.actor, **form.cleaned_data)
    return redirect("allocation:round", run_id=run_id)


@require_POST
def publication(request: Asked, run_id: int) -> HttpResponse:
    actions.publish_run(run_id=run_id, by=request.actor)
    return redirect("allocation:round", run_id=run_id)


@require_GET
def export(request: Asked, run_id: int) -> FileResponse:
    file = queries.export(by=request.actor, run_id=run_id)
    return FileResponse(file, as_attachment=True, filename=f"round-{run_id}.zip")


def portfolio_shown(request: Asked, run_id: int) -> dict[str, object]:
    """Return the rows of the portfolio that the address asks for."""
    chosen = {name: request.GET.get(name, "") for name in ("outcome", "place", "search")}
    rows = queries.portfolio(by=request.actor, run_id=run_id, **chosen)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = [queries.line_of(candidate=candidate, by=request.actor) for candidate in page]
    telling = next((each for each in page if each.outcome == Candidate.Outcome.REFUSED), None)
    first = telling or next(iter(page), None)
    return {
        "run_id": run_id,
        "lines": lines,
        "page": page,
        "chosen": chosen,
        "case": first and queries.case_of(candidate=first, by=request.actor),
        "may_try": bool(lines) and lines[0].is_full,
    }
