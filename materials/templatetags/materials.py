"""Tags and filters of materials: {% load materials %}."""

from django import template

from materials.standing import (
    day_in_words,
    days_of_loan,
    line_in_words,
    moment_in_words,
    next_of_loan,
    span_in_words,
    standing_of_loan,
    standing_of_order,
    standing_of_wish,
)

register = template.Library()

register.filter("order_standing", standing_of_order)
register.filter("loan_standing", standing_of_loan)
register.filter("loan_next", next_of_loan)
register.filter("wish_standing", standing_of_wish)
register.filter("line_words", line_in_words)
register.filter("days_of_loan", days_of_loan)
register.filter("moment_words", moment_in_words)
register.filter("day_words", day_in_words)
register.filter("span_words", span_in_words)
