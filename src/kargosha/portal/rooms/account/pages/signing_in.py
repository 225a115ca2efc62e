from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kargosha.kernel import actions, clock
from kargosha.kernel.asking import Asked, current_language
from kargosha.kernel.models import User
from kargosha.kernel.rulebook import rulebook_on
from kargosha.portal.adapters.messages import way
from kargosha.portal.menus import home
from kargosha.portal.rooms.account.forms import CodeForm, MobileForm, SignInForm
from kargosha.portal.rooms.account.pages.onward import onward
from kargosha.portal.signing_in import DOOR

HALF_A_DAY = 12 * 3600
"""Seconds for which a phone stays signed in: in villages it is shared."""


class SignIn(LoginView):
    template_name = "account/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        return home(user.actor()) if isinstance(user, User) else "/"

    def get_context_data(self, **others):  # type: ignore[no-untyped-def]
        return super().get_context_data(**({"mobile_form": MobileForm()} | others))


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view(next_page="/")


@require_http_methods(["GET", "POST"])
def code(request: Asked) -> HttpResponse:
    """Send a code; the answer is the same whether the mobile is known or not."""
    if request.method == "GET":
        return redirect("account:sign-in")
    form = MobileForm(request.POST)
    if not form.is_valid():
        shown = {"form": SignInForm(), "mobile_form": form, "next": request.POST.get("next", "")}
        return render(request, "account/sign_in.html", shown, status=422)
    mobile = form.cleaned_data["mobile"]
    actions.request_code(mobile=mobile, told_in=current_language(), by=DOOR)
    return _code_asked(request, CodeForm(initial={"mobile": mobile}), mobile)


@require_http_methods(["GET", "POST"])
def code_entry(request: Asked) -> HttpResponse:
    if request.method == "GET":
        return redirect("account:sign-in")
    form = CodeForm(request.POST)
    if form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if isinstance(user, User):
            login(request, user)
            request.session.set_expiry(HALF_A_DAY)
            return HttpResponseRedirect(onward(request) or home(user.actor()))
        form.add_error(
            "code",
            _("This code is not right, or is no longer good. Look at the newest message, or "
              "have another code sent."),
        )  # fmt: skip
    return _code_asked(request, form, request.POST.get("mobile", ""), 422)


def _code_asked(request: Asked, form: CodeForm, mobile: str, status: int = 200) -> HttpResponse:
    shown = {
        "form": form,
        "mobile": mobile,
        "next": request.POST.get("next", ""),
        "minutes": rulebook_on(clock.today()).number("sign_in.code_minutes"),
        "folder": settings.MESSAGES if way() == "file" else None,
    }
    return render(request, "account/code.html", shown, status=status)
