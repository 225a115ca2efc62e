from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kargosha.kernel import actions
from kargosha.kernel import queries as kernel
from kargosha.kernel.access import require
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import Refused
from kargosha.kernel.roles import APART, ROLES, Permission
from kargosha.portal.rooms.office import queries
from kargosha.portal.rooms.office.forms import OfficeForm
from kargosha.portal.templatetags.showing import name


@require_http_methods(["GET", "POST"])
def offices(request: Asked) -> HttpResponse:
    places = queries.scopes(by=request.actor)
    form = OfficeForm(
        request.POST or None, places=[(code, name(each)) for code, each in places.items()]
    )
    shown = {
        "offices": kernel.offices(by=request.actor),
        "places": places,
        "form": form,
        "may_manage": request.actor.may(Permission.USER_MANAGE),
    }
    if form.is_valid():
        said = form.cleaned_data
        names = actions.Names(said["name_fa"], said["name_en"])
        place = {"code": said["code"], "place_code": said["place_code"]}
        try:
            actions.register_office(names=names, **place, by=request.actor)
        except Refused as refused:
            shown["refusals"] = refused.reasons
        else:
            return redirect("office:offices")
    return render(request, "office/offices.html", shown, status=422 if form.is_bound else 200)


@require_GET
def roles(request: Asked) -> HttpResponse:
    require(request.actor, Permission.OFFICE_VIEW)
    apart = [[ROLES[code].title for code in ROLES if code in each] for each in APART]
    return render(request, "office/roles.html", {"roles": ROLES.values(), "apart": apart})
