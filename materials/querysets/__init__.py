"""The questions to the tables of articles, stock and orders."""

from materials.querysets.articles import ArticleQuerySet
from materials.querysets.contact import ContactMessageQuerySet
from materials.querysets.documents import DocumentQuerySet, EntitlementQuerySet, VersionQuerySet
from materials.querysets.loan_life import (
    HandOnQuerySet,
    LoanReportQuerySet,
    LoanWishQuerySet,
    PieceQuerySet,
    ReportPictureQuerySet,
)
from materials.querysets.loans import LoanQuerySet, UnitQuerySet
from materials.querysets.orders import OrderLineQuerySet, OrderQuerySet

__all__ = [
    "ArticleQuerySet",
    "ContactMessageQuerySet",
    "DocumentQuerySet",
    "EntitlementQuerySet",
    "HandOnQuerySet",
    "LoanQuerySet",
    "LoanReportQuerySet",
    "LoanWishQuerySet",
    "OrderLineQuerySet",
    "OrderQuerySet",
    "PieceQuerySet",
    "ReportPictureQuerySet",
    "UnitQuerySet",
    "VersionQuerySet",
]
