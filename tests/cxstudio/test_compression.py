from pathlib import Path

from django.core.files.base import ContentFile

from cxstudio.compression import QuickStorage


def test_a_demo_run_compresses_with_gzip_alone(tmp_path):
    storage = QuickStorage(location=tmp_path, base_url="/static/")
    storage.save("page.css", ContentFile(b"p { color: inherit }\n" * 100))

    made = list(storage.post_process({"page.css": (storage, "page.css")}))

    assert [name for name, _, _ in made if name.endswith(".br")] == []
    hashed = storage.hashed_files["page.css"]
    assert Path(tmp_path, f"{hashed}.gz").stat().st_size < 100
