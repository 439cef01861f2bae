"""The nouns: what is given away, lent and handed out, and the orders for it."""

from materials.models.articles import Article, Part
from materials.models.basket import BasketItem
from materials.models.contact import ContactMessage
from materials.models.counters import Piece, PieceLending
from materials.models.documents import Document, DocumentDay, DocumentVersion, Entitlement
from materials.models.hand_ons import HandOn
from materials.models.loan_reports import CountedPart, LoanReport, ReportPicture
from materials.models.loan_wishes import LoanWish
from materials.models.loans import Loan, Unit
from materials.models.orders import DeliveryAddress, Order, OrderChange, OrderLine
from materials.models.pictures import PICTURE_SIZES, ArticlePicture
from materials.models.stock import StockEntry

__all__ = [
    "PICTURE_SIZES",
    "Article",
    "ArticlePicture",
    "BasketItem",
    "ContactMessage",
    "CountedPart",
    "DeliveryAddress",
    "Document",
    "DocumentDay",
    "DocumentVersion",
    "Entitlement",
    "HandOn",
    "Loan",
    "LoanReport",
    "LoanWish",
    "Order",
    "OrderChange",
    "OrderLine",
    "Part",
    "Piece",
    "PieceLending",
    "ReportPicture",
    "StockEntry",
    "Unit",
]
