from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from kargosha.areas.applications import actions, queries
from kargosha.areas.applications.forms import WithdrawForm
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import Conflict, Refusal, Refused
from kargosha.kernel.exports import handed_out
from kargosha.kernel.roles import Permission

PROPOSING = (Permission.APPLICATION_SUBMIT, Permission.GROUP_OWN)


@require_GET
def proposals(request: Asked) -> HttpResponse:
    shown = queries.application_list(by=request.actor, asked=request.GET.dict())
    may_propose = any(map(request.actor.may_somewhere, PROPOSING))
    return render(request, "applications/proposals.html", shown | {"may_propose": may_propose})


@require_GET
def proposals_file(request: Asked, ending: str) -> HttpResponse:
    asked = request.GET.dict()
    return handed_out(queries.applications_file(by=request.actor, asked=asked, ending=ending))


@require_GET
def my_proposals(request: Asked) -> HttpResponse:
    shown = {
        "proposals": queries.own_applications(by=request.actor),
        "open": queries.open_to_own_groups(by=request.actor),
    }
    return render(request, "applications/my_proposals.html", shown)


@require_GET
def proposal(request: Asked, code: str) -> HttpResponse:
    return _card(request, code, 200)


@require_POST
def proposal_withdraw(request: Asked, code: str) -> HttpResponse:
    form = WithdrawForm(request.POST)
    form.is_valid()
    try:
        actions.withdraw_application(
            code=code, reason=form.cleaned_data.get("reason", ""), by=request.actor
        )
    except Refused as refused:
        return _card(request, code, 422, refused.reasons)
    except Conflict as conflict:
        return _card(request, code, 409, [conflict.reason])
    return redirect("applications:proposal", code=code)


def _card(request: Asked, code: str, status: int, refusals: Sequence[Refusal] = ()) -> HttpResponse:
    shown = {
        "page": queries.application_page(by=request.actor, code=code),
        "form": WithdrawForm(),
        "refusals": refusals,
        "may_read_journal": request.actor.may(Permission.JOURNAL_VIEW),
    }
    return render(request, "applications/proposal.html", shown, status=status)
