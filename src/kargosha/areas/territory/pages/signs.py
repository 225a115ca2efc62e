from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.forms import AnswerForm
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import Conflict, Refusal, Refused
from kargosha.kernel.exports import handed_out


@require_GET
def signs(request: Asked) -> HttpResponse:
    shown = queries.sign_list(by=request.actor, asked=request.GET.dict())
    return render(request, "territory/signs.html", shown)


@require_GET
def signs_file(request: Asked, ending: str) -> HttpResponse:
    made = queries.signs_file(by=request.actor, asked=request.GET.dict(), ending=ending)
    return handed_out(made)


@require_GET
def sign(request: Asked, sign_id: int) -> HttpResponse:
    return _shown(request, sign_id, AnswerForm(), 200)


@require_POST
def sign_answer(request: Asked, sign_id: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    form.is_valid()
    try:
        actions.answer_sign(sign_id=sign_id, by=request.actor, **form.cleaned_data)
    except Refused as refused:
        return _shown(request, sign_id, form, 422, refused.reasons)
    except Conflict as conflict:
        return _shown(request, sign_id, form, 409, [conflict.reason])
    return redirect("territory:sign", sign_id=sign_id)


def _shown(
    request: Asked,
    sign_id: int,
    form: AnswerForm,
    status: int,
    refusals: Sequence[Refusal] = (),
) -> HttpResponse:
    page = queries.sign_page(by=request.actor, sign_id=sign_id)
    shown = {"page": page, "line": page.line, "form": form, "refusals": refusals}
    return render(request, "territory/sign.html", shown, status=status)
