from django.urls import path

from kargosha.areas.territory import pages

app_name = "territory"
urlpatterns = [
    path("", pages.counties, name="counties"),
    path("quadrants/", pages.quadrants, name="quadrants"),
    path("need.<slug:ending>", pages.need_file, name="need-file"),
    path("places.<slug:ending>", pages.places_file, name="places-file"),
    path("figures.<slug:ending>", pages.all_figures_file, name="all-figures-file"),
    path("places/", pages.places, name="places"),
    path("places/<slug:slug>/", pages.place, name="place"),
    path("places/<slug:slug>/figures.<slug:ending>", pages.figures_file, name="figures-file"),
    path("imports/", pages.imports, name="imports"),
    path("imports/new/", pages.import_file, name="import-file"),
    path("imports/files/<int:file_id>/", pages.import_columns, name="import-columns"),
    path("imports/files/<int:file_id>/<slug:target>/", pages.import_mapping, name="import-mapping"),
    path("imports/<int:import_id>/", pages.import_page, name="import"),
    path(
        "imports/<int:import_id>/application/", pages.import_application, name="import-application"
    ),
    path("imports/<int:import_id>/bad-rows.csv", pages.import_bad_rows, name="import-bad-rows"),
    path("indices/", pages.indices, name="indices"),
    path("indices/<slug:code>/versions/", pages.index_versions, name="index-versions"),
    path("indices/<slug:code>/<int:number>/", pages.index, name="index"),
    path("indices/<slug:code>/<int:number>.<slug:kind>", pages.index_file, name="index-file"),
    path("workshop/<slug:code>/", pages.workshop, name="workshop"),
    path("migration/", pages.migration, name="migration"),
    path("migration.<slug:ending>", pages.migration_file, name="migration-file"),
    path("signs/", pages.signs, name="signs"),
    path("signs.<slug:ending>", pages.signs_file, name="signs-file"),
    path("signs/<int:sign_id>/", pages.sign, name="sign"),
    path("signs/<int:sign_id>/answer/", pages.sign_answer, name="sign-answer"),
    path("objections/", pages.objections, name="objections"),
    path("objections.<slug:ending>", pages.objections_file, name="objections-file"),
    path("objections/<int:objection_id>/", pages.objection, name="objection"),
    path("objections/<int:objection_id>/answer/", pages.objection_answer, name="objection-answer"),
    path("objections/<int:objection_id>/evidence/", pages.evidence, name="evidence"),
    path(
        "observations/<int:observation_id>/objections/new/",
        pages.object_to_figure,
        name="objection-new",
    ),
]
