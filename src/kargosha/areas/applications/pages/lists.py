from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib.messages import success
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.analysis.errors import BadTable, Fault
from kargosha.areas.applications import actions, queries
from kargosha.files.digits import grouped
from kargosha.files.words import say
from kargosha.kernel.asking import Asked, current_language
from kargosha.kernel.attachments import MEGABYTE, MOST_BYTES
from kargosha.kernel.errors import NotFound, Refused
from kargosha.kernel.exports import ENDINGS, handed_out

MOST_SHOWN = 200
"""Nobody mends more than this in one go; the file holds more."""

MOST_KEPT = 5_000
"""So many faults go into the file, which travels with the page and is kept nowhere."""

SEAL = "applications.faults"


class ListForm(forms.Form):
    file = forms.FileField(label=_("File"), allow_empty_file=True)


@require_http_methods(["GET", "POST"])
def proposal_list(request: Asked, code: str) -> HttpResponse:
    asked = queries.proposal_list(by=request.actor, call_code=code)
    shown = {"asked": asked, "found": asked.found, "call": asked.found.call}

    def received(name: str, content: bytes) -> HttpResponse:
        count = actions.receive_list(call_code=code, name=name, content=content, by=request.actor)
        said = ngettext("One proposal was received.", "%(count)s proposals were received.", count)
        success(request, said % {"count": grouped(count, current_language())})
        return redirect("applications:call", code=code)

    return _page(request, "applications/list_new.html", received, shown)


@require_GET
def proposal_template(request: Asked, ending: str) -> HttpResponse:
    return handed_out(queries.proposal_template(by=request.actor, ending=ending))


@require_GET
def activities(request: Asked) -> HttpResponse:
    shown = queries.activity_list(by=request.actor, asked=request.GET.dict())
    return render(request, "applications/activities.html", shown)


@require_GET
def activities_file(request: Asked, ending: str) -> HttpResponse:
    asked = request.GET.dict()
    return handed_out(queries.activities_file(by=request.actor, asked=asked, ending=ending))


@require_http_methods(["GET", "POST"])
def activities_new(request: Asked) -> HttpResponse:
    columns = queries.activity_columns(by=request.actor)
    shown = {"columns": columns, "sectors": queries.activity_sectors(by=request.actor)}

    def received(name: str, content: bytes) -> HttpResponse:
        count = actions.receive_activities(name=name, content=content, by=request.actor)
        said = ngettext("One activity was taken in.", "%(count)s activities were taken in.", count)
        success(request, said % {"count": grouped(count, current_language())})
        return redirect("applications:activities")

    return _page(request, "applications/activities_new.html", received, shown)


@require_GET
def activities_template(request: Asked, ending: str) -> HttpResponse:
    return handed_out(queries.activity_template(by=request.actor, ending=ending))


@require_POST
def list_faults(request: Asked, ending: str) -> HttpResponse:
    try:
        rows = signing.loads(request.POST.get("faults", ""), salt=SEAL)
    except signing.BadSignature:
        raise NotFound("file", ending) from None
    return handed_out(queries.faults_file(by=request.actor, rows=rows, ending=ending))


def _page(
    request: Asked,
    template: str,
    received: Callable[[str, bytes], HttpResponse],
    shown: dict[str, Any],
) -> HttpResponse:
    """Show the page of a list; one that is handed in is received whole, or its faults are shown."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return received(file.name, file.read(MOST_BYTES + 1))
        except BadTable as bad:
            shown |= _faults_shown(bad.faults)
        except Refused as refused:
            shown["refusals"] = refused.reasons
    shown |= {"form": form, "most": MOST_BYTES // MEGABYTE, "endings": tuple(ENDINGS)}
    return render(request, template, shown, status=422 if form.is_bound else 200)


def _faults_shown(faults: Sequence[Fault]) -> dict[str, object]:
    """Return what a page shows of faults: the first ones, how many there are, and all sealed for the file."""
    language = current_language()
    rows = [
        {
            "row": each.row,
            "column": each.column,
            "cell": each.values.get("cell"),
            "sentence": say(each.code, each.values, language),
        }
        for each in faults[:MOST_KEPT]
    ]
    more = len(faults) - len(rows)
    kept = [*rows, {"sentence": say("fault.more", {"count": more}, language)}] if more else rows
    return {
        "faults": rows[:MOST_SHOWN],
        "fault_count": len(faults),
        "untold_count": max(0, len(faults) - MOST_SHOWN),
        "sealed": signing.dumps(kept, salt=SEAL, compress=True),
    }
