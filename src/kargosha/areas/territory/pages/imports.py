from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.analysis.errors import BadTable
from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.forms import FileForm, MappingForm
from kargosha.areas.territory.models import Import
from kargosha.files.territory.mapping import TARGETS
from kargosha.kernel.asking import Asked, current_language
from kargosha.kernel.attachments import MEGABYTE, MOST_BYTES
from kargosha.kernel.errors import NotFound, Refused
from kargosha.kernel.exports import ENDINGS, handed_back


@require_GET
def imports(request: Asked) -> HttpResponse:
    page = queries.imports(by=request.actor, page=request.GET.get("page"))
    return render(request, "territory/imports.html", {"page": page})


@require_http_methods(["GET", "POST"])
def import_file(request: Asked) -> HttpResponse:
    mappings = queries.mappings(by=request.actor)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    shown = {"form": form, "mappings": mappings, "most": MOST_BYTES // MEGABYTE}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "territory/import_new.html", shown, status=status)
    file = form.cleaned_data["file"]
    try:
        kept = actions.keep_file(
            name=file.name, content=file.read(MOST_BYTES + 1), by=request.actor
        )
    except Refused as refused:
        shown |= {"refusals": refused.reasons}
        return render(request, "territory/import_new.html", shown, status=422)
    return redirect("territory:import-columns", file_id=kept.pk)


@require_http_methods(["GET", "POST"])
def import_columns(request: Asked, file_id: int) -> HttpResponse:
    if request.method == "POST":
        return _submitted(request, file_id, request.POST.get("mapping", ""))
    try:
        kept = queries.file_page(by=request.actor, file_id=file_id)
    except BadTable as error:
        file = queries.file_kept(by=request.actor, file_id=file_id)
        shown = {"file": file, "faults": error.faults}
        return render(request, "territory/import_unreadable.html", shown, status=422)
    shown = {"kept": kept, "targets": TARGETS}
    return render(request, "territory/import_columns.html", shown)


@require_http_methods(["GET", "POST"])
def import_mapping(request: Asked, file_id: int, target: str) -> HttpResponse:
    if target not in TARGETS:
        raise NotFound("target", target)
    kept = queries.file_page(by=request.actor, file_id=file_id)
    form = MappingForm(
        request.POST or None, target=target, headers=kept.headers, indicators=kept.indicators
    )
    shown = {"form": form, "kept": kept, "target": target}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "territory/import_mapping.html", shown, status=status)
    name = form.cleaned_data["name"]
    try:
        actions.save_mapping(name=name, definition=form.definition(), by=request.actor)
    except BadTable as error:
        shown |= {"faults": error.faults}
        return render(request, "territory/import_mapping.html", shown, status=422)
    return _submitted(request, file_id, name)


@require_GET
def import_page(request: Asked, import_id: int) -> HttpResponse:
    shown = queries.import_page(by=request.actor, import_id=import_id)
    return render(request, "territory/import.html", {"shown": shown})


@require_POST
def import_application(request: Asked, import_id: int) -> HttpResponse:
    skip_bad = request.POST.get("skip_bad") == "yes"
    actions.order_import(import_id=import_id, skip_bad=skip_bad, by=request.actor)
    return redirect("territory:import", import_id=import_id)


@require_GET
def import_bad_rows(request: Asked, import_id: int) -> HttpResponse:
    file = queries.bad_rows(by=request.actor, import_id=import_id)
    return handed_back(file, ENDINGS["csv"])


def _submitted(request: Asked, file_id: int, mapping: str) -> HttpResponse:
    """Hand in a kept file, to be told of in the reader's language."""
    source: Import = actions.submit_import(
        file_id=file_id, mapping=mapping, told_in=current_language(), by=request.actor
    )
    return redirect("territory:import", import_id=source.pk)
