from django.urls import path

from kargosha.portal.rooms.desk import pages

app_name = "desk"
urlpatterns = [
    path("", pages.desk, name="desk"),
    path("duties.<slug:ending>", pages.duties_file, name="duties-file"),
]
