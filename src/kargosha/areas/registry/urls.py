"""Addresses of people and groups."""

from django.urls import path

from kargosha.areas.registry import pages

MEMBER = "groups/<slug:code>/members/<int:person_id>/"

app_name = "registry"
urlpatterns = [
    path("", pages.groups, name="groups"),
    path("groups.<slug:ending>", pages.groups_file, name="groups-file"),
    path("registration/", pages.group_new, name="group-new"),
    path("my/", pages.my_group, name="my-group"),
    path("groups/<slug:code>/", pages.group, name="group"),
    path("groups/<slug:code>/bylaws/", pages.bylaws, name="bylaws"),
    path("groups/<slug:code>/bylaws/file/", pages.bylaws_file, name="bylaws-file"),
    path("groups/<slug:code>/commitments/", pages.group_commitment, name="group-commitment"),
    path("groups/<slug:code>/members.<slug:ending>", pages.members_file, name="members-file"),
    path("groups/<slug:code>/members/", pages.member_entry, name="member-entry"),
    path(MEMBER, pages.member, name="member"),
    path(f"{MEMBER}exit/", pages.member_exit, name="member-exit"),
    path(f"{MEMBER}role/", pages.member_role, name="member-role"),
    path(f"{MEMBER}consents/", pages.consent, name="consent"),
    path(f"{MEMBER}consents/own/", pages.own_consent, name="own-consent"),
    path("people/", pages.people, name="people"),
    path("people.<slug:ending>", pages.people_file, name="people-file"),
    path("people/registration/", pages.person_new, name="person-new"),
    path("people/<int:person_id>/", pages.person, name="person"),
    path("people/<int:person_id>/correction/", pages.person_correction, name="person-correction"),
    path("people/<int:person_id>/household/", pages.person_household, name="person-household"),
    path("people/<int:person_id>/user/", pages.person_user, name="person-user"),
    path("people/<int:person_id>/sign-in/", pages.person_sign_in, name="person-sign-in"),
    path("people/<int:person_id>/commitments/", pages.person_commitment, name="person-commitment"),
    path("consents/<int:consent_id>/revocation/", pages.consent_revocation, name="consent-end"),
    path("commitments/end/", pages.commitment_end, name="commitment-end"),
    path("rosters/", pages.rosters, name="rosters"),
    path("rosters/new/", pages.roster_new, name="roster-new"),
    path("rosters/template.<slug:ending>", pages.roster_template, name="roster-template"),
    path("rosters/<int:roster_id>/", pages.roster, name="roster"),
    path(
        "rosters/<int:roster_id>/application/", pages.roster_application, name="roster-application"
    ),
    path("rosters/<int:roster_id>/bad-rows.csv", pages.roster_bad_rows, name="roster-bad-rows"),
    path("interest/", pages.interests, name="interests"),
    path("interest.<slug:ending>", pages.interests_file, name="interests-file"),
    path("interest/new/", pages.interest_new, name="interest-new"),
    path("interest/own/", pages.own_interest, name="own-interest"),
    path("interest/own/<int:invitation_id>/", pages.own_answer, name="own-answer"),
    path("interest/<int:interest_id>/end/", pages.interest_end, name="interest-end"),
    path("proposed/", pages.proposed_groups, name="proposed-groups"),
    path("proposed.<slug:ending>", pages.proposed_groups_file, name="proposed-groups-file"),
    path("proposed/new/", pages.proposed_new, name="proposed-new"),
    path("proposed/<int:proposed_id>/", pages.proposed_group, name="proposed-group"),
    path(
        "proposed/<int:proposed_id>/invitations/<int:invitation_id>/",
        pages.proposed_answer,
        name="proposed-answer",
    ),
    path("proposed/<int:proposed_id>/forming/", pages.proposed_forming, name="proposed-forming"),
    path("proposed/<int:proposed_id>/end/", pages.proposed_end, name="proposed-end"),
]
