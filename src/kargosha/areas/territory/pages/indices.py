from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.territory import queries
from kargosha.kernel.asking import Asked


@require_GET
def indices(request: Asked) -> HttpResponse:
    shown = {
        "lines": queries.indices(by=request.actor),
        "indicators": queries.indicator_names(by=request.actor),
    }
    return render(request, "territory/indices.html", shown)


@require_GET
def index(request: Asked, code: str, number: int) -> HttpResponse:
    asked = request.GET.dict()
    ranking = queries.ranking(code=code, number=number, by=request.actor, asked=asked)
    shown = {"ranking": ranking, "version": ranking.version, "chosen": asked}
    return render(request, "territory/index.html", shown)


@require_GET
def index_file(request: Asked, code: str, number: int, kind: str) -> FileResponse:
    made = queries.ranking_file(code=code, number=number, kind=kind, by=request.actor)
    return FileResponse(made.file, as_attachment=True, filename=made.name)
