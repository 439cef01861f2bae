"""The last part of the address of a page, made of its title."""

from collections.abc import Collection

from django import forms
from django.db.models import QuerySet
from django.utils.text import slugify

from missione.shared.files.names import UMLAUTS

LONGEST_TRUNK = 70  # of the 80 signs that fit: a number may follow


def free_slug(title: str, *, among: QuerySet, taken: Collection[str] = ()) -> str:
    """heizung-fuer-mueller; with a number where that one is taken, among the rows or as one of `taken`."""
    trunk = slugify(title.translate(UMLAUTS))[:LONGEST_TRUNK].strip("-") or slugify(among.model._meta.verbose_name)
    there = {*among.filter(slug__startswith=trunk).values_list("slug", flat=True), *taken}
    return next(slug for number in range(len(there) + 1) if (slug := f"{trunk}-{number + 1}" if number else trunk) not in there)


class TitledForm(forms.ModelForm):
    """Of what has a title and a page: its address may stay empty. `other_pages` are the addresses of its neighbours."""

    other_pages: Collection[str] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):  # it can only be read once the page was shown
            slug.required = False
            slug.help_text = f"{slug.help_text or 'Letzter Teil der Internetadresse.'} Leer: aus dem Titel."
            slug.error_messages |= {
                "invalid": "Die Adresse besteht nur aus Buchstaben ohne Umlaute, Ziffern, Bindestrichen und Unterstrichen.",
                "unique": "Unter dieser Adresse gibt es schon eine Seite.",
            }

    def clean_slug(self) -> str:
        others = self._meta.model._base_manager.exclude(pk=self.instance.pk)
        return self.cleaned_data["slug"] or free_slug(self.cleaned_data.get("title", ""), among=others, taken=self.other_pages)
