from django.urls import path

from kargosha.areas.funding import pages

app_name = "funding"
urlpatterns = [path("agreements/", pages.agreements, name="agreements")]
