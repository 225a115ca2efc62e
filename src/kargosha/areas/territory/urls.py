from django.urls import path

from kargosha.areas.territory import pages

app_name = "territory"
urlpatterns = [
    path("", pages.counties, name="counties"),
    path("places/<slug:slug>/", pages.place, name="place"),
]
