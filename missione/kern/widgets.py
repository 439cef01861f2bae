"""Choices of which one or another explains itself or cannot be taken."""

from django import forms


class _Hints:
    def __init__(self, *args, hints=None, disabled=(), inline=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.hints, self.disabled, self.inline = hints or {}, set(disabled), inline

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        option["hint"] = self.hints.get(str(value), "")
        if str(value) in self.disabled:
            option["attrs"]["disabled"] = True
        return option


class RadioSelect(_Hints, forms.RadioSelect):
    pass


class CheckboxSelectMultiple(_Hints, forms.CheckboxSelectMultiple):
    pass
