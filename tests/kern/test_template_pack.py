"""Whatever field a form has: its label, hint and error belong to it, and every link of the error summary arrives."""

from html.parser import HTMLParser

import pytest
from crispy_forms.bootstrap import FormActions, InlineCheckboxes, InlineRadios, PrependedText
from crispy_forms.layout import HTML, Column, Div, Layout, Reset, Row, Submit
from django import forms
from django.template import Context, Template

from missione.kern.helper import FormHelper
from missione.kern.layout import Button, Fieldset, Link
from missione.kern.widgets import CheckboxSelectMultiple, RadioSelect

COLOURS = [("green", "Grün"), ("yellow", "Gelb")]
POINTS_AT_IDS = {"for", "aria-describedby", "aria-labelledby"}


class EveryField(forms.Form):
    words = forms.CharField(label="Wörter", help_text="Hilfe zu Wörtern")
    email = forms.EmailField(required=False)
    number = forms.IntegerField()
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    choice = forms.ChoiceField(choices=COLOURS)
    boxes = forms.MultipleChoiceField(choices=COLOURS, widget=forms.CheckboxSelectMultiple)
    radios = forms.ChoiceField(choices=COLOURS, widget=forms.RadioSelect, help_text="Hilfe zur Wahl")
    agreed = forms.BooleanField(help_text="Hilfe zum Haken")
    file = forms.FileField()
    text = forms.CharField(widget=forms.Textarea)
    moment = forms.SplitDateTimeField()
    secret = forms.CharField(widget=forms.HiddenInput)
    several = forms.MultipleChoiceField(choices=COLOURS)
    birthday = forms.DateField(widget=forms.SelectDateWidget)
    password = forms.CharField(widget=forms.PasswordInput)
    hinted_radios = forms.ChoiceField(choices=COLOURS, widget=RadioSelect(hints={"green": "Wie Gras"}, disabled=["yellow"]))
    hinted_boxes = forms.MultipleChoiceField(choices=COLOURS, widget=CheckboxSelectMultiple(hints={"green": "Wie Gras"}))


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    @property
    def ids(self):
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    @property
    def targets(self):
        for _, attrs in self.elements:
            for name in POINTS_AT_IDS & attrs.keys():
                yield from attrs[name].split()
            if attrs.get("href", "").startswith("#"):
                yield attrs["href"][1:]

    def of(self, name):
        return next(attrs for _, attrs in self.elements if attrs.get("name") == name)


def shown(form, helper):
    template = Template("{% load crispy_forms_tags kern_forms %}{% error_summary form %}{% crispy form helper %}")
    return template.render(Context({"form": form, "helper": helper}))


@pytest.fixture(params=[None, {}], ids=["fresh", "sent empty"])
def form(request):
    return EveryField(request.param)


def test_no_id_occurs_twice_and_none_is_missing(form):
    helper = FormHelper(form)
    helper.add_input(Submit("go", "Los"))
    helper.add_input(Reset("clear", "Leeren"))

    page = Page(shown(form, helper))

    assert sorted(set(page.ids)) == sorted(page.ids)
    assert set(page.targets) - set(page.ids) == set()


def test_every_error_is_linked_in_the_summary_in_the_order_of_the_form():
    form = EveryField({})

    page = Page(shown(form, FormHelper(form)))

    links = [attrs["href"] for tag, attrs in page.elements if tag == "a"]
    assert links == [
        "#id_words", "#id_number", "#id_day", "#id_choice", "#id_boxes_0", "#id_radios_0", "#id_agreed", "#id_file", "#id_text",
        "#id_moment_0", "#id_several", "#id_birthday_day", "#id_password", "#id_hinted_radios_0", "#id_hinted_boxes_0",
    ]  # fmt: skip


def test_an_error_and_a_hint_are_read_out_with_their_field():
    form = EveryField({})

    words = Page(shown(form, FormHelper(form))).of("words")

    assert words["aria-describedby"] == "id_words_helptext id_words_error"
    assert words["aria-invalid"] == "true"
    assert words["aria-required"] == "true"


def test_the_browser_does_not_check_before_the_server_does(form):
    page = Page(shown(form, FormHelper(form)))

    assert [attrs for _, attrs in page.elements if "required" in attrs] == []
    assert "novalidate" in next(attrs for tag, attrs in page.elements if tag == "form")


def test_a_field_that_may_stay_empty_says_so():
    html = shown(EveryField(), FormHelper(EveryField()))

    assert html.count("(freiwillig)") == 1


def test_a_hint_from_a_stranger_stays_text():
    class Form(forms.Form):
        words = forms.CharField(help_text="<b>fett</b>")

    assert "<b>" not in shown(Form(), FormHelper(Form()))


def test_an_option_explains_itself_or_cannot_be_taken():
    html = shown(EveryField(), FormHelper(EveryField()))
    options = [attrs for _, attrs in Page(html).elements if attrs.get("name") == "hinted_radios"]

    assert options[0]["aria-describedby"] == "id_hinted_radios_0_hint"
    assert "disabled" in options[1]


def test_a_layout_of_many_parts_is_drawn(form):
    helper = FormHelper(form)
    helper.layout = Layout(
        Fieldset("Teil", "words", PrependedText("number", "EUR"), hint="Kurz", size="small"),
        Row("email", Column("choice")),
        InlineRadios("radios"),
        InlineCheckboxes("boxes"),
        HTML("<hr>"),
        Div("text", css_class="kern-body"),
        FormActions(Button("Weiter", icon="check"), Link("Zurück", "/zurueck/")),
    )

    page = Page(shown(form, helper))

    assert sorted(set(page.ids)) == sorted(page.ids)
    assert {"type": "submit", "class": "kern-btn kern-btn--primary"} in [attrs for tag, attrs in page.elements if tag == "button"]
    assert "/zurueck/" in [attrs.get("href") for tag, attrs in page.elements if tag == "a"]


def test_a_set_of_forms_is_drawn():
    class Short(forms.Form):
        words = forms.CharField()

    formset = forms.formset_factory(Short, extra=2)()

    page = Page(shown(formset, FormHelper()))

    assert {"id_form-0-words", "id_form-1-words"} <= set(page.ids)


def test_an_error_of_the_whole_form_stands_in_the_summary_once():
    class Form(forms.Form):
        words = forms.CharField()

        def clean(self):
            raise forms.ValidationError("Das passt nicht zusammen.")

    html = shown(Form({"words": "x"}), FormHelper(Form()))

    assert html.count("Das passt nicht zusammen.") == 1


def test_a_form_without_errors_has_no_summary():
    class Form(forms.Form):
        words = forms.CharField()

    assert "fehler" not in Page(shown(Form({"words": "x"}), FormHelper(Form()))).ids
