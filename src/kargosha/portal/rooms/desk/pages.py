from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.kernel.asking import Asked
from kargosha.kernel.exports import handed_out
from kargosha.portal.rooms.desk import queries


@require_GET
def desk(request: Asked) -> HttpResponse:
    shown = queries.desk(by=request.actor, asked=request.GET.dict())
    return render(request, "desk/desk.html", {"seen": shown, "page": shown.page})


@require_GET
def duties_file(request: Asked, ending: str) -> HttpResponse:
    asked = request.GET.dict()
    return handed_out(queries.duties_file(by=request.actor, asked=asked, ending=ending))
