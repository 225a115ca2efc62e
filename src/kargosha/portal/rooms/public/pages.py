from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.allocation import pages, queries
from kargosha.kernel.asking import Asked


@require_GET
def front(request: Asked) -> HttpResponse:
    run = queries.latest_published(by=request.actor)
    if run is None:
        return render(request, "public/empty.html")
    return pages.round_page(request, run.pk)
