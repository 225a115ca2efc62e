from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import push_url

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.forms import DecisionForm
from kargosha.kernel.asking import Asked
from kargosha.kernel.roles import Permission

MOST_LOOKS = 20
"""How often a page asks whether the changes were found before it leaves that to the reader."""


@require_http_methods(["GET", "POST"])
def rounds(request: Asked) -> HttpResponse:
    if request.method == "POST":
        run = actions.propose_run(call_code=request.POST.get("call", ""), by=request.actor)
        return redirect("allocation:round", run_id=run.pk)
    runs = [(run, run.state) for run in queries.rounds(by=request.actor)]
    may_propose = request.actor.may(Permission.RUN_PROPOSE)
    calls = queries.undecided_calls(by=request.actor) if may_propose else ()
    return render(request, "allocation/rounds.html", {"runs": runs, "calls": calls})


@require_GET
def round_page(request: Asked, run_id: int) -> HttpResponse:
    shown = queries.round_shown(by=request.actor, run_id=run_id, asked=request.GET.dict())
    return render(request, "allocation/round.html", shown | {"form": DecisionForm()})


@require_GET
def portfolio(request: Asked, run_id: int) -> HttpResponse:
    address = f"{reverse('allocation:round', args=[run_id])}?{request.GET.urlencode()}"
    if not request.htmx:
        return redirect(address)
    shown = queries.portfolio_shown(by=request.actor, run_id=run_id, asked=request.GET.dict())
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
    said = {name: request.POST.get(name, "") for name in ("verdict", "note")}
    actions.decide_run(run_id=run_id, by=request.actor, **said)
    return redirect("allocation:round", run_id=run_id)


@require_POST
def publication(request: Asked, run_id: int) -> HttpResponse:
    actions.publish_run(run_id=run_id, by=request.actor)
    return redirect("allocation:round", run_id=run_id)


@require_GET
def export(request: Asked, run_id: int) -> FileResponse:
    file = queries.export(by=request.actor, run_id=run_id)
    return FileResponse(file, as_attachment=True, filename=f"round-{run_id}.zip")
