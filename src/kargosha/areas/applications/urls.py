from django.urls import path

from kargosha.areas.applications import pages

app_name = "applications"
STEP = "propose/<slug:call_code>/<slug:group_code>"

urlpatterns = [
    path("calls/", pages.calls, name="calls"),
    path("calls.<slug:ending>", pages.calls_file, name="calls-file"),
    path("open-a-call/", pages.call_new, name="call-new"),
    path("calls/<slug:code>/", pages.call, name="call"),
    path("calls/<slug:code>/signing/", pages.call_signing, name="call-signing"),
    path("calls/<slug:code>/freeze/", pages.call_freeze, name="call-freeze"),
    path("calls/<slug:code>/signed.json", pages.signed_paper, name="signed-paper"),
    path(
        "calls/<slug:code>/signed-proposals.json", pages.signed_proposals, name="signed-proposals"
    ),
    path("calls/<slug:code>/list/", pages.proposal_list, name="proposal-list"),
    path("list-template.<slug:ending>", pages.proposal_template, name="proposal-template"),
    path("list-faults.<slug:ending>", pages.list_faults, name="list-faults"),
    path("activities/", pages.activities, name="activities"),
    path("activities.<slug:ending>", pages.activities_file, name="activities-file"),
    path("activities/list/", pages.activities_new, name="activities-new"),
    path(
        "activities-template.<slug:ending>", pages.activities_template, name="activities-template"
    ),
    path("proposals/", pages.proposals, name="proposals"),
    path("proposals.<slug:ending>", pages.proposals_file, name="proposals-file"),
    path("proposals/<slug:code>/", pages.proposal, name="proposal"),
    path("proposals/<slug:code>/withdraw/", pages.proposal_withdraw, name="proposal-withdraw"),
    path("my-proposals/", pages.my_proposals, name="my-proposals"),
    path("propose/", pages.propose, name="propose"),
    path(f"{STEP}/what/", pages.propose_what, name="propose-what"),
    path(f"{STEP}/money/", pages.propose_money, name="propose-money"),
    path(f"{STEP}/jobs/", pages.propose_jobs, name="propose-jobs"),
    path(f"{STEP}/check/", pages.propose_check, name="propose-check"),
    path(f"{STEP}/hand-in/", pages.propose_hand_in, name="propose-hand-in"),
]
