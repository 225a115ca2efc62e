from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.funding import queries
from kargosha.kernel.asking import Asked


@require_GET
def agreements(request: Asked) -> HttpResponse:
    shown = {
        "agreements": queries.agreements(by=request.actor),
        "quotas": queries.quotas(by=request.actor),
    }
    return render(request, "funding/agreements.html", shown)
