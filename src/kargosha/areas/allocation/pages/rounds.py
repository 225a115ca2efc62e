from collections.abc import Sequence

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import push_url

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.forms import DecisionForm
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import Conflict, Refusal, Refused
from kargosha.kernel.exports import handed_out
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
    may_order = request.actor.may_somewhere(Permission.BORDERLINE_ORDER)
    owed = queries.orders_owed(by=request.actor) if may_order else ()
    shown = {"runs": runs, "calls": calls, "owed": owed}
    return render(request, "allocation/rounds.html", shown)


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
    template = "allocation/_why.html" if request.htmx else "allocation/case.html"
    looks = request.GET.get("looks", "")
    shown = {
        "case": queries.case(by=request.actor, run_id=run_id, code=code),
        "run_id": run_id,
        "names": queries.names(by=request.actor, run_id=run_id),
        "next_look": 1 + (int(looks) if looks.isdecimal() else 0),
        "most_looks": MOST_LOOKS,
    }
    return render(request, template, shown)


@require_POST
def change_search(request: Asked, run_id: int, code: str) -> HttpResponse:
    actions.request_changes(run_id=run_id, code=code, by=request.actor)
    return redirect("allocation:case", run_id=run_id, code=code)


@require_POST
def decision(request: Asked, run_id: int) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _asked_again(request, run_id, form, 422)
    try:
        actions.decide_run(run_id=run_id, by=request.actor, **form.cleaned_data)
    except Refused as refused:
        return _asked_again(request, run_id, form, 422, refused.reasons)
    except Conflict as conflict:
        return _asked_again(request, run_id, form, 409, [conflict.reason])
    return redirect("allocation:round", run_id=run_id)


@require_POST
def publication(request: Asked, run_id: int) -> HttpResponse:
    actions.publish_run(run_id=run_id, by=request.actor)
    return redirect("allocation:round", run_id=run_id)


@require_POST
def comparisons(request: Asked) -> HttpResponse:
    run = actions.compare_run(call_code=request.POST.get("call", ""), by=request.actor)
    basis = queries.comparison_basis(by=request.actor, run_id=run.pk)
    return redirect("allocation:against", run_id=run.pk, other_id=basis.pk)


@require_GET
def against(request: Asked, run_id: int, other_id: int) -> HttpResponse:
    found = queries.difference(by=request.actor, run_id=run_id, other_id=other_id)
    return render(request, "allocation/against.html", {"difference": found})


@require_GET
def instruments(request: Asked, run_id: int) -> HttpResponse:
    found = queries.round_page(by=request.actor, run_id=run_id)
    return render(request, "allocation/instruments.html", {"round": found})


@require_GET
def instruments_file(request: Asked, run_id: int, part: str, ending: str) -> HttpResponse:
    found = queries.instruments_file(by=request.actor, run_id=run_id, part=part, ending=ending)
    return handed_out(found)


@require_GET
def export(request: Asked, run_id: int) -> FileResponse:
    archive = queries.export(by=request.actor, run_id=run_id)
    return FileResponse(archive.file, as_attachment=True, filename=archive.name)


def _asked_again(
    request: Asked, run_id: int, form: DecisionForm, status: int, refusals: Sequence[Refusal] = ()
) -> HttpResponse:
    """Show the round again with what was typed, and why it was not taken."""
    shown = queries.round_shown(by=request.actor, run_id=run_id, asked=request.GET.dict())
    return render(
        request,
        "allocation/round.html",
        shown | {"form": form, "refusals": refusals},
        status=status,
    )
