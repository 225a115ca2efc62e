from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.areas.applications import actions, queries
from kargosha.areas.applications.forms import CallForm
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import Conflict, Refusal, Refused
from kargosha.kernel.exports import handed_out
from kargosha.kernel.roles import Permission

ROWS_A_PAGE = 50


@require_GET
def calls(request: Asked) -> HttpResponse:
    shown = queries.call_list(by=request.actor, asked=request.GET.dict())
    return render(request, "applications/calls.html", shown)


@require_GET
def calls_file(request: Asked, ending: str) -> HttpResponse:
    made = queries.calls_file(by=request.actor, asked=request.GET.dict(), ending=ending)
    return handed_out(made)


@require_GET
def call(request: Asked, code: str) -> HttpResponse:
    search = request.GET.get("search", "")
    found = queries.call_page(by=request.actor, code=code)
    rows = queries.applications(by=request.actor, call_code=code, search=search)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "found": found,
        "call": found.call,
        "idle_floors": found.idle_floors,
        "page": page,
        "search": search,
        "sees_all": request.actor.may(Permission.APPLICATION_VIEW),
        "may_list": found.seen.state in ("open", "closed")
        and request.actor.may_somewhere(Permission.APPLICATION_SUBMIT),
        "may_propose": request.actor.may_somewhere(Permission.APPLICATION_SUBMIT)
        or request.actor.may_somewhere(Permission.GROUP_OWN),
    }
    return render(request, "applications/call.html", shown)


@require_http_methods(["GET", "POST"])
def call_new(request: Asked) -> HttpResponse:
    form = CallForm(queries.opening(by=request.actor), request.POST or None)
    shown: dict[str, object] = {"form": form}
    if form.is_valid():
        if request.POST.get("read") == form.digest:
            try:
                actions.open_call(
                    code=form.cleaned_data["code"],
                    text=form.text,
                    terms=form.terms,
                    by=request.actor,
                )
            except Refused as refused:
                shown |= {"refusals": refused.reasons}
            else:
                return redirect("applications:call", code=form.cleaned_data["code"])
        shown |= {
            "read": form.digest,
            "terms": form.terms,
            "money": queries.money_of_terms(
                by=request.actor, money=form.money, year_share=form.cleaned_data["year_share"]
            ),
        }
    is_refused = form.is_bound and (not form.is_valid() or "refusals" in shown)
    return render(request, "applications/call_new.html", shown, status=422 if is_refused else 200)


@require_GET
def call_signing(request: Asked, code: str) -> HttpResponse:
    return _signing(request, code, 200)


@require_POST
def call_freeze(request: Asked, code: str) -> HttpResponse:
    try:
        actions.freeze_call(
            call_code=code, fingerprint=request.POST.get("fingerprint", ""), by=request.actor
        )
    except Conflict as conflict:
        if conflict.reason.code == "conflict.call_frozen":
            raise
        return _signing(request, code, 409, [conflict.reason])
    return redirect("applications:call", code=code)


@require_GET
def signed_paper(request: Asked, code: str) -> HttpResponse:
    made = queries.signed_paper(by=request.actor, code=code)
    return handed_out(made)


@require_GET
def signed_proposals(request: Asked, code: str) -> HttpResponse:
    made = queries.signed_proposals(by=request.actor, code=code)
    return handed_out(made)


def _signing(
    request: Asked, code: str, status: int, refusals: Sequence[Refusal] = ()
) -> HttpResponse:
    asked = queries.to_be_signed(by=request.actor, code=code)
    shown = {"found": asked.page, "asked": asked, "refusals": refusals}
    return render(request, "applications/call_signing.html", shown, status=status)
