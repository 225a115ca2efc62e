from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.forms import OrderForm
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import Conflict, Refusal, Refused


@require_GET
def borderline_list(request: Asked, run_id: int) -> HttpResponse:
    state = queries.borderline_state(by=request.actor, run_id=run_id)
    return render(request, "allocation/borderlines.html", {"state": state})


@require_http_methods(["GET", "POST"])
def borderline(request: Asked, run_id: int, place_code: str) -> HttpResponse:
    seen = queries.borderline_page(by=request.actor, run_id=run_id, place_code=place_code)
    form = OrderForm(seen.cases, request.POST or None)
    status = 200
    refusals: Sequence[Refusal] = ()
    if form.is_bound and not form.is_valid():
        status = 422
    elif form.is_bound:
        try:
            actions.order_borderline(
                run_id=run_id,
                place_code=place_code,
                minutes=form.cleaned_data["minutes"],
                cases=form.lines(),
                by=request.actor,
            )
        except Refused as refused:
            status, refusals = 422, refused.reasons
        except Conflict as conflict:
            status, refusals = 409, [conflict.reason]
        else:
            return redirect("allocation:borderline", run_id=run_id, place_code=place_code)
    shown = {"seen": seen, "form": form, "refusals": refusals}
    return render(request, "allocation/borderline.html", shown, status=status)


@require_GET
def my_borderlines(request: Asked) -> HttpResponse:
    shown = {
        "owed": queries.orders_owed(by=request.actor),
        "given": queries.orders_given(by=request.actor),
    }
    return render(request, "allocation/my_borderlines.html", shown)


@require_POST
def ordered_run(request: Asked, run_id: int) -> HttpResponse:
    run = actions.propose_ordered(run_id=run_id, by=request.actor)
    return redirect("allocation:round", run_id=run.pk)
