"""Addresses: one line an area, in the order of FLOW, and the rooms of the portal."""

from django.urls import include, path

from kargosha.areas import FLOW
from kargosha.portal.api import api

urlpatterns = [
    path("", include("kargosha.portal.rooms.public.urls")),
    path("account/", include("kargosha.portal.rooms.account.urls")),
    path("desk/", include("kargosha.portal.rooms.desk.urls")),
    path("office/", include("kargosha.portal.rooms.office.urls")),
    path("api/", api.urls),
    *(path(f"{area}/", include(f"kargosha.areas.{area}.urls")) for area in FLOW),
]
