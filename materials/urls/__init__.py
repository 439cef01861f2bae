"""The addresses: materials, the contact form, the Mediathek."""

from materials.urls import documents, ordering

app_name = "materials"
urlpatterns = [*ordering.urlpatterns, *documents.urlpatterns]
