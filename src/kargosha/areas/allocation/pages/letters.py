from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kargosha.areas.allocation import queries
from kargosha.kernel.asking import Asked
from kargosha.kernel.exports import handed_out


@require_GET
def letters(request: Asked, run_id: int) -> HttpResponse:
    shown = queries.letter_list(by=request.actor, run_id=run_id, asked=request.GET.dict())
    return render(request, "allocation/letters.html", shown)


@require_GET
def letters_file(request: Asked, run_id: int, ending: str) -> HttpResponse:
    asked = request.GET.dict()
    found = queries.letters_file(by=request.actor, run_id=run_id, asked=asked, ending=ending)
    return handed_out(found)


@require_GET
def letter(request: Asked, run_id: int, code: str) -> HttpResponse:
    found = queries.letter(by=request.actor, run_id=run_id, code=code)
    names = queries.names(by=request.actor, run_id=run_id)
    return render(request, "allocation/letter.html", {"seen": found, "names": names})


@require_GET
def my_letters(request: Asked) -> HttpResponse:
    found = queries.own_letters(by=request.actor)
    return render(request, "allocation/my_letters.html", {"letters": found})
