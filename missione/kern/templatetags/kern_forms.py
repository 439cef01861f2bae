"""{% load kern_forms %}: fields with KERN's classes, and the error summary. Django itself ties hints and errors to the field."""

from django import forms, template

register = template.Library()

CSS = {
    "text": "kern-form-input__input",
    "multi": "kern-form-input__input",
    "select": "kern-form-input__select",
    "check": "kern-form-check__checkbox",
}
# In this order: Django's CheckboxSelectMultiple is a RadioSelect, SelectMultiple is a Select.
KINDS = [
    ((forms.RadioSelect, forms.CheckboxSelectMultiple), "group"),
    (forms.CheckboxInput, "check"),
    ((forms.MultiWidget, forms.SelectDateWidget), "multi"),
    (forms.SelectMultiple, "text"),
    (forms.Select, "select"),
]


@register.filter
def kern_kind(field) -> str:
    """Which markup a field needs: hidden, group, check, multi, select or text."""
    if field.is_hidden:
        return "hidden"
    return next((kind for widgets, kind in KINDS if isinstance(field.field.widget, widgets)), "text")


@register.simple_tag
def kern_widget(field):
    """The widget with KERN's classes; nothing of the widget itself, which requests share, is changed."""
    css = CSS[kern_kind(field)]
    widget = field.field.widget
    classes = [css, f"{css}--error" if field.errors else "", widget.attrs.get("class", "")]
    attrs = {"class": " ".join(filter(None, classes))}
    if str(widget.attrs.get("placeholder", "")) == str(field.label):
        attrs["placeholder"] = False  # allauth repeats the label there
    if field.field.required and not hasattr(widget, "widgets"):
        attrs["aria-required"] = "true"  # read out, but no browser bubble before the first try
    return field.as_widget(attrs=attrs)


@register.simple_tag
def kern_options(field) -> list[dict]:
    """Each radio button or checkbox of a group: html, id, label, hint."""
    kind = "checkbox" if _is_checkbox_group(field) else "radio"
    css = f"kern-form-check__{kind}"
    return [_option(option, f"{css} {css}--error" if field.errors else css, kind) for option in field.subwidgets]


def _option(option, classes: str, kind: str) -> dict:
    attrs = option.data["attrs"]
    attrs["class"] = classes
    if kind == "radio":
        attrs.pop("aria-invalid", None)  # ARIA 1.2 does not allow it on role radio
    hint = option.data.get("hint", "")
    if hint:
        attrs["aria-describedby"] = f"{attrs['id']}_hint"
    return {"html": option.tag(), "id": attrs["id"], "label": option.choice_label, "hint": hint}


@register.filter
def kern_group_role(field) -> str:
    return "radiogroup" if isinstance(field.field.widget, forms.RadioSelect) and not _is_checkbox_group(field) else ""


def _is_checkbox_group(field) -> bool:
    return isinstance(field.field.widget, forms.CheckboxSelectMultiple)


@register.filter
def error_target(field) -> str:
    """The id a link of the error summary goes to: the field, or the first of several."""
    if isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget)):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.inclusion_tag("kern/error_summary.html")
def error_summary(*form_list, title="Bitte prüfen Sie Ihre Angaben") -> dict:
    """What is wrong in one or several forms, before the h1; takes the focus."""
    items = [item for form in form_list if form and form.is_bound and form.errors for item in _errors(form)]
    return {"items": items, "title": title}


def _errors(form):
    yield from (("", error) for error in form.non_field_errors())
    yield from ((error_target(field), error) for field in form.visible_fields() for error in field.errors)
    yield from (("", error) for field in form.hidden_fields() for error in field.errors)
