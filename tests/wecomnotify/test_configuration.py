"""A setting's text becomes a value, or a sentence that says what to set."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from wecomnotify import configuration


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("x", False)],
)
def test_only_this_machine_is_loopback(host, expected):
    assert configuration.is_loopback(host) is expected


def test_the_data_folder_is_made_for_its_owner_alone(tmp_path):
    made = configuration.data_dir(str(tmp_path / "a" / "b"))

    assert made.stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(ImproperlyConfigured, match="Set it to a folder of this account"):
        configuration.data_dir(str(tmp_path / "file" / "data"))


def test_development_keeps_one_secret_key(tmp_path):
    first = configuration.secret_key("", debug=True, folder=tmp_path)

    assert configuration.secret_key("", debug=True, folder=tmp_path) == first
    assert (tmp_path / "development_secret_key").stat().st_mode & 0o777 == 0o600


def test_outside_development_a_secret_key_must_be_given(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        configuration.secret_key("", debug=False, folder=tmp_path)


@pytest.mark.parametrize("address", ["", "notify.example.com", "ftp://notify.example.com", "https://"])
def test_what_is_no_address_of_pages_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="set it to the address people use"):
        configuration.origin(address)


def test_hosts_follow_from_the_address_and_loopback_stays():
    hosts = configuration.allowed_hosts("https://notify.example.com", ["other.example.com"])

    assert hosts == ["notify.example.com", "127.0.0.1", "localhost", "other.example.com"]


def test_endpoints_are_read_by_slug():
    found = configuration.endpoints(
        "public=https://qyapi.weixin.qq.com, inner=https://wecom.example.com/",
        loopback="http://127.0.0.1:8000",
    )

    assert found == {
        "public": "https://qyapi.weixin.qq.com",
        "inner": "https://wecom.example.com",
        "loopback": "http://127.0.0.1:8000",
    }


@pytest.mark.asvs("V12.2.1", "V13.2.4")
@pytest.mark.parametrize(
    "text",
    [
        "https://qyapi.weixin.qq.com",
        "x=http://example.com",
        "x=https://u:p@example.com",
        "x=https://e.com?a=1",
    ],
)
def test_an_endpoint_that_is_none_is_refused(text):
    with pytest.raises(ImproperlyConfigured, match="write slug=https://host"):
        configuration.endpoints(text, loopback="")


@pytest.mark.asvs("V1.3.6")
@pytest.mark.parametrize(
    "url", ["https://127.0.0.1:1", "http://localhost:1", "http://10.0.0.1:1", "http://127.0.0.1:1/x"]
)
def test_the_loopback_endpoint_is_this_machine_only(url):
    with pytest.raises(ImproperlyConfigured, match=r"only http://127\.0\.0\.1:<port> is accepted"):
        configuration.endpoints("", loopback=url)


def test_an_unknown_log_format_is_refused():
    with pytest.raises(ImproperlyConfigured, match="set it to text or json"):
        configuration.logging("xml")
