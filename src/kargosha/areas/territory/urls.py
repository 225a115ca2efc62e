from django.urls import path

from kargosha.areas.territory import pages

app_name = "territory"
urlpatterns = [
    path("", pages.counties, name="counties"),
    path("places/<slug:slug>/", pages.place, name="place"),
    path("indices/", pages.indices, name="indices"),
    path("indices/<slug:code>/versions/", pages.index_versions, name="index-versions"),
    path("indices/<slug:code>/<int:number>/", pages.index, name="index"),
    path("indices/<slug:code>/<int:number>.<slug:kind>", pages.index_file, name="index-file"),
    path("workshop/<slug:code>/", pages.workshop, name="workshop"),
]
