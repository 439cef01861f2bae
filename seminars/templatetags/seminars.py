"""{% load seminars %}: an event or a booking at a glance."""

from django import template

from seminars.glance import glance_at, standing_of

register = template.Library()

register.filter("glance", glance_at)
register.filter("standing", standing_of)
