from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.funding import queries


@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    shown = {
        "agreements": queries.agreements(by=request.actor),
        "quotas": queries.quotas(by=request.actor),
    }
    return render(request, "funding/agreements.html", shown)
