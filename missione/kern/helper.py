"""The crispy helper of every form: the server checks, the browser does not interrupt."""

from crispy_forms.helper import FormHelper as CrispyHelper


class FormHelper(CrispyHelper):
    template_pack = "kern"
    form_method = "post"
    show_non_field_errors = False  # {% error_summary form %} above the h1 names them

    def __init__(self, form=None):
        super().__init__(form)
        self.attrs = {"novalidate": ""}

    def render_layout(self, form, context, template_pack="kern"):
        form.use_required_attribute = False
        return super().render_layout(form, context, template_pack=template_pack)
