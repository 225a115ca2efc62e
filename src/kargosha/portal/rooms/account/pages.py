from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from kargosha.portal.rooms.account.forms import SignInForm

YEAR = 365 * 24 * 3600

sign_in = LoginView.as_view(
    template_name="account/sign_in.html", form_class=SignInForm, redirect_authenticated_user=True
)
sign_out = LogoutView.as_view(next_page="/")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    answer = HttpResponseRedirect(back)
    chosen = request.POST.get("language", "")
    if check_for_language(chosen):
        answer.set_cookie("django_language", chosen, max_age=YEAR, samesite="Lax")
    return answer
