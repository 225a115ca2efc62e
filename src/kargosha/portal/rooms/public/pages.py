from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.allocation import queries
from kargosha.kernel.asking import Asked


@require_GET
def front(request: Asked) -> HttpResponse:
    run = queries.latest_published(by=request.actor)
    if run is None:
        return render(request, "public/empty.html")
    shown = queries.round_shown(by=request.actor, run_id=run.pk, asked=request.GET.dict())
    return render(request, "allocation/round.html", shown)
