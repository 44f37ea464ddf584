import pytest
from django.core.management import call_command


def test_the_schema_is_valid_and_has_no_warnings(tmp_path):
    call_command(
        "spectacular",
        "--validate",
        "--fail-on-warn",
        "--file",
        str(tmp_path / "schema.yml"),
    )

    described = (tmp_path / "schema.yml").read_text()
    assert "/api/v1/surveys/{id}/tallies/" in described
    assert "scheme: bearer" in described


@pytest.mark.django_db
def test_the_schema_and_its_pages_open_without_a_token(client):
    schema, docs = client.get("/api/v1/schema/"), client.get("/api/v1/docs/")

    assert [schema.status_code, docs.status_code] == [200, 200]
    assert "<script>" not in docs.content.decode()
