from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuickStorage(CompressedManifestStaticFilesStorage):
    """Gzip alone, for demo runs: brotli makes the first start wait for a minute."""

    def create_compressor(self, **options):
        return Compressor(use_brotli=False, **options)
