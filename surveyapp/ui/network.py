"""From which network a request comes: asked for limits only, and never kept, logged or shown."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from flask import request

SITE_BYTES = 8
"""The first 64 bits of an IPv6 address name a household; the rest changes every day."""


def network() -> bytes:
    """Return the IPv4 address or IPv6 /64 of the sender; empty where it tells nobody apart.

    Private addresses are those of a proxy or of a whole provider: all families would look alike.
    """
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return b""
    address = _plain(address)
    if not address.is_global:
        return b""
    return address.packed[:SITE_BYTES]


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
