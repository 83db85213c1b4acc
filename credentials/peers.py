"""Which addresses a robot may have: the last guard before a key goes over the wire."""

from __future__ import annotations

import ipaddress
from enum import StrEnum

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Reach(StrEnum):
    """Where an endpoint's robots live."""

    INTERNET = "internet"
    INTRANET = "intranet"
    LOOPBACK = "loopback"


# `is_global` is not enough: on Python 3.11 it calls 224.0.0.1 and 2002:7f00:1:: global.
NEVER: tuple[Network, ...] = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
        ),
    )
)
INTRANET: tuple[Network, ...] = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
    )
)
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
LOOPBACK = ipaddress.IPv4Address("127.0.0.1")


def may_reach(address: str, reach: Reach) -> bool:
    """Tell whether a connected peer's address is one where robots of this reach may live."""
    peer = _plain(ipaddress.ip_address(address.partition("%")[0]))
    if reach == Reach.LOOPBACK:
        return peer == LOOPBACK
    if _is_in(peer, NEVER):
        return False
    return reach == Reach.INTRANET or not _is_in(peer, INTRANET)


def _plain(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_in(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
