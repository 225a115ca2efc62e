from django.urls import path

from kargosha.areas.funding import pages

app_name = "funding"
urlpatterns = [
    path("", pages.money, name="money"),
    path("agreements/", pages.agreements, name="agreements"),
    path("agreements.<slug:ending>", pages.agreements_file, name="agreements-file"),
    path("agreements/<slug:code>/", pages.agreement, name="agreement"),
    path("agreements/<slug:code>/entry/", pages.enter_money, name="enter-money"),
    path("sign/", pages.sign_agreement, name="sign-agreement"),
    path("sources/new/", pages.register_source, name="register-source"),
    path("entries/", pages.records, name="records"),
    path("entries.<slug:ending>", pages.records_file, name="records-file"),
    path("waiting/", pages.waiting, name="waiting"),
    path("waiting.<slug:ending>", pages.waiting_file, name="waiting-file"),
    path("quotas/", pages.quotas, name="quotas"),
    path("quotas.<slug:ending>", pages.quotas_file, name="quotas-file"),
    path("quotas/new/", pages.set_quota, name="set-quota"),
    path("quotas/legal/", pages.set_legal_quotas, name="set-legal-quotas"),
]
