from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.applications import queries
from kargosha.kernel.asking import Asked

ROWS_A_PAGE = 50


@require_GET
def calls(request: Asked) -> HttpResponse:
    return render(request, "applications/calls.html", {"calls": queries.calls(by=request.actor)})


@require_GET
def call(request: Asked, code: str) -> HttpResponse:
    search = request.GET.get("search", "")
    found = queries.call_page(by=request.actor, code=code)
    rows = queries.applications(by=request.actor, call_code=code, search=search)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = {"call": found, "page": page, "search": search}
    return render(request, "applications/call.html", shown)
