"""The pictures of protocols: for the team that borrowed and the campaign team. For everybody else there are none."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from materials.models import ReportPicture
from missione.shared.files.handing_out import hand_out


@require_safe
def picture_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Asked anew each time, kept nowhere."""
    picture = get_object_or_404(ReportPicture.objects.visible_to(request.user), key=key)
    return hand_out(request, drawer=ReportPicture.DRAWER, key=picture.key, name="protokoll.jpg", media_type="image/jpeg")
