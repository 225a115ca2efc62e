from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.funding import queries
from kargosha.kernel.asking import Asked
from kargosha.kernel.exports import handed_out
from kargosha.kernel.roles import Permission


@require_GET
def quotas(request: Asked) -> HttpResponse:
    shown = queries.quota_list(by=request.actor, asked=request.GET.dict())
    shown |= {"may_set": request.actor.may(Permission.FUND_SET)}
    return render(request, "funding/quotas.html", shown)


@require_GET
def quotas_file(request: Asked, ending: str) -> HttpResponse:
    asked = request.GET.dict()
    return handed_out(queries.quotas_file(by=request.actor, asked=asked, ending=ending))
