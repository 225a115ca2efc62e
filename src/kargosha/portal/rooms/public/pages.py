from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.allocation import queries
from kargosha.kernel.asking import Asked


@require_GET
def front(request: Asked) -> HttpResponse:
    shown = queries.latest_round_shown(by=request.actor, asked=request.GET.dict())
    if shown is None:
        return render(request, "public/empty.html")
    return render(request, "allocation/round.html", shown)
