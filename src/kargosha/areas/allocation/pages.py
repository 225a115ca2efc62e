from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.forms import DecisionForm
from kargosha.kernel.roles import Permission

ROWS_A_PAGE = 40


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    runs = [(run, queries.state_of(run)) for run in queries.rounds(by=request.actor)]
    return render(request, "allocation/rounds.html", {"runs": runs})


@require_GET
def round_page(request: HttpRequest, run_id: int) -> HttpResponse:
    found = queries.round_page(by=request.actor, run_id=run_id)
    shown = portfolio_shown(request, run_id) | {
        "round": found,
        "form": DecisionForm(),
        "may_decide": request.actor.may(Permission.RUN_APPROVE),
        "may_publish": request.actor.may(Permission.RUN_PUBLISH),
    }
    return render(request, "allocation/round.html", shown)


@require_GET
def portfolio(request: HttpRequest, run_id: int) -> HttpResponse:
    shown = portfolio_shown(request, run_id) | {"run_id": run_id}
    return render(request, "allocation/_portfolio.html", shown)


@require_GET
def case(request: HttpRequest, run_id: int, code: str) -> HttpResponse:
    found = queries.case(by=request.actor, run_id=run_id, code=code)
    template = "allocation/_why.html" if request.htmx else "allocation/case.html"
    shown = {"case": found, "run_id": run_id, "may_try": found.line.is_full}
    return render(request, template, shown)


@require_POST
def change_search(request: HttpRequest, run_id: int, code: str) -> HttpResponse:
    actions.request_changes(run_id=run_id, code=code, by=request.actor)
    return redirect("allocation:case", run_id=run_id, code=code)


@require_POST
def decision(request: HttpRequest, run_id: int) -> HttpResponse:
    form = DecisionForm(request.POST)
    form.full_clean()
    actions.decide_run(run_id=run_id, by=request.actor, **form.cleaned_data)
    return redirect("allocation:round", run_id=run_id)


@require_POST
def publication(request: HttpRequest, run_id: int) -> HttpResponse:
    actions.publish_run(run_id=run_id, by=request.actor)
    return redirect("allocation:round", run_id=run_id)


@require_GET
def export(request: HttpRequest, run_id: int) -> FileResponse:
    file = queries.export(by=request.actor, run_id=run_id)
    return FileResponse(file, as_attachment=True, filename=f"round-{run_id}.zip")


def portfolio_shown(request: HttpRequest, run_id: int) -> dict[str, object]:
    """Return the rows of the portfolio that the address asks for."""
    chosen = {name: request.GET.get(name, "") for name in ("outcome", "place", "search")}
    rows = queries.portfolio(by=request.actor, run_id=run_id, **chosen)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = [queries.line_of(candidate, by=request.actor) for candidate in page]
    return {"lines": lines, "page": page, "chosen": chosen}
