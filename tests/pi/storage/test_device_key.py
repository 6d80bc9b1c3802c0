"""The key that binds the PIN to the device: where it is, how it is made, when it is missing."""

import stat
from pathlib import Path

import pytest

from pi.storage.device_key import CREDENTIAL_NAME, FILE_NAME, DeviceKeys
from pi.storage.errors import DeviceKeyError


@pytest.fixture
def credentials(tmp_path: Path) -> Path:
    path = tmp_path / "credentials"
    path.mkdir()
    (path / CREDENTIAL_NAME).write_bytes(b"c" * 32)
    return path


def kept(directory: Path) -> DeviceKeys:
    keys = DeviceKeys(directory)
    keys.keep(keys.find_or_generate())
    return keys


def test_a_kept_key_is_found_again(tmp_path: Path) -> None:
    keys = DeviceKeys(tmp_path)
    key = keys.find_or_generate()
    keys.keep(key)
    assert DeviceKeys(tmp_path).find().secret() == key.secret()


def test_a_kept_key_can_be_read_by_its_owner_and_written_by_nobody(tmp_path: Path) -> None:
    kept(tmp_path)
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o400


def test_nothing_is_written_before_the_key_is_kept(tmp_path: Path) -> None:
    DeviceKeys(tmp_path).find_or_generate()
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_is_there_is_never_made_anew(tmp_path: Path) -> None:
    keys = kept(tmp_path)
    assert keys.find_or_generate().secret() == keys.find().secret()


def test_a_key_never_replaces_another(tmp_path: Path) -> None:
    keys = DeviceKeys(tmp_path)
    late = keys.find_or_generate()
    first = kept(tmp_path).find().secret()
    with pytest.raises(DeviceKeyError):
        keys.keep(late)
    assert keys.find().secret() == first


def test_without_a_key_it_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DeviceKeyError) as caught:
        DeviceKeys(tmp_path).find()
    assert caught.value.reason == "missing"


def test_a_key_that_was_cut_short_is_damaged_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"short")
    with pytest.raises(DeviceKeyError) as caught:
        DeviceKeys(tmp_path).find_or_generate()
    assert caught.value.reason == "damaged"


def test_a_credential_goes_before_the_file(tmp_path: Path, credentials: Path) -> None:
    kept(tmp_path)
    assert DeviceKeys(tmp_path, credentials).find().secret() == b"c" * 32


def test_a_credential_is_found_where_systemd_says(
    tmp_path: Path, credentials: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    assert DeviceKeys(tmp_path).place == "credential"


def test_credentials_without_ours_leave_it_to_the_file(tmp_path: Path) -> None:
    assert DeviceKeys(tmp_path, tmp_path).place == "file"


def test_a_credential_is_not_written_to_the_card(tmp_path: Path, credentials: Path) -> None:
    directory = tmp_path / "state"
    directory.mkdir()
    keys = DeviceKeys(directory, credentials)
    keys.keep(keys.find_or_generate())
    assert list(directory.iterdir()) == []


def test_a_key_never_prints(tmp_path: Path) -> None:
    key = DeviceKeys(tmp_path).find_or_generate()
    assert key.secret().hex()[:8] not in f"{key} {key!r}"


def test_the_fingerprint_tells_two_keys_apart(tmp_path: Path) -> None:
    one, other = (DeviceKeys(tmp_path).find_or_generate() for _ in range(2))
    assert one.fingerprint() != other.fingerprint()
