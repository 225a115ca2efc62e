from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.allocation import pages, queries


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    run = queries.latest_published(by=request.actor)
    if run is None:
        return render(request, "public/empty.html")
    return pages.round_page(request, run.pk)
