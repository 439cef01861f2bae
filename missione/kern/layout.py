"""Parts of a form's layout as KERN draws them."""

from crispy_forms import layout as crispy
from crispy_forms.utils import TEMPLATE_PACK, flatatt
from django.template.loader import render_to_string


class Fieldset(crispy.Fieldset):
    """A section of a form; size of the legend: small, medium or large."""

    def __init__(self, legend, *fields, hint="", size="medium", **kwargs):
        super().__init__(legend, *fields, **kwargs)
        self.hint, self.size = hint, size


class Button:
    """A <button> with KERN's inner label; variant: primary, secondary or tertiary."""

    def __init__(self, label, variant="primary", *, name="", value="", icon="", type="submit", **attrs):
        self.label, self.variant, self.name, self.value = label, variant, name, value
        self.icon, self.type, self.attrs = icon, type, attrs

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        return render_to_string("kern/layout/button.html", {"button": self, "flat_attrs": flatatt(self.attrs)})


class Link(Button):
    """Looks like a button, leads somewhere."""

    def __init__(self, label, href, variant="tertiary", **attrs):
        super().__init__(label, variant, type="", href=href, **attrs)
