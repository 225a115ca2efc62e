from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kargosha.portal"
    label = "portal"
