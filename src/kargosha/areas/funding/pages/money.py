from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kargosha.areas.funding import actions, queries
from kargosha.areas.funding.forms import EntryForm
from kargosha.areas.funding.pages.confirming import typed
from kargosha.kernel.access import require
from kargosha.kernel.asking import Asked
from kargosha.kernel.exports import handed_out
from kargosha.kernel.roles import Permission


@require_GET
def money(request: Asked) -> HttpResponse:
    shown = {
        "bar": queries.money_bar(by=request.actor),
        "balances": queries.balances(by=request.actor),
        "sources": queries.sources(by=request.actor),
        "latest": queries.records(by=request.actor).first(),
        "may_set": request.actor.may(Permission.FUND_SET),
    }
    return render(request, "funding/money.html", shown)


@require_GET
def agreements(request: Asked) -> HttpResponse:
    shown = queries.agreement_list(by=request.actor, asked=request.GET.dict())
    shown |= {"may_set": request.actor.may(Permission.FUND_SET)}
    return render(request, "funding/agreements.html", shown)


@require_GET
def agreements_file(request: Asked, ending: str) -> HttpResponse:
    asked = request.GET.dict()
    return handed_out(queries.agreements_file(by=request.actor, asked=asked, ending=ending))


@require_GET
def agreement(request: Asked, code: str) -> HttpResponse:
    shown = {
        "seen": queries.agreement_page(by=request.actor, code=code),
        "may_record": request.actor.may(Permission.FUND_RECORD),
    }
    return render(request, "funding/agreement.html", shown)


@require_http_methods(["GET", "POST"])
def enter_money(request: Asked, code: str) -> HttpResponse:
    require(request.actor, Permission.FUND_RECORD)
    seen = queries.agreement_page(by=request.actor, code=code)
    form = EntryForm(request.POST or None, initial={"figure": request.GET.get("figure", "")})

    def act() -> HttpResponse:
        entry = actions.MoneyEntry(**form.cleaned_data)
        actions.record_money(agreement_code=code, entry=entry, by=request.actor)
        return redirect("funding:agreement", code=code)

    shown = {
        "agreement": seen.agreement,
        "bar": seen.bar,
        "title": _("Enter a figure from its paper"),
        "back": reverse("funding:agreement", args=[code]),
    }
    return typed(request, form, act, shown)


@require_GET
def records(request: Asked) -> HttpResponse:
    shown = queries.record_list(by=request.actor, asked=request.GET.dict())
    return render(request, "funding/records.html", shown)


@require_GET
def records_file(request: Asked, ending: str) -> HttpResponse:
    asked = request.GET.dict()
    return handed_out(queries.records_file(by=request.actor, asked=asked, ending=ending))


@require_GET
def waiting(request: Asked) -> HttpResponse:
    shown = queries.waiting_list(by=request.actor, asked=request.GET.dict())
    return render(request, "funding/waiting.html", shown)


@require_GET
def waiting_file(request: Asked, ending: str) -> HttpResponse:
    asked = request.GET.dict()
    return handed_out(queries.waiting_file(by=request.actor, asked=asked, ending=ending))
