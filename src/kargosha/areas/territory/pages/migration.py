from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.analysis.territory.judging.tables import FLOWS
from kargosha.areas.territory import queries
from kargosha.kernel.asking import Asked
from kargosha.kernel.exports import handed_out


@require_GET
def migration(request: Asked) -> HttpResponse:
    found = queries.migration_page(by=request.actor, asked=request.GET.dict())
    return render(request, "territory/migration.html", {"page": found, "columns": FLOWS.columns})


@require_GET
def migration_file(request: Asked, ending: str) -> HttpResponse:
    made = queries.migration_file(by=request.actor, asked=request.GET.dict(), ending=ending)
    return handed_out(made)
