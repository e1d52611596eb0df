"""A push service is told that there is something, and nothing else: against a server of the tests' own."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from unittest.mock import patch

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import override_settings

from kunci.models import vapid
from kunci.site.fetching import Way, is_public
from kunci.site.ringing import ring
from tests.site.net import TOLD, Net

NOW = datetime.now(UTC)
SECRET = "a secret of the tests, which no installation has"


@pytest.mark.parametrize(
    ("status", "there"),
    [(201, True), (200, True), (307, True), (429, True), (500, True), (403, False), (404, False), (410, False)],
)
def test_what_goes_out_is_empty_and_only_who_is_gone_is_forgotten(net: Net, status: int, there: bool) -> None:
    TOLD.clear()
    with override_settings(SECRET_KEY=SECRET, KUNCI_ADDRESS="https://kunci.test"):
        assert ring(f"https://kalender.test:{net.port}/push/{status}", NOW, net.way()) is there
        ((headers, body),) = TOLD  # also where it says that it moved: that is not followed
        assert body == b""
        assert {name.lower() for name in headers} == {
            "host", "accept-encoding", "user-agent", "ttl", "urgency", "topic", "content-length", "authorization",
        }  # fmt: skip
        scheme, _, rest = headers["Authorization"].partition(" ")
        said, key = (part.strip().partition("=")[2] for part in rest.split(",", 1))
        assert (scheme, key) == ("vapid", vapid.public_key())
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.urlsafe_b64decode(key + "=="))
        audience = f"https://kalender.test:{net.port}"
        claims = jwt.decode(said, point, algorithms=["ES256"], audience=audience)
    assert claims == {
        "aud": audience, "sub": "https://kunci.test", "exp": int((NOW + vapid.GOOD_FOR).timestamp()),
    }  # fmt: skip


@pytest.mark.parametrize("endpoint", ["http://kalender.test/x", "https://a:b@kalender.test/x", "file:///etc/passwd"])
def test_nothing_but_https_is_rung_at(net: Net, endpoint: str) -> None:
    assert not ring(endpoint, NOW, net.way())
    assert net.asked == []


def test_no_address_that_leads_inward_is_rung_at(net: Net) -> None:
    TOLD.clear()
    way = Way(net.resolve, is_public, lambda: net.context, seconds=3.0)
    assert not ring(f"https://kalender.test:{net.port}/push/201", NOW, way)
    assert TOLD == []


def test_a_service_that_cannot_be_reached_is_kept(net: Net) -> None:
    assert ring(f"https://tidak.example:{net.port}/push/201", NOW, net.way())


def test_the_key_is_the_same_after_a_restart_and_another_for_another_secret() -> None:
    with override_settings(SECRET_KEY=SECRET):
        first = vapid.public_key()
        vapid._key.cache_clear()
        assert vapid.public_key() == first
        assert len(base64.urlsafe_b64decode(first + "==")) == 65
    with override_settings(SECRET_KEY=SECRET + "!"):
        assert vapid.public_key() != first
    with patch.object(vapid, "ORDER", 3), override_settings(SECRET_KEY="small"):
        vapid._key.cache_clear()
        assert vapid._key("small").private_numbers().private_value in (1, 2)
    vapid._key.cache_clear()
