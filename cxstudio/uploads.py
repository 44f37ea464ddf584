"""What somebody sends is never put on a disk in the open: it may be a list of people."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

# The largest file that a form takes has 20 MB.
REQUEST_LIMIT = 25_000_000


class InMemoryOnly(MemoryFileUploadHandler):
    """Keeps a sent file in memory, and refuses a request that is too large for it."""

    def handle_raw_input(
        self, input_data, META, content_length, boundary, encoding=None
    ):
        if content_length > REQUEST_LIMIT:
            raise RequestDataTooBig
        self.activated = True
