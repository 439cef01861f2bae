"""{% load seminars %}: an event at a glance, and how a booking stands."""

from django import template

from seminars.glance import glance_at, kind_of
from seminars.standing import headline_of, reached_by, standing_of, way_out_of

register = template.Library()

register.filter("glance", glance_at)
register.filter("kind", kind_of)
register.filter("headline", headline_of)
register.filter("reached", reached_by)
register.filter("standing", standing_of)
register.filter("way_out", way_out_of)
