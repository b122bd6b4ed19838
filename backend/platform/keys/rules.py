"""Keys and sealing: pure functions over bytes.

Everything sealed is bound to its place, so what is moved to another row, column, child or key
does not open. The cipher is AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D): good for
2^32 messages under one key, and one child's life is some thousands.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.platform.errors import NotFound

KEY_BYTES = 32
_NONCE_BYTES = 12
# The first byte of all that is sealed: how it was sealed.
_FORMAT = b"\x01"


class ErasedChild(NotFound):
    """The child's key is gone, and with it every word that was sealed under it."""


class CannotOpen(Exception):
    """It was sealed under another key, for another place, or has been altered."""


@dataclass(frozen=True)
class ChildKey:
    """A child's own key, opened; `version` says which, and is bound to all it seals."""

    child_id: str
    version: int
    material: bytes = field(repr=False)


@dataclass(frozen=True)
class WrappedKey:
    """A child's key as it is kept; `wrapped` is None once it has been erased."""

    version: int
    wrapped: bytes | None = field(repr=False)


def seal(key: ChildKey, place: str, plain: bytes) -> bytes:
    """Encrypt what belongs to a child, for one place: "table.column:row_id"."""
    return _encrypt(key.material, _bound_to(place, key.child_id, str(key.version)), plain)


def open_sealed(key: ChildKey, place: str, sealed: bytes) -> bytes:
    """Decrypt what `seal` made for this key and place, or raise `CannotOpen`."""
    return _decrypt(key.material, _bound_to(place, key.child_id, str(key.version)), sealed)


def new_material() -> bytes:
    """Return a new random key of 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


class KeyRing:
    """The authority's key-encryption key, and the keys derived from it (HKDF, RFC 5869)."""

    def __init__(self, kek: bytes) -> None:
        if len(kek) != KEY_BYTES:
            raise ValueError(f"the key-encryption key has {KEY_BYTES} bytes")
        self._wrapping = _derive(kek, "wrap child keys")
        self._system = _derive(kek, "seal system data")
        self._digesting = _derive(kek, "digest tokens")

    def __repr__(self) -> str:
        return "KeyRing(...)"

    def wrap(self, key: ChildKey) -> bytes:
        """Encrypt a child's key so that it may be kept beside what it seals."""
        return _encrypt(self._wrapping, _bound_to(key.child_id, str(key.version)), key.material)

    def unwrap(self, child_id: str, version: int, wrapped: bytes) -> ChildKey:
        """Open a child's key that `wrap` closed, or raise `CannotOpen`."""
        bound = _bound_to(child_id, str(version))
        return ChildKey(child_id, version, _decrypt(self._wrapping, bound, wrapped))

    def seal(self, place: str, plain: bytes) -> bytes:
        """Encrypt what is no child's own, such as a message that waits to be sent."""
        return _encrypt(self._system, _bound_to(place), plain)

    def open(self, place: str, sealed: bytes) -> bytes:
        """Decrypt what `KeyRing.seal` made for this place, or raise `CannotOpen`."""
        return _decrypt(self._system, _bound_to(place), sealed)

    def digest(self, purpose: str, value: str) -> str:
        """Return 64 hexadecimal digits by which a secret is known again without being kept."""
        message = _bound_to(purpose, value)
        return hmac.new(self._digesting, message, hashlib.sha256).hexdigest()


def _derive(kek: bytes, purpose: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"sayso: " + purpose.encode())
    return hkdf.derive(kek)


def _bound_to(*parts: str) -> bytes:
    """Join the parts so that no two lists of parts give the same bytes."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def _encrypt(material: bytes, bound: bytes, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(material).encrypt(nonce, plain, _FORMAT + bound)


def _decrypt(material: bytes, bound: bytes, sealed: bytes) -> bytes:
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if sealed[:1] != _FORMAT or len(nonce) != _NONCE_BYTES:
        raise CannotOpen("not something that was sealed here")
    try:
        return AESGCM(material).decrypt(nonce, body, _FORMAT + bound)
    except InvalidTag:
        # Nothing of the cause: it says no more, and less is safer in a log.
        raise CannotOpen("sealed under another key, for another place, or altered") from None
