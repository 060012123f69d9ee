"""The same photograph is recognised however it was saved, and nothing else is. Without a database.

The measurements behind the numbers: docs/decisions/0022.
"""

import itertools
import random

import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from images.files import perceptual_hash
from images.files.perceptual_hash import View
from images.tests.photograph_files import COPIES, NAMES, cropped, decoded, encoded, photograph

# Not recognised: large areas of one tone, and an edge gone at two sides alone.
MISSED = {"cropped at two sides": ["football-stadium", "stage-dancers"]}


@pytest.fixture(scope="module")
def known():
    return {name: perceptual_hash.views(photograph(name)) for name in NAMES}


def noise(picture, amount, seed=1):
    chance = random.Random(seed)  # noqa: S311, no secret
    return Pillow.frombytes(
        "L",
        picture.size,
        bytes(min(255, max(0, v + chance.randint(-amount, amount))) for v in picture.tobytes()),
    )


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_of_a_photograph_is_recognised(known, copy):
    missed = [
        name
        for name, views in known.items()
        if not perceptual_hash.is_same(
            views, perceptual_hash.views(decoded(COPIES[copy](photograph(name))))
        )
    ]
    assert missed == MISSED.get(copy, [])


def test_different_photographs_are_not_the_same(known):
    pairs = itertools.combinations(known, 2)
    assert [pair for pair in pairs if perceptual_hash.is_same(*map(known.get, pair))] == []


def test_parts_of_photographs_that_look_alike_are_not_the_same():
    """Skies, seas and crowds: what is left when a third of a picture is cut out."""
    chance, parts = random.Random(5), []  # noqa: S311, no secret
    for name in NAMES:
        for _ in range(5):
            left, top = chance.uniform(0, 0.55), chance.uniform(0, 0.55)
            part = cropped(photograph(name), left, top, 0.55 - left, 0.55 - top)
            parts.append((name, perceptual_hash.views(part)))
    compared = [(a, b) for a, b in itertools.combinations(parts, 2) if a[0] != b[0]]
    same = [(a[0], b[0]) for a, b in compared if perceptual_hash.is_same(a[1], b[1])]
    assert (len(compared) > 3000, same) == (True, [])


def _flat():
    yield Pillow.new("RGB", (300, 200), (40, 90, 120))
    yield Pillow.new("RGB", (300, 200), "white")
    yield Pillow.linear_gradient("L").resize((300, 200))
    yield Pillow.radial_gradient("L").resize((300, 200))
    yield noise(Pillow.new("L", (300, 200), 128), 3)
    card = Pillow.new("L", (300, 200), 250)
    ImageDraw.Draw(card).line((0, 100, 300, 100), fill=240)
    yield card
    yield Pillow.new("RGBA", (300, 200), (0, 0, 0, 0))


@pytest.mark.parametrize("picture", [*_flat()])
def test_what_is_flat_is_like_nothing(picture):
    assert perceptual_hash.views(picture) == ()
    assert perceptual_hash.views(decoded(encoded(picture.convert("RGB"), 40))) == ()


def test_a_mirrored_photograph_is_another(known):
    mirrored = photograph().transpose(Pillow.Transpose.FLIP_LEFT_RIGHT)
    assert not perceptual_hash.is_same(known["river-bridge"], perceptual_hash.views(mirrored))


def test_what_is_clear_is_seen_on_white():
    picture = photograph().convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 200, 200))
    ground = Pillow.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    assert perceptual_hash.views(picture) == perceptual_hash.views(ground)


@pytest.mark.parametrize("size", [(1, 1), (2, 900), (8000, 3)])
def test_any_size_is_read(size):
    assert perceptual_hash.views(Pillow.new("RGB", size)) == ()


def test_greys_must_agree_where_the_hash_is_near_by_chance():
    lying, standing = bytes(range(256)), bytes(16 * (n % 16) + n // 16 for n in range(256))
    view, other = View(0b1111, lying), View(0b1011, standing)
    assert perceptual_hash.distance(view.value, other.value) == 1
    assert not perceptual_hash.is_same([view], [other])
    assert perceptual_hash.is_same([view], [View(0b1011, lying)])


def test_grids_without_edges_are_like_nothing():
    assert perceptual_hash.likeness(bytes(256), bytes(256)) == 0.0


def test_every_hash_in_reach_has_a_band_that_is_looked_up():
    """For each way in which the bits that differ may be spread over the bands."""
    chance = random.Random(2)  # noqa: S311, no secret
    for _ in range(2000):
        value = chance.getrandbits(64)
        flips = chance.sample(range(64), perceptual_hash.MAX_DISTANCE)
        other = value ^ sum(1 << bit for bit in flips)
        assert perceptual_hash.distance(value, other) == perceptual_hash.MAX_DISTANCE
        pairs = zip(perceptual_hash.bands(value), perceptual_hash.bands(other), strict=True)
        assert min((a ^ b).bit_count() for a, b in pairs) <= perceptual_hash.REACH


def test_neighbours_are_all_bands_within_reach():
    near = perceptual_hash.neighbours(0b1010)
    assert len(near) == len(set(near)) == 1 + 16 + 120
    assert {(band ^ 0b1010).bit_count() for band in near} == {0, 1, 2}


def test_a_signed_hash_keeps_its_bits():
    for value in (0, 1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1):
        kept = perceptual_hash.signed(value)
        assert -(1 << 63) <= kept < 1 << 63
        assert perceptual_hash.unsigned(kept) == value
        assert perceptual_hash.distance(value, kept) == 0
