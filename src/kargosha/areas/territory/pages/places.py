from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.territory import queries
from kargosha.areas.territory.models import Place
from kargosha.kernel.asking import Asked
from kargosha.kernel.exports import handed_out
from kargosha.kernel.roles import Permission


@require_GET
def counties(request: Asked) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("axis", "level", "page")}
    ranking = queries.need_ranking(by=request.actor, **asked)
    return render(request, "territory/counties.html", {"ranking": ranking})


@require_GET
def quadrants(request: Asked) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("level", "page")}
    ranking = queries.need_ranking(by=request.actor, **asked)
    return render(request, "territory/quadrants.html", {"ranking": ranking})


@require_GET
def need_file(request: Asked, ending: str) -> HttpResponse:
    asked = {name: request.GET[name] for name in ("axis", "level") if name in request.GET}
    made = queries.need_file(by=request.actor, ending=ending, **asked)
    return handed_out(made)


@require_GET
def places(request: Asked) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("search", "kind", "page")}
    found = queries.place_search(by=request.actor, **asked)
    shown = {"found": found, "asked": asked, "kinds": Place.Kind.values}
    return render(request, "territory/search.html", shown)


@require_GET
def place(request: Asked, slug: str) -> HttpResponse:
    page = queries.place_page(by=request.actor, slug=slug, page=request.GET.get("page"))
    shown = {
        "page": page,
        "place": page.place,
        "migration": queries.migration_of(by=request.actor, place=page.place),
        "marks": page.marks,
        "may_object": request.actor.may(Permission.FIGURE_OBJECT, page.place.place_code),
    }
    return render(request, "territory/place.html", shown)


@require_GET
def figures_file(request: Asked, slug: str, ending: str) -> HttpResponse:
    made = queries.figures_file(by=request.actor, slug=slug, ending=ending)
    return handed_out(made)


@require_GET
def places_file(request: Asked, ending: str) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("search", "kind")}
    made = queries.places_file(by=request.actor, ending=ending, **asked)
    return handed_out(made)


@require_GET
def all_figures_file(request: Asked, ending: str) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("search", "kind")}
    made = queries.all_figures_file(by=request.actor, ending=ending, **asked)
    return handed_out(made)
