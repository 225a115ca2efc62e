from collections.abc import Sequence

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.pages.attempts import attempt
from kargosha.files.registry import ENDINGS
from kargosha.kernel.asking import Asked, current_language
from kargosha.kernel.attachments import MEGABYTE, MOST_BYTES
from kargosha.kernel.errors import NotAllowed, Refusal
from kargosha.kernel.exports import ENDINGS as KINDS
from kargosha.kernel.exports import TakenAlong, handed_back, handed_out
from kargosha.kernel.roles import Permission


class RosterForm(forms.Form):
    """A list of groups and members."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)


@require_GET
def rosters(request: Asked) -> HttpResponse:
    page = queries.rosters(by=request.actor, page=request.GET.get("page"))
    may_register = request.actor.may_somewhere(Permission.GROUP_REGISTER)
    shown = {"page": page, "may_register": may_register}
    return render(request, "registry/rosters.html", shown)


@require_http_methods(["GET", "POST"])
def roster_new(request: Asked) -> HttpResponse:
    if not request.actor.may_somewhere(Permission.GROUP_REGISTER):
        raise NotAllowed(Permission.GROUP_REGISTER)
    form = RosterForm(request.POST or None, request.FILES or None)
    status = 422 if form.is_bound else 200
    refusals: Sequence[Refusal] = ()
    if form.is_valid():
        file = form.cleaned_data["file"]
        source, status, refusals = attempt(
            lambda: actions.check_roster(
                name=file.name,
                content=file.read(MOST_BYTES + 1),
                told_in=current_language(),
                by=request.actor,
            )
        )
        if source is not None:
            return redirect("registry:roster", roster_id=source.pk)
    shown = {"form": form, "refusals": refusals, "most": MOST_BYTES // MEGABYTE, "endings": ENDINGS}
    return render(request, "registry/roster_new.html", shown, status=status)


@require_GET
def roster(request: Asked, roster_id: int) -> HttpResponse:
    return _shown(request, roster_id)


@require_POST
def roster_application(request: Asked, roster_id: int) -> HttpResponse:
    skip_bad = request.POST.get("skip_bad") == "yes"
    result, status, refusals = attempt(
        lambda: actions.import_roster(roster_id=roster_id, skip_bad=skip_bad, by=request.actor)
    )
    if result is None:
        return _shown(request, roster_id, refusals, status)
    return redirect("registry:roster", roster_id=roster_id)


@require_GET
def roster_bad_rows(request: Asked, roster_id: int) -> HttpResponse:
    file = queries.roster_bad_rows(by=request.actor, roster_id=roster_id)
    return handed_back(file, KINDS["csv"])


@require_GET
def roster_template(request: Asked, ending: str) -> HttpResponse:
    content = queries.roster_template(by=request.actor, language=current_language(), ending=ending)
    return handed_out(TakenAlong(f"groups-template.{ending}", KINDS[ending], content))


def _shown(
    request: Asked, roster_id: int, refusals: Sequence[Refusal] = (), status: int = 200
) -> HttpResponse:
    shown = queries.roster_page(by=request.actor, roster_id=roster_id)
    is_registrar = request.actor.may_somewhere(Permission.GROUP_REGISTER)
    page = {"shown": shown, "refusals": refusals, "is_registrar": is_registrar}
    return render(request, "registry/roster.html", page, status=status)
