"""The connected address decides, however a name was spelt: a robot of WeCom's never lives in here."""

from __future__ import annotations

import pytest

from credentials.endpoints import reach
from credentials.peers import Reach, may_reach

pytestmark = pytest.mark.asvs("V1.3.6", "V13.2.4")


@pytest.mark.parametrize(
    "address", ["183.47.102.90", "2402:4e00::1", "64:ff9b::b72f:665a", "::ffff:183.47.102.90"]
)
def test_an_address_of_the_internet_is_reached(address):
    assert may_reach(address, Reach.INTERNET)


@pytest.mark.parametrize("address", ["10.0.0.8", "172.16.5.4", "192.168.1.1", "100.64.0.1", "fd00::1"])
def test_an_address_of_an_intranet_is_for_private_deployments_only(address):
    assert not may_reach(address, Reach.INTERNET)
    assert may_reach(address, Reach.INTRANET)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "fe80::1%eth0",
        "ff02::1",
        "2001:0:7f00:1::",
    ],
)
def test_this_machine_links_and_groups_are_for_nobody(address):
    assert not may_reach(address, Reach.INTERNET)
    assert not may_reach(address, Reach.INTRANET)


def test_the_loopback_endpoint_reaches_one_address_only():
    assert may_reach("127.0.0.1", Reach.LOOPBACK)
    assert not may_reach("127.0.0.2", Reach.LOOPBACK)
    assert not may_reach("183.47.102.90", Reach.LOOPBACK)


def test_tencents_hosts_are_on_the_internet_whatever_their_slug(settings):
    settings.WECOM_ENDPOINTS = {
        "public": "https://gate.example.com",
        "tencent": "https://qyapi.weixin.qq.com",
        "corp": "https://wecom.example.com",
        "loopback": "http://127.0.0.1:8000",
    }

    assert [reach(slug) for slug in settings.WECOM_ENDPOINTS] == [
        Reach.INTERNET,
        Reach.INTERNET,
        Reach.INTRANET,
        Reach.LOOPBACK,
    ]
