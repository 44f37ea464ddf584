import base64

from cryptography.fernet import Fernet

import secrets_file


def variables(path) -> dict[str, str]:
    lines = [line for line in path.read_text().splitlines() if "=" in line]
    return dict(line.split("=", 1) for line in lines)


def test_the_file_has_every_secret_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "env"

    secrets_file.complete(path)

    assert list(variables(path)) == [
        "CXSTUDIO_SECRET_KEY",
        "CXSTUDIO_VAULT_KEYS",
        "CXSTUDIO_VAULT_HASH_KEY",
        "CXSTUDIO_DEMO",
        "CXSTUDIO_HTTPS",
    ]
    assert f"{path.stat().st_mode & 0o777:o}" == "600"
    assert list(tmp_path.iterdir()) == [path]


def test_the_vault_key_encrypts_and_decrypts(tmp_path):
    path = tmp_path / "env"
    secrets_file.complete(path)

    key = variables(path)["CXSTUDIO_VAULT_KEYS"]

    assert len(base64.urlsafe_b64decode(key)) == 32
    assert Fernet(key).decrypt(Fernet(key).encrypt(b"address")) == b"address"


def test_secrets_that_are_there_stay(tmp_path):
    path = tmp_path / "env"
    secrets_file.complete(path)
    before = path.read_bytes()

    secrets_file.complete(path)

    assert path.read_bytes() == before


def test_only_what_is_missing_is_added(tmp_path):
    path = tmp_path / "env"
    path.write_text("CXSTUDIO_SECRET_KEY=kept\nCXSTUDIO_DEMO=false")

    secrets_file.complete(path)

    found = variables(path)
    assert (found["CXSTUDIO_SECRET_KEY"], found["CXSTUDIO_DEMO"]) == ("kept", "false")
    assert len(found) == 5


def test_two_clones_share_no_secret():
    one, other = secrets_file.fresh(), secrets_file.fresh()

    same = {name for name in one if one[name] == other[name]}
    assert same == {"CXSTUDIO_DEMO", "CXSTUDIO_HTTPS"}
