from django.urls import path

from kargosha.portal.rooms.office import pages

app_name = "office"
urlpatterns = [
    path("users/", pages.users, name="users"),
    path("journal/", pages.journal, name="journal"),
    path("rules/", pages.rules, name="rules"),
    path("rules/versions/<int:version_id>/approval/", pages.rule_approval, name="rule-approval"),
]
