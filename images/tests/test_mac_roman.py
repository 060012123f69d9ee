"""Letters of old Macs in pictures are read, and those of Windows stay what they are."""

import pytest

from images.metadata import encoding, iim

TEXTS = [
    "Léa Müller à Québec",
    "François Hollande à l’Élysée",
    "Peña Nieto y García Márquez en Bogotá",
    "The minister’s car – “a scandal” – in São Paulo",
    "“Göteborg” – Malmö, Åre and Ærø",
    "Café",
    "Zoë",
    "Straße in Köln",
    "don’t",
    "l’été",
    "España",
    "información de última hora",
    "PÊCHEURS À SÈTE",
    "Ångström",
]
WINDOWS_ALONE = [
    "Paris–Dakar",
    "1990–95",
    "€ 30",
    "Škoda",
    "the house—it stood empty—fell",
    "Šaric and Žižek",
    "½ mile",
    "20 °C",
]


@pytest.mark.parametrize("text", TEXTS)
def test_letters_of_macs_are_read(text):
    assert encoding.decode(text.encode("mac_roman")) == text


@pytest.mark.parametrize("text", TEXTS + WINDOWS_ALONE)
def test_letters_of_windows_are_read(text):
    assert encoding.decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("text", [*TEXTS, "Đà Nẵng", "共同"])
def test_utf_8_is_read_first(text):
    assert encoding.decode(text.encode()) == text


def test_the_caption_of_an_old_mac_is_read():
    caption = "L’équipe de Léa à Québec".encode("mac_roman")
    block = b"\x1c\x02\x78" + len(caption).to_bytes(2) + caption
    assert iim.read(block).values["caption"] == "L’équipe de Léa à Québec"


def test_a_block_that_says_latin_1_is_believed():
    caption = "Léa à Québec".encode("latin-1")
    block = b"\x1c\x01\x5a\x00\x03\x1b-A" + b"\x1c\x02\x78" + len(caption).to_bytes(2) + caption
    assert iim.read(block).values["caption"] == "Léa à Québec"


def test_any_bytes_are_read():
    assert len(encoding.decode(bytes(range(256)) * 100)) == 25_600
