from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import push_url

from kargosha.analysis.errors import BadTable
from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.forms import PublishForm
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import Conflict, Refusal, Refused
from kargosha.kernel.roles import Permission


@require_GET
def workshop(request: Asked, code: str) -> HttpResponse:
    return _shown(request, code, request.GET.dict() | _pulled(request))


@require_POST
def index_versions(request: Asked, code: str) -> HttpResponse:
    form = PublishForm(request.POST)
    asked = request.POST.dict()
    if not form.is_valid():
        return _shown(request, code, asked, [Refusal("refusal.index_form")], 422)
    said = form.cleaned_data
    method = queries.tried_method(code=code, by=request.actor, asked=asked)
    proposal = actions.IndexProposal(method, said["level"], said["note"], said["after"])
    try:
        version = actions.publish_index(code=code, proposal=proposal, by=request.actor)
    except BadTable as bad:
        faults = [Refusal(fault.code, fault.values) for fault in bad.faults]
        return _shown(request, code, asked, faults, 422)
    except Refused as refused:
        return _shown(request, code, asked, refused.reasons, 422)
    except Conflict as conflict:
        return _shown(request, code, asked, [conflict.reason], 409)
    return redirect("territory:index", code=code, number=version.number)


def _pulled(request: Asked) -> dict[str, str]:
    """Return the weight that was just set by pulling, which then stands for the one that is typed."""
    part, _dash, indicator = (request.htmx.trigger_name or "").partition("-")
    weight = request.GET.get(f"pull-{indicator}")
    return {f"weight-{indicator}": weight} if part == "pull" and weight else {}


def _shown(
    request: Asked,
    code: str,
    asked: Mapping[str, str],
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    experiment = queries.workshop(code=code, by=request.actor, asked=asked)
    shown = {
        "experiment": experiment,
        "page": experiment.page(asked.get("page")),
        "address": reverse("territory:workshop", args=[code]),
        "choices": queries.CHOICES,
        "titles": {
            "normalisation": _("Compare figures"),
            "aggregation": _("Bring them together by"),
            "unknown": _("A figure that is unknown"),
        },
        "may_publish": request.actor.may(Permission.INDEX_PUBLISH),
        "refusals": refusals,
        "note": asked.get("note", ""),
    }
    page = render(request, "territory/workshop.html", shown, status=status)
    return push_url(page, f"{shown['address']}?{_kept(asked)}") if request.htmx else page


def _kept(asked: Mapping[str, str]) -> str:
    """Return the choices as they stand in an address that shows the same again."""
    return urlencode({name: text for name, text in asked.items() if not name.startswith("pull-")})
