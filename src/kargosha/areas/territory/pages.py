from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.territory import queries


@require_GET
def counties(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("search", "")
    needs = queries.counties_by_need(by=request.actor, search=search)
    return render(request, "territory/counties.html", {"needs": needs, "search": search})


@require_GET
def place(request: HttpRequest, slug: str) -> HttpResponse:
    found, need, observations = queries.place_page(by=request.actor, slug=slug)
    shown = {"place": found, "need": need, "observations": observations}
    return render(request, "territory/place.html", shown)
