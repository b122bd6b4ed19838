"""What is sealed opens in its place, under its key, unaltered, and in no other way."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backend.platform.keys.rules import (
    KEY_BYTES,
    CannotOpen,
    ChildKey,
    KeyRing,
    new_material,
    open_sealed,
    seal,
)

_materials = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
_names = st.text(max_size=20)
_keys = st.builds(ChildKey, _names, st.integers(1, 99), _materials)
_plains = st.binary(max_size=200)
_rings = st.builds(KeyRing, _materials)


@given(_keys, _names, _plains)
def test_what_is_sealed_opens(key: ChildKey, place: str, plain: bytes) -> None:
    """What is sealed for a place opens there, byte for byte, and does not show its words."""
    sealed = seal(key, place, plain)
    assert open_sealed(key, place, sealed) == plain
    assert len(plain) < 4 or plain not in sealed


@given(_keys, _names, _plains)
def test_the_same_words_are_never_sealed_alike(key: ChildKey, place: str, plain: bytes) -> None:
    """The same words sealed twice look different, so nobody can tell who said the same."""
    assert seal(key, place, plain) != seal(key, place, plain)


@given(st.lists(st.tuples(_keys, _names, _plains), min_size=2, max_size=4, unique=True))
def test_nothing_opens_in_anothers_place(rows: list[tuple[ChildKey, str, bytes]]) -> None:
    """Whatever two rows are swapped, by child, version, key or place, neither opens."""
    sealed = [seal(*row) for row in rows]
    for mine, (key, place, _plain) in enumerate(rows):
        for theirs, content in enumerate(sealed):
            if (key, place) != rows[theirs][:2]:
                with pytest.raises(CannotOpen):
                    open_sealed(key, place, content)
            else:
                assert open_sealed(key, place, content) == rows[theirs][2], (mine, theirs)


@given(_keys, _keys, _names, _names, _plains)
def test_one_difference_is_enough(
    key: ChildKey, other: ChildKey, place: str, elsewhere: str, plain: bytes
) -> None:
    """Another child, another version, another key or another place alone is refused."""
    assume(place != elsewhere and key.child_id != other.child_id)
    assume(key.version != other.version and key.material != other.material)
    sealed = seal(key, place, plain)
    attempts = [
        (replace(key, child_id=other.child_id), place),
        (replace(key, version=other.version), place),
        (replace(key, material=other.material), place),
        (key, elsewhere),
    ]
    for wrong_key, wrong_place in attempts:
        with pytest.raises(CannotOpen):
            open_sealed(wrong_key, wrong_place, sealed)


@given(_materials, st.text(min_size=2, max_size=20), _plains, st.data())
def test_a_place_is_not_a_child(
    material: bytes, joined: str, plain: bytes, data: st.DataObject
) -> None:
    """Moving the border between place and child does not give the same binding."""
    one, other = data.draw(st.lists(st.integers(0, len(joined)), min_size=2, max_size=2))
    assume(one != other)
    sealed = seal(ChildKey(joined[one:], 1, material), joined[:one], plain)
    with pytest.raises(CannotOpen):
        open_sealed(ChildKey(joined[other:], 1, material), joined[:other], sealed)


@given(_keys, _names, _plains, st.data())
def test_an_altered_byte_is_noticed(
    key: ChildKey, place: str, plain: bytes, data: st.DataObject
) -> None:
    """One altered, missing or added byte, anywhere, is noticed."""
    sealed = seal(key, place, plain)
    at = data.draw(st.integers(0, len(sealed) - 1))
    change = data.draw(st.integers(1, 255))
    altered = sealed[:at] + bytes([sealed[at] ^ change]) + sealed[at + 1 :]
    for wrong in (altered, sealed[:at], sealed + b"\x00", b""):
        with pytest.raises(CannotOpen):
            open_sealed(key, place, wrong)


@given(_rings, _rings, _keys, _keys)
def test_a_wrapped_key_opens_for_its_child_only(
    ring: KeyRing, stranger: KeyRing, key: ChildKey, other: ChildKey
) -> None:
    """A child's key unwraps for that child and version, under the same ring, and not else."""
    assume((key.child_id, key.version) != (other.child_id, other.version))
    wrapped = ring.wrap(key)
    assert ring.unwrap(key.child_id, key.version, wrapped) == key
    with pytest.raises(CannotOpen):
        ring.unwrap(other.child_id, other.version, wrapped)
    with pytest.raises(CannotOpen):
        KeyRing(new_material()).unwrap(key.child_id, key.version, wrapped)
    with pytest.raises(CannotOpen):
        stranger.open(key.child_id, wrapped)


@given(_rings, _names, _names, _plains)
def test_system_data_opens_in_its_place_only(
    ring: KeyRing, place: str, elsewhere: str, plain: bytes
) -> None:
    """What the ring sealed opens in its place, under that ring, and in no other way."""
    assume(place != elsewhere)
    sealed = ring.seal(place, plain)
    assert ring.open(place, sealed) == plain
    with pytest.raises(CannotOpen):
        ring.open(elsewhere, sealed)
    with pytest.raises(CannotOpen):
        KeyRing(new_material()).open(place, sealed)


@given(_rings, _names, _names, _names, _names)
def test_a_digest_knows_its_purpose(
    ring: KeyRing, purpose: str, other: str, value: str, another: str
) -> None:
    """A digest is the same for the same value and purpose, and differs for any other."""
    digest = ring.digest(purpose, value)
    assert len(digest) == 64
    assert digest == ring.digest(purpose, value)
    assert (digest == ring.digest(other, another)) == ((purpose, value) == (other, another))
    assert digest != KeyRing(new_material()).digest(purpose, value)


def test_a_key_shows_nothing_of_itself() -> None:
    """A key or a ring that is printed by mistake shows nothing."""
    material = b"k" * KEY_BYTES
    key = ChildKey("child", 1, material)
    for shown in (repr(key), str(key), repr(KeyRing(material)), str(vars(type(key)))):
        assert "kkkk" not in shown
        assert material.hex() not in shown


def test_a_key_of_another_length_is_refused() -> None:
    """A key-encryption key that is not 256 bits long is refused."""
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing(b"short")


def test_a_wrong_key_says_nothing_of_the_cause() -> None:
    """What does not open says so and drags along nothing that was sealed."""
    key = ChildKey("child", 1, new_material())
    with pytest.raises(CannotOpen) as refused:
        open_sealed(key, "elsewhere", seal(key, "here", b"words"))
    assert refused.value.__suppress_context__
    assert refused.value.__cause__ is None
