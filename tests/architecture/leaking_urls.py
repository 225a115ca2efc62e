"""The site's addresses and two deliberate leaks, with which the strangers' test is seen to fail."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from kargosha.areas.allocation.models import Candidate
from kargosha.portal.urls import urlpatterns as standing


def skips_the_query(request: HttpRequest, run_id: int) -> HttpResponse:
    """Answer with what stands in the table, whoever asks."""
    seen = Candidate.objects.filter(run_id=run_id).select_related("application")
    return HttpResponse("\n".join(each.application.name_en for each in seen))


def greets(request: HttpRequest) -> HttpResponse:
    """Answer anyone, and tell nothing."""
    return HttpResponse("welcome")


urlpatterns = [
    *standing,
    path("leaks/candidates/<int:run_id>/", skips_the_query),
    path("leaks/greeting/", greets),
]
