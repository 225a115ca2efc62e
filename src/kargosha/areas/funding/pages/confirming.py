"""How what was typed is read back before it is saved; it needs no script."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from kargosha.areas.funding.forms.fields import ReadForm
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import Conflict, Refused

CONFIRMED, AGAIN = "confirmed", "again"
"""Buttons under what is read back: save it, or change it."""


def typed(
    request: Asked,
    form: forms.Form,
    act: Callable[[], HttpResponse],
    shown: Mapping[str, object],
) -> HttpResponse:
    """Show a form; read back what came filled in; act once that is confirmed; say what was refused."""
    around = {**shown, "form": form}
    status = HTTPStatus.OK
    if form.is_bound and AGAIN not in request.POST:
        if not form.is_valid():
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        elif isinstance(form, ReadForm) and CONFIRMED not in request.POST:
            return render(request, "funding/read_back.html", around)
        else:
            try:
                return act()
            except Refused as refused:
                status = HTTPStatus.UNPROCESSABLE_ENTITY
                around["refusals"] = refused.reasons
            except Conflict as conflict:
                status = HTTPStatus.CONFLICT
                around["refusals"] = [conflict.reason]
    return render(request, "funding/typed.html", around, status=status)
