from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kargosha.areas.funding import actions
from kargosha.areas.funding.forms import AgreementForm, LegalQuotasForm, QuotaForm, SourceForm
from kargosha.areas.funding.pages.confirming import typed
from kargosha.kernel import clock
from kargosha.kernel.access import require
from kargosha.kernel.asking import Asked
from kargosha.kernel.roles import Permission


@require_http_methods(["GET", "POST"])
def register_source(request: Asked) -> HttpResponse:
    require(request.actor, Permission.FUND_SET)
    form = SourceForm(request.POST or None)

    def act() -> HttpResponse:
        actions.register_source(**form.cleaned_data, by=request.actor)
        return redirect("funding:money")

    title = _("Register a source of money")
    return typed(request, form, act, {"title": title, "back": reverse("funding:money")})


@require_http_methods(["GET", "POST"])
def sign_agreement(request: Asked) -> HttpResponse:
    require(request.actor, Permission.FUND_SET)
    form = AgreementForm(request.POST or None, by=request.actor)

    def act() -> HttpResponse:
        return redirect("funding:agreement", code=form.sign(request.actor).code)

    title = _("Record a signed agreement")
    return typed(request, form, act, {"title": title, "back": reverse("funding:agreements")})


@require_http_methods(["GET", "POST"])
def set_quota(request: Asked) -> HttpResponse:
    require(request.actor, Permission.FUND_SET)
    form = QuotaForm(request.POST or None)

    def act() -> HttpResponse:
        actions.set_quotas(quotas=[form.row()], by=request.actor)
        return redirect("funding:quotas")

    return typed(request, form, act, {"title": _("Set a quota"), "back": reverse("funding:quotas")})


@require_http_methods(["GET", "POST"])
def set_legal_quotas(request: Asked) -> HttpResponse:
    require(request.actor, Permission.FUND_SET)
    form = LegalQuotasForm(request.POST or None, initial={"on": clock.today().isoformat()})

    def act() -> HttpResponse:
        said = form.cleaned_data
        actions.set_legal_quotas(prefix=said["year"], on=said["on"], by=request.actor)
        return redirect("funding:quotas")

    shown = {
        "title": _("Set the quotas of the law"),
        "note": _(
            "A floor and a ceiling for each county, the shares of the sectors, women, youth, co-operatives "
            "and small places, each with the rule and the law it rests on. A call chooses which bind it."
        ),
        "back": reverse("funding:quotas"),
    }
    return typed(request, form, act, shown)
