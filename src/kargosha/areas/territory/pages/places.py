from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.territory import queries
from kargosha.kernel.asking import Asked


@require_GET
def counties(request: Asked) -> HttpResponse:
    chosen = {"search": request.GET.get("search", ""), "order": request.GET.get("order", "")}
    needs = queries.counties_by_need(by=request.actor, **chosen)
    return render(request, "territory/counties.html", {"needs": needs, "chosen": chosen})


@require_GET
def place(request: Asked, slug: str) -> HttpResponse:
    found, need, observations = queries.place_page(by=request.actor, slug=slug)
    shown = {"place": found, "need": need, "observations": observations}
    return render(request, "territory/place.html", shown)
