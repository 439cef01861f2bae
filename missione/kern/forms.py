"""Forms of which the page draws the frame: the tag, the token and the buttons."""

from django import forms

from missione.kern.helper import FormHelper


class StepForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
