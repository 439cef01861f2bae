"""What a form has to do with HTTP."""

from functools import wraps
from http import HTTPStatus


def answer_422(view):
    """A page that shows a form with errors says so in its status, too."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if response.status_code == HTTPStatus.OK and form is not None and form.errors:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return answer
