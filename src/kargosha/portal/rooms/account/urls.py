from django.urls import path

from kargosha.portal.rooms.account import pages

app_name = "account"
urlpatterns = [
    path("sign-in/", pages.sign_in, name="sign-in"),
    path("code/", pages.code, name="code"),
    path("code/entry/", pages.code_entry, name="code-entry"),
    path("password/", pages.password, name="password"),
    path("sign-out/", pages.sign_out, name="sign-out"),
    path("language/", pages.language, name="language"),
]
