from django.urls import path

from kargosha.portal.rooms.office import pages

app_name = "office"
urlpatterns = [
    path("users/", pages.users, name="users"),
    path("users.<slug:ending>", pages.users_file, name="users-file"),
    path("users/new/", pages.user_new, name="user-new"),
    path("users/<slug:username>/", pages.user, name="user"),
    path("users/<slug:username>/roles/", pages.role_given, name="role-given"),
    path("users/<slug:username>/roles/end/", pages.role_ended, name="role-ended"),
    path("users/<slug:username>/account/", pages.account, name="account"),
    path("users/<slug:username>/password/", pages.password, name="password"),
    path("offices/", pages.offices, name="offices"),
    path("roles/", pages.roles, name="roles"),
    path("journal/", pages.journal, name="journal"),
    path("journal.<slug:ending>", pages.journal_file, name="journal-file"),
    path("rules/", pages.rules, name="rules"),
    path("rules/versions/<int:version_id>/approval/", pages.rule_approval, name="rule-approval"),
]
