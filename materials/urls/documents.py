"""The Mediathek, and the files of its documents."""

from django.urls import include, path

from materials.views import documents, private_files, proposals, selection

document = [
    path("", documents.document_page, name="document"),
    path("datei/", private_files.current_file, name="document_file"),
    path("stand/<int:number>/", private_files.version_file, name="document_version"),
    path("vorschau/", private_files.preview, name="document_preview"),
    path("untertitel/", private_files.captions, name="document_captions"),
]

urlpatterns = [
    path("mediathek/", documents.document_list, name="documents"),
    path("mediathek/auswahl/", selection.selection, name="document_selection"),
    path("mediathek/vorschlagen/", proposals.propose, name="document_propose"),
    path("mediathek/<slug:slug>/", include(document)),
    path("verwaltung-vorschau/datei/<int:pk>/", private_files.office_file, name="document_office_file"),
]
