from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "kargosha.areas.territory"
    label = "territory"
    default_auto_field = "django.db.models.BigAutoField"
