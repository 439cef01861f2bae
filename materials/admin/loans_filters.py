"""The filters beside the list of loans."""

from datetime import timedelta

from django.contrib import admin

from materials.choices import HOLDS_A_UNIT, ArticleKind, LoanState
from materials.models import Article


class WhatIsDueFilter(admin.SimpleListFilter):
    title = "Aufgabe"
    parameter_name = "stand"
    shown = {
        "auszugeben": ("auszugeben", lambda loans: loans.to_hand_out()),
        "bald": ("in dieser Woche zurück", lambda loans: loans.due_within(timedelta(days=7))),
        "ueberfaellig": ("überfällig", lambda loans: loans.overdue()),
        "ohne-geraet": ("ohne Gerät", lambda loans: loans.without_unit()),
        "reserviert": ("reserviert", lambda loans: loans.filter(state=LoanState.RESERVED)),
        "unterwegs": ("ausgeliehen", lambda loans: loans.out()),
        "vorbei": ("vorbei", lambda loans: loans.exclude(state__in=HOLDS_A_UNIT)),
    }

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _) in self.shown.items()]

    def queryset(self, request, queryset):
        return self.shown[self.value()][1](queryset) if self.value() in self.shown else queryset


class LentArticleFilter(admin.SimpleListFilter):
    """Only what is lent can be chosen."""

    title = "Artikel"
    parameter_name = "artikel"
    path = "unit__article"

    def lookups(self, request, model_admin):
        articles = Article.objects.filter(kind=ArticleKind.LOAN).order_by("title").values_list("pk", "title")
        return [(str(pk), title) for pk, title in articles]

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 10):
            return queryset
        return queryset.filter(**{self.path: int(chosen)})


class ArticleOfUnitFilter(LentArticleFilter):
    path = "article"
