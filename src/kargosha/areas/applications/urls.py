from django.urls import path

from kargosha.areas.applications import pages

app_name = "applications"

urlpatterns = [
    path("calls/", pages.calls, name="calls"),
    path("calls.<slug:ending>", pages.calls_file, name="calls-file"),
    path("open-a-call/", pages.call_new, name="call-new"),
    path("calls/<slug:code>/", pages.call, name="call"),
    path("calls/<slug:code>/signing/", pages.call_signing, name="call-signing"),
    path("calls/<slug:code>/freeze/", pages.call_freeze, name="call-freeze"),
    path("calls/<slug:code>/signed.json", pages.signed_paper, name="signed-paper"),
    path(
        "calls/<slug:code>/signed-proposals.json", pages.signed_proposals, name="signed-proposals"
    ),
]
