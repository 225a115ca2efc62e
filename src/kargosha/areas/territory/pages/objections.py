from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.forms import AnswerForm, ObjectionForm
from kargosha.areas.territory.models import FigureObjection
from kargosha.kernel.asking import Asked
from kargosha.kernel.attachments import MEGABYTE, MOST_BYTES
from kargosha.kernel.errors import Conflict, Refusal, Refused
from kargosha.kernel.exports import handed_back, handed_out
from kargosha.kernel.roles import Permission


@require_GET
def objections(request: Asked) -> HttpResponse:
    shown = queries.objection_list(by=request.actor, asked=request.GET.dict())
    return render(request, "territory/objections.html", shown)


@require_GET
def objections_file(request: Asked, ending: str) -> HttpResponse:
    made = queries.objections_file(by=request.actor, asked=request.GET.dict(), ending=ending)
    return handed_out(made)


@require_http_methods(["GET", "POST"])
def object_to_figure(request: Asked, observation_id: int) -> HttpResponse:
    figure = queries.figure_in_doubt(by=request.actor, observation_id=observation_id)
    form = ObjectionForm(request.POST or None, request.FILES or None)
    shown = {"figure": figure, "form": form, "most": MOST_BYTES // MEGABYTE}
    if form.is_valid():
        try:
            lodged = _lodged(request, observation_id, form)
        except Refused as refused:
            shown |= {"refusals": refused.reasons}
        else:
            return redirect("territory:objection", objection_id=lodged.pk)
    status = 422 if form.is_bound else 200
    return render(request, "territory/objection_new.html", shown, status=status)


@require_GET
def objection(request: Asked, objection_id: int) -> HttpResponse:
    return _shown(request, objection_id, AnswerForm(), 200)


@require_POST
def objection_answer(request: Asked, objection_id: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    form.is_valid()
    asked = {"verdict": request.POST.get("verdict", ""), **form.cleaned_data}
    try:
        actions.answer_objection(objection_id=objection_id, by=request.actor, **asked)
    except Refused as refused:
        return _shown(request, objection_id, form, 422, refused.reasons)
    except Conflict as conflict:
        return _shown(request, objection_id, form, 409, [conflict.reason])
    return redirect("territory:objection", objection_id=objection_id)


@require_GET
def evidence(request: Asked, objection_id: int) -> HttpResponse:
    file = queries.evidence(by=request.actor, objection_id=objection_id)
    return handed_back(file)


def _lodged(request: Asked, observation_id: int, form: ObjectionForm) -> FigureObjection:
    said = form.cleaned_data
    return actions.object_to_figure(
        observation_id=observation_id,
        claimed_value=said["claimed_value"],
        statement=said["statement"],
        evidence=actions.Evidence.handed_in(said["evidence"]),
        by=request.actor,
    )


def _shown(
    request: Asked,
    objection_id: int,
    form: AnswerForm,
    status: int,
    refusals: Sequence[Refusal] = (),
) -> HttpResponse:
    seen = queries.objection_page(by=request.actor, objection_id=objection_id)
    shown = {
        "seen": seen,
        "form": form,
        "refusals": refusals,
        "may_import": request.actor.may(Permission.PLACE_IMPORT),
        "may_read_journal": request.actor.may(Permission.JOURNAL_VIEW),
    }
    return render(request, "territory/objection.html", shown, status=status)
