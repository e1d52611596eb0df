"""The key by which push services know this installation (RFC 8292), worked out from its secret: nothing more to keep.

A browser that subscribed takes word from whoever has this key, and from nobody else.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

GOOD_FOR = timedelta(hours=12)  # a day at most, by the standard
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256


def public_key() -> str:
    """As browsers want it: the point, uncompressed, in base64url without padding."""
    point = _key(settings.SECRET_KEY).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def authorization(endpoint: str, now: datetime) -> str:
    """The header for a request to this endpoint: it names the push service and this installation, and nobody."""
    there = urlsplit(endpoint)
    said = {
        "aud": f"{there.scheme}://{there.netloc}",
        "exp": int((now + GOOD_FOR).timestamp()),
        "sub": settings.KUNCI_ADDRESS,
    }
    return f"vapid t={jwt.encode(said, _key(settings.SECRET_KEY), algorithm='ES256')}, k={public_key()}"


@cache
def _key(secret: str) -> ec.EllipticCurvePrivateKey:
    """48 bytes for a number of 32: so that none is likelier than another."""
    drawn = HKDF(SHA256(), 48, salt=None, info=b"kunci: push").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(drawn) % (ORDER - 1) + 1, ec.SECP256R1())
