"""Addresses of people and groups."""

from django.urls import URLPattern

app_name = "registry"
urlpatterns: list[URLPattern] = []
