from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.kernel import queries as kernel
from kargosha.kernel.asking import Asked
from kargosha.kernel.exports import handed_out
from kargosha.portal.rooms.office import queries


@require_GET
def journal(request: Asked) -> HttpResponse:
    seen = queries.journal_page(by=request.actor, asked=request.GET.dict())
    seal = kernel.journal_seals(by=request.actor).last()
    shown = {"seen": seen, "page": seen.page, "seal": seal, "events": queries.events()}
    return render(request, "office/journal.html", shown)


@require_GET
def journal_file(request: Asked, ending: str) -> HttpResponse:
    asked = request.GET.dict()
    return handed_out(queries.journal_file(by=request.actor, asked=asked, ending=ending))
