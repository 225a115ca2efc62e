from django.urls import path

from kargosha.areas.applications import pages

app_name = "applications"
urlpatterns = [
    path("calls/", pages.calls, name="calls"),
    path("calls/<slug:code>/", pages.call, name="call"),
]
