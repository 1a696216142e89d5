"""Addresses of targets, and what is told of errors: both can hold credentials."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.buckets import harmless, parsed
from producer.buckets.aws import configuration
from producer.errors import InputError, UsageError
from producer.publish.upload import open_target
from tests.publish.upload.published import published

SECRET = "s3cr3t+k3y/0123456789"


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("public", ("file", "public")),
        ("../www/tea", ("file", "../www/tea")),
        ("file:///srv/tea%20time", ("file", "/srv/tea time")),
        ("file://localhost/srv/tea", ("file", "/srv/tea")),
        ("s3://bucket", ("s3", "s3://bucket")),
        ("s3://bucket/shows/tea", ("s3", "s3://bucket/shows/tea")),
        ("gs://bucket/tea", ("gs", "gs://bucket/tea")),
        ("az://container/tea", ("az", "az://container/tea")),
    ],
)
def test_an_address(address: str, meant: tuple[str, str]) -> None:
    assert parsed(address) == meant


@pytest.mark.parametrize(
    "address",
    ["ftp://host/tea", "https://host/tea", "s3://", "s3:///tea", "file://host/tea", "s3://[/tea"],
)
def test_an_address_of_no_target(show: Path, address: str) -> None:
    assert "s3://bucket/path" in published(show, address, code=2).stderr


@pytest.mark.parametrize(
    "form", ["s3://{}@bucket/tea", "s3://me:{}@bucket/tea", "az://c/tea?sig={}", "gs://b/tea#{}"]
)
def test_credentials_in_an_address_are_refused_and_not_repeated(show: Path, form: str) -> None:
    said = published(show, form.format(quote(SECRET, safe="")), code=2)
    assert "environment" in said.stderr
    assert "s3cr3t" not in said.output


@given(st.text() | st.text().map("s3://{}".format) | st.text().map("file://{}".format))
def test_any_address_is_taken_or_refused(address: str) -> None:
    try:
        scheme, place = parsed(address)
    except UsageError:
        return
    assert scheme in ("file", "s3", "gs", "az")
    assert place or address == ""


@given(st.text(), st.text())
def test_no_refusal_of_a_url_repeats_it(before: str, after: str) -> None:
    said = ""
    try:
        parsed(f"s3://{before}{SECRET}{after}")
    except UsageError as error:
        said = str(error)
    assert SECRET not in said


@given(
    st.text(),
    st.sampled_from(["{}", "<Code>{}</Code>", "status code: {}", "kind: {}", 'Connect("{}")']),
    st.from_regex(r"[A-Za-z0-9/+=_-]*[0-9/+][A-Za-z0-9/+=_-]{15,}", fullmatch=True),
)
def test_what_is_told_of_an_error_holds_no_keys(text: str, form: str, key: str) -> None:
    assert key not in harmless(text + form.format(key) + text)


@pytest.mark.usefixtures("nobody")
def test_files_of_aws_settings_that_cannot_be_read_are_not_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "credentials"
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    for content in f"{SECRET}\n", f"[default]\n{SECRET}", f"[default\na = {SECRET}", "\udcff":
        file.write_bytes(content.encode(errors="surrogateescape"))
        with pytest.raises(InputError, match="credentials") as raised:
            configuration()
        assert SECRET not in str(raised.value)
        assert raised.value.__cause__ is None


@pytest.mark.usefixtures("nobody")
def test_the_environment_comes_before_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home/.aws"
    home.mkdir(parents=True)
    (home / "credentials").write_text(
        "[default]\naws_access_key_id = A\naws_secret_access_key = B%C\n"
    )
    (home / "config").write_text("[default]\nregion = eu-west-3\nendpoint_url = http://one\n")
    assert configuration() == {
        "access_key_id": "A",
        "secret_access_key": "B%C",
        "region": "eu-west-3",
        "endpoint": "http://one",
    }
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "D")
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://two")
    assert configuration() == {"endpoint": "https://two"}


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("key", ["{nonsense " + SECRET, '{"private_key": "' + SECRET + '"}'])
def test_settings_that_a_provider_cannot_use_are_not_quoted(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("GOOGLE_SERVICE_ACCOUNT_KEY", key)
    with pytest.raises(InputError, match="gs://") as raised:
        open_target("gs://bucket/tea")
    assert SECRET not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.usefixtures("nobody")
def test_an_account_that_is_missing_is_named() -> None:
    with pytest.raises(InputError, match="AZURE_STORAGE_ACCOUNT_NAME"):
        open_target("az://container/tea")
