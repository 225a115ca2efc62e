from django.urls import path

from kargosha.areas.allocation import pages

app_name = "allocation"
urlpatterns = [
    path("runs/", pages.rounds, name="rounds"),
    path("runs/<int:run_id>/", pages.round_page, name="round"),
    path("runs/<int:run_id>/portfolio/", pages.portfolio, name="portfolio"),
    path("runs/<int:run_id>/candidates/<slug:code>/", pages.case, name="case"),
    path("runs/<int:run_id>/candidates/<slug:code>/changes/", pages.change_search, name="changes"),
    path("runs/<int:run_id>/decision/", pages.decision, name="decision"),
    path("runs/<int:run_id>/publication/", pages.publication, name="publication"),
    path("runs/<int:run_id>/against/<int:other_id>/", pages.against, name="against"),
    path("runs/<int:run_id>/borderline/", pages.borderline_list, name="borderlines"),
    path("runs/<int:run_id>/borderline/<slug:place_code>/", pages.borderline, name="borderline"),
    path("runs/<int:run_id>/ordered/", pages.ordered_run, name="ordered-run"),
    path("runs/<int:run_id>/letters/", pages.letters, name="letters"),
    path("runs/<int:run_id>/letters.<slug:ending>", pages.letters_file, name="letters-file"),
    path("runs/<int:run_id>/letters/<slug:code>/", pages.letter, name="letter"),
    path("borderlines/", pages.my_borderlines, name="my-borderlines"),
    path("letters/", pages.my_letters, name="my-letters"),
    path("comparisons/", pages.comparisons, name="comparisons"),
    path("runs/<int:run_id>/instruments/", pages.instruments, name="instruments"),
    path(
        "runs/<int:run_id>/instruments/<slug:part>.<slug:ending>",
        pages.instruments_file,
        name="instruments-file",
    ),
    path("runs/<int:run_id>/files/", pages.export, name="export"),
]
