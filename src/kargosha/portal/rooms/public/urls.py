from django.urls import path

from kargosha.portal.rooms.public import pages

app_name = "public"
urlpatterns = [path("", pages.front, name="front")]
