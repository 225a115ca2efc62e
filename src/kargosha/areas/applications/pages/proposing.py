from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.areas.applications import actions, queries
from kargosha.areas.applications.forms import MoneyForm, WhatForm, jobs_form_set
from kargosha.areas.applications.forms.proposals import MORE_ROWS, MOST_ROWS
from kargosha.areas.applications.queries import Proposing
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import Refused

STEPS = ("what", "money", "jobs", "check")
SLIP = "warning.amount_slip"


@require_GET
def propose(request: Asked) -> HttpResponse:
    """Offer the calls that are open, and the groups for which one may propose."""
    search = request.GET.get("search", "")
    return render(
        request,
        "applications/propose.html",
        queries.proposing_for(by=request.actor, search=search) | {"search": search},
    )


@require_http_methods(["GET", "POST"])
def propose_what(request: Asked, call_code: str, group_code: str) -> HttpResponse:
    found = _found(request, call_code, group_code)
    kept = {"place_code": found.group.place_code, **found.values}
    form = WhatForm(found, request.POST or None, initial=kept)
    if form.is_valid():
        return _kept(request, found, form.values, "money")
    return _step(request, found, "what", {"form": form}, 422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def propose_money(request: Asked, call_code: str, group_code: str) -> HttpResponse:
    found = _found(request, call_code, group_code)
    form = MoneyForm(request.POST or None, initial=dict(found.values))
    if not form.is_valid():
        return _step(request, found, "money", {"form": form}, 422 if form.is_bound else 200)
    said = [str(form.values[name]) for name in ("amount", "own_amount")]
    if request.POST.get("read") == "-".join(said):
        return _kept(request, found, form.values, "jobs")
    return _step(request, found, "money", {"form": form, "read": "-".join(said)}, 200)


@require_http_methods(["GET", "POST"])
def propose_jobs(request: Asked, call_code: str, group_code: str) -> HttpResponse:
    found = _found(request, call_code, group_code)
    if "more" in request.GET:
        rows = min(int(request.GET["more"]), MOST_ROWS) if request.GET["more"].isdecimal() else 0
        return _jobs(request, found, jobs_form_set(found, rows=rows), 200)
    forms = jobs_form_set(found, request.POST or None)
    if not forms.is_bound:
        return _jobs(request, found, forms, 200)
    if not forms.is_valid():
        return _jobs(request, found, forms, 422)
    if "more" in request.POST:
        kept = {**found.values, **forms.values}
        _save(request, found, kept)
        again = f"?more={forms.total_form_count() + MORE_ROWS}"
        return redirect(request.path + again)
    return _kept(request, found, forms.values, "check")


@require_GET
def propose_check(request: Asked, call_code: str, group_code: str) -> HttpResponse:
    return _step(request, _found(request, call_code, group_code), "check", {}, 200)


@require_POST
def propose_hand_in(request: Asked, call_code: str, group_code: str) -> HttpResponse:
    found = _found(request, call_code, group_code)
    proposal = found.proposal(is_confirmed="is_confirmed" in request.POST)
    if proposal is None:
        return _step(request, found, "check", {}, 422)
    try:
        made = actions.submit_proposal(
            group_code=group_code, call_code=call_code, proposal=proposal, by=request.actor
        )
    except Refused as refused:
        return _step(request, found, "check", {"refusals": refused.reasons}, 422)
    return redirect("applications:proposal", code=made.code)


def _found(request: Asked, call_code: str, group_code: str) -> Proposing:
    return queries.proposing(by=request.actor, group_code=group_code, call_code=call_code)


def _kept(
    request: Asked, found: Proposing, values: Mapping[str, object], following: str
) -> HttpResponse:
    """Keep what was typed, and go on to the next step."""
    _save(request, found, {**found.values, **values})
    return redirect(
        f"applications:propose-{following}", call_code=found.call.code, group_code=found.group.code
    )


def _save(request: Asked, found: Proposing, values: Mapping[str, object]) -> None:
    actions.save_draft(
        group_code=found.group.code, call_code=found.call.code, values=values, by=request.actor
    )


def _jobs(request: Asked, found: Proposing, forms: Any, status: int) -> HttpResponse:
    may_add = forms.total_form_count() < MOST_ROWS
    return _step(request, found, "jobs", {"forms": forms, "may_add": may_add}, status)


def _step(
    request: Asked, found: Proposing, step: str, others: Mapping[str, object], status: int
) -> HttpResponse:
    at = STEPS.index(step)
    steps = [
        (each, "done" if number < at else "now" if number == at else "")
        for number, each in enumerate(STEPS)
    ]
    shown = {"found": found, "step": step, "steps": steps, "slip": SLIP, **others}
    return render(request, f"applications/propose_{step}.html", shown, status=status)
