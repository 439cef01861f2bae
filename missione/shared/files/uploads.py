"""How Django takes large uploads: onto the disk of the private files, and from nobody who is not logged in.

Guests have no form for files. Without the second rule anybody could fill the disk before the view says no: Django reads a form
to its end when it looks for the token in it.
"""

from tempfile import NamedTemporaryFile

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler

from missione.shared.files import cabinet


class FileOnOurDisk(TemporaryUploadedFile):
    """Like Django's, but not in /tmp, which is memory in production."""

    def __init__(self, name, content_type, size, charset, content_type_extra=None):
        folder = cabinet.make_folder(cabinet.root() / "uploads")
        file = NamedTemporaryFile(dir=folder)
        UploadedFile.__init__(self, file, name, content_type, size, charset, content_type_extra)


class LargeUploads(TemporaryFileUploadHandler):
    def new_file(self, *args, **kwargs):
        if not self.request.user.is_authenticated:
            raise SkipFile
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = FileOnOurDisk(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
