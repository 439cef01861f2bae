"""The back office of materials."""

from materials.admin import articles, contact, documents, loans, orders, units  # noqa: F401  (registers the lists)
