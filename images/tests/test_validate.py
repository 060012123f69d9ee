"""What is taken in as a picture, by content alone, and what is refused with a sentence.

Every file here is a real one, made by Pillow or by hand where Pillow would not make it.
"""

import hashlib
import io
import json
import random
import struct
import time
import tracemalloc
import warnings
import zlib
from datetime import UTC

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import ExifTags
from PIL import Image as Pillow

from images.files import validate
from images.models import Image

NOT_WHOLE = "The file is not a whole JPEG, PNG, WebP, AVIF, TIFF or GIF picture. Export it again."


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def made(format, size=(60, 40), mode="RGB", **options):
    file = io.BytesIO()
    grain = random.Random(7).randbytes(size[0] * size[1])  # noqa: S311 - it does not compress
    Pillow.frombytes("L", size, grain).convert(mode).save(file, format, **options)
    return file.getvalue()


def turned(format, orientation):
    """A picture 60 × 40 as it is stored, with the word of the camera on how to hold it."""
    exif = Pillow.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return made(format, exif=exif)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *extra, pixels=b"\0\0\0\0"):
    """A PNG by hand: its header may claim any size, and any chunk may stand before the pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [chunk(b"IHDR", header), *extra, chunk(b"IDAT", zlib.compress(pixels))]
    return b"\x89PNG\r\n\x1a\n" + b"".join([*chunks, chunk(b"IEND", b"")])


def judge(data, name="picture.jpg", content_type="image/jpeg"):
    return validate.validate(SimpleUploadedFile(name, data, content_type=content_type))


def refusal(data, **named):
    """The sentence with which a file is refused."""
    with pytest.raises(validate.InvalidImage) as refused:
        judge(data, **named)
    return str(refused.value)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.svg", "a.html", "a", "ảnh chụp.pdf"])
@pytest.mark.parametrize(
    ("format", "kept_as"),
    [
        *(("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif")),
        *(("TIFF", "tiff"), ("GIF", "gif")),
    ],
)
def test_content_decides_and_the_name_does_not(format, kept_as, name):
    data = made(format)
    validated = judge(data, name=name, content_type="text/html")
    assert (validated.format, validated.width, validated.height) == (kept_as, 60, 40)
    assert (validated.size, validated.sha256) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("format", "mode"),
    [
        *(("JPEG", mode) for mode in ("L", "CMYK")),
        *(("PNG", mode) for mode in ("1", "L", "P", "LA", "RGBA", "I;16")),
        *(("WEBP", mode) for mode in ("RGBA",)),
        *(("TIFF", mode) for mode in ("1", "L", "P", "LA", "RGBA", "CMYK", "YCbCr", "I;16")),
        *(("GIF", mode) for mode in ("1", "L", "P", "RGB")),
    ],
)
def test_every_usual_kind_of_pixels_is_taken_in(format, mode):
    validated = judge(made(format, mode=mode))
    assert (validated.width, validated.height) == (60, 40)


def test_a_progressive_jpeg_is_taken_in():
    assert judge(made("JPEG", progressive=True)).format == "jpg"


def test_a_cameras_jpeg_with_a_second_picture_behind_it_is_a_jpeg():
    data = made("MPO", save_all=True, append_images=[Pillow.new("RGB", (6, 4))])
    validated = judge(data)
    assert (validated.format, validated.width, validated.height) == ("jpg", 60, 40)


def test_a_large_jpeg_is_measured_in_full_though_it_is_decoded_small():
    validated = judge(made("JPEG", (3000, 2000)))
    assert (validated.width, validated.height) == (3000, 2000)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize(
    ("orientation", "upright"),
    [
        *((lying, (60, 40)) for lying in (1, 2, 3, 4)),
        *((standing, (40, 60)) for standing in (5, 6, 7, 8)),
    ],
)
def test_the_size_is_that_of_the_picture_held_upright(format, orientation, upright):
    validated = judge(turned(format, orientation))
    assert (validated.width, validated.height) == upright


@pytest.mark.parametrize("nonsense", [0, 9, 255])
def test_an_orientation_that_means_nothing_turns_nothing(nonsense):
    validated = judge(turned("JPEG", nonsense))
    assert (validated.width, validated.height) == (60, 40)


def spoken():
    """A JPEG whose EXIF and XMP name two different people."""
    exif = Pillow.Exif()
    exif[ExifTags.Base.Artist] = "Yamada Taro\0"
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>'
        b"Suzuki Hanako</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return made("JPEG", exif=exif, xmp=xmp)


def test_what_the_file_says_of_itself_is_kept():
    stated = judge(spoken()).columns()["embedded_metadata"]
    assert sorted(stated) == ["conflicts", "fields", "flags", "frames", "raw"]
    assert stated["fields"] == {"creator": "Suzuki Hanako", "creators": ("Suzuki Hanako",)}
    assert [conflict["field"] for conflict in stated["conflicts"]] == ["creator"]
    assert (stated["flags"], stated["frames"]) == ([], 1)
    assert sorted(stated["raw"]) == ["exif", "xmp"]
    assert json.loads(json.dumps(stated))["fields"]["creators"] == ["Suzuki Hanako"]


def test_iim_in_a_png_is_read():
    block = b"\x1c\x02\x6e\0\x05Kyodo"
    profile = f"\niptc\n{len(block):8}\n{block.hex()}\n".encode()
    iim = chunk(b"zTXt", b"Raw profile type iptc\0\0" + zlib.compress(profile))
    assert judge(png(1, 1, iim)).metadata.credit_line == "Kyodo"


def test_what_is_kept_are_the_fields_of_a_picture():
    columns = judge(made("PNG", mode="RGBA")).columns()
    assert set(columns) <= {field.name for field in Image._meta.get_fields()}


def test_a_file_that_talks_without_end_is_cut_short():
    exif = Pillow.Exif()
    exif[ExifTags.Base.ImageDescription] = "a" * 9_000
    stated = judge(made("WEBP", exif=exif, xmp=b"<x>" * 300_000)).columns()["embedded_metadata"]
    assert len(json.dumps(stated)) < 500_000


@pytest.mark.parametrize(
    ("stated", "at"),
    [
        ("2024-06-08T16:13:00+09:00", "2024-06-08T07:13:00+00:00"),
        ("2024-06-08T16:13:00.25Z", "2024-06-08T16:13:00.250000+00:00"),
        ("2024-06-08T16:13:00", "2024-06-08T09:13:00+00:00"),
        ("2024-06-08T16:13", "2024-06-08T09:13:00+00:00"),
        ("2024-06-08", "2024-06-07T17:00:00+00:00"),
    ],
)
def test_a_date_in_a_file_is_a_moment_in_house_time_where_it_names_no_zone(stated, at):
    assert validate.parse_house_datetime(stated).astimezone(UTC).isoformat() == at


@pytest.mark.parametrize(
    "stated", [None, "", "2024", "2024-02-30", "hôm qua", "0001-01-01T00:00:00+14:00x"]
)
def test_a_date_that_is_none_is_no_moment(stated):
    assert validate.parse_house_datetime(stated) is None


def clear(mode, color, **options):
    file = io.BytesIO()
    Pillow.new(mode, (8, 8), color).save(file, "PNG", **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "transparent"),
    [
        (clear("RGB", "red"), False),
        (clear("RGBA", (9, 9, 9, 255)), False),
        (clear("RGBA", (9, 9, 9, 254)), True),
        (clear("LA", (9, 255)), False),
        (clear("LA", (9, 0)), True),
        (clear("P", 0, transparency=0), True),
        (clear("P", 1, transparency=0), False),
        (clear("P", 1, transparency=b"\0\xff"), False),
        (clear("P", 0, transparency=b"\x80"), True),
        (clear("RGB", "red", transparency=(255, 0, 0)), True),
        (made("JPEG"), False),
        (made("GIF"), False),
    ],
)
def test_a_picture_is_transparent_when_one_sees_through_it(data, transparent):
    assert judge(data).transparent is transparent


def moving(format, frames=3, **options):
    file = io.BytesIO()
    pictures = [Pillow.new("RGB", (60, 40), (number * 40, 0, 0)) for number in range(frames)]
    pictures[0].save(file, format, save_all=True, append_images=pictures[1:], **options)
    return file.getvalue()


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "AVIF", "TIFF"])
def test_the_frames_of_a_moving_picture_and_the_pages_of_a_tiff_are_counted(format):
    validated = judge(moving(format))
    assert (validated.frames, validated.width, validated.height) == (3, 60, 40)


def test_frames_are_counted_up_to_a_thousand():
    file = moving("GIF")
    frame = file[file.index(b"!\xf9") : -1]
    assert judge(file[:-1] + frame * 2_000 + b";").frames == 1_000


def test_the_file_is_left_at_its_beginning_whatever_it_is():
    picture = SimpleUploadedFile("a.jpg", made("JPEG"))
    validate.validate(picture)
    text = SimpleUploadedFile("a.jpg", b"words, and no picture")
    with pytest.raises(validate.InvalidImage):
        validate.validate(text)
    assert (picture.tell(), text.tell()) == (0, 0)


NO_PICTURES = {
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "SVG with an XML declaration": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "text": "Ảnh: Kyodo".encode(),
    "nothing": b"",
    "zeros": b"\0" * 4096,
    "PDF": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "zip": b"PK\x03\x04" + b"\0" * 60,
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 60 40\nshowpage\n",
    "BMP": made("BMP"),
    "icon": made("ICO"),
    "JPEG 2000": made("JPEG2000"),
    "the beginning of a JPEG": b"\xff\xd8\xff\xe0",
    "a truncated JPEG": made("JPEG", (600, 400))[:-5000],
    "a truncated progressive JPEG": made("JPEG", (600, 400), progressive=True)[:-5000],
    "a truncated PNG": made("PNG", (600, 400))[:-5000],
    "a truncated WebP": made("WEBP", (600, 400))[:-5000],
    "a truncated AVIF": made("AVIF", (600, 400))[:-5000],
    "a truncated TIFF": made("TIFF", (600, 400))[:-5000],
    "a truncated packed TIFF": made("TIFF", (600, 400), compression="tiff_lzw")[:150_000],
    "a truncated GIF": made("GIF", (600, 400))[:-5000],
    "a GIF without a picture": b"GIF89a\x01\0\x01\0\0\0\0;",
    "a camera’s raw file": made("TIFF", tiffinfo={50706: b"\1\4\0\0"}),
    "a raw file that begins with a small copy": made("TIFF", tiffinfo={254: 1}),
    "a GIF that begins like a JPEG": b"\xff\xd8\xff" + made("GIF"),
    "a PNG without pixels": png(60, 40, pixels=b""),
}


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_whole_picture_is_refused_with_a_sentence(data):
    assert refusal(data, name="picture.jpg", content_type="image/jpeg") == NOT_WHOLE


def test_the_sentence_is_in_the_language_of_whoever_sent_the_file():
    with translation.override("vi"):
        assert refusal(b"").startswith("Tệp không phải là ảnh")


def test_a_file_of_too_many_bytes_is_refused_and_not_read(settings):
    settings.MAX_UPLOAD_BYTES = 2 << 20
    whole = made("JPEG")
    most = whole + b"\0" * (settings.MAX_UPLOAD_BYTES - len(whole))
    assert judge(most).size == 2 << 20
    sentence = "The file has 3 MB; at most 2 MB are taken in. Save it smaller."
    assert refusal(most + b"\0") == sentence
    assert refusal(b"\0" * ((2 << 20) + 1)) == sentence


def test_a_picture_of_too_many_pixels_is_refused(settings):
    settings.MAX_IMAGE_PIXELS = 2_000_000
    assert judge(made("JPEG", (2000, 1000))).width == 2000
    sentence = "The picture has 3 million pixels; at most 2 million are taken in."
    assert refusal(made("JPEG", (2001, 1000))) == sentence


def test_every_plain_jpeg_up_to_the_limit_is_taken_in(settings):
    """Pillow has a limit of its own at 89 million; ours is the one that counts."""
    side = 9_900
    assert 89_478_485 < side * side <= settings.MAX_IMAGE_PIXELS
    file = io.BytesIO()
    Pillow.new("L", (side, side)).save(file, "JPEG")
    assert judge(file.getvalue()).width == side


def flat(format, size, mode="L", **options):
    file = io.BytesIO()
    Pillow.new(mode, size).save(file, format, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("format", "kind", "most", "options"),
    [
        ("PNG", "PNG", 2_000, {}),
        ("GIF", "GIF", 2_000, {}),
        ("TIFF", "TIFF", 2_000, {}),
        ("JPEG", "progressive JPEG", 2_000, {"progressive": True}),
        ("WEBP", "WebP", 750, {}),
        ("AVIF", "AVIF", 1_000, {}),
    ],
)
def test_what_can_only_be_decoded_whole_has_a_limit_of_its_kind(
    settings, format, kind, most, options
):
    """By the memory that each pixel takes; a plain JPEG is decoded small."""
    settings.MAX_IMAGE_PIXELS_WHOLE = 2_000_000
    assert judge(flat(format, (most, 1_000), **options)).width == most
    assert judge(flat("JPEG", (3_000, 1_000))).width == 3_000
    count, limit = (most * 1_000 + 1_000_000) // 1_000_000, most * 1_000 // 1_000_000
    assert refusal(flat(format, (most + 1, 1_000), **options)) == (
        f"The picture has {count} million pixels; as {kind} at most {limit} million are taken in."
        " Save it smaller, or as a plain JPEG."
    )


def test_a_picture_that_is_too_long_is_refused():
    sentence = "The picture is 30001 pixels long; at most 30000 are taken in. Save it smaller."
    assert judge(flat("PNG", (30_000, 1))).width == 30_000
    assert refusal(flat("PNG", (30_001, 1))) == sentence


@pytest.mark.parametrize("mode", ["F", "I"])
def test_measurements_are_no_picture(mode):
    sentence = "The picture holds measurements instead of colours. Save it as a JPEG or PNG."
    assert refusal(flat("TIFF", (8, 8), mode)) == sentence


@pytest.mark.parametrize("compression", ["group4", "zstd"])
def test_a_tiff_packed_in_an_unusual_way_is_refused(compression):
    mode = "1" if compression == "group4" else "RGB"
    sentence = "The TIFF is packed in a way that is not read here. Save it as a JPEG or PNG."
    assert refusal(flat("TIFF", (8, 8), mode, compression=compression)) == sentence


@pytest.mark.parametrize(
    "compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"]
)
def test_a_tiff_packed_as_usual_is_taken_in(compression):
    assert judge(flat("TIFF", (60, 40), "RGB", compression=compression)).format == "tiff"


POLYGLOTS = {
    "a JPEG with a ZIP behind it": made("JPEG") + b"PK\x03\x04" + b"\0" * 60,
    "a GIF that is JavaScript": made("GIF") + b"*/=1;alert(1)",
    "a PNG with HTML behind it": made("PNG") + b"<script>alert(1)</script>",
    "a JPEG with PHP in its comment": made("JPEG", comment=b"<?php system($_GET[0]); ?>"),
}


@pytest.mark.parametrize("data", POLYGLOTS.values(), ids=POLYGLOTS)
def test_what_is_also_something_else_is_taken_in_for_its_picture(data):
    """Only files that are made from its pixels are ever served."""
    assert judge(data).width == 60


@pytest.mark.parametrize(
    "claimed", [(10_001, 10_000), (50_000, 50_000), (2**31 - 1, 2**31 - 1)], ids=str
)
def test_a_header_that_claims_too_much_is_refused_before_a_pixel_is_decoded(claimed):
    data = png(*claimed, pixels=b"\0" * 10_000_000)
    began = time.process_time()
    tracemalloc.start()
    sentence = refusal(data)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    million = -(-claimed[0] * claimed[1] // 1_000_000)
    assert (
        sentence == f"The picture has {million} million pixels; at most 100 million are taken in."
    )
    assert most < 1_000_000
    assert time.process_time() - began < 1


BOMB = zlib.compress(b"\0" * 100_000_000)


@pytest.mark.parametrize(
    "data",
    [
        png(1, 1, chunk(b"zTXt", b"Comment\0\0" + BOMB)),
        png(1, 1, chunk(b"iTXt", b"Comment\0\1\0\0\0" + BOMB)),
        png(1, 1, chunk(b"iCCP", b"Profile\0\0" + BOMB)),
        png(1, 1, *[chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 900_000))] * 100),
    ],
    ids=["zTXt", "iTXt", "iCCP", "many small ones"],
)
def test_text_that_unpacks_to_a_hundred_megabytes_is_refused_before_it_does(data):
    tracemalloc.start()
    sentence = refusal(data)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sentence == NOT_WHOLE
    assert most < 80_000_000


@pytest.mark.parametrize(
    ("format", "attempts"),
    [*((format, 400) for format in ("JPEG", "PNG", "WEBP", "TIFF", "GIF")), ("AVIF", 25)],
)
def test_a_damaged_file_is_judged_or_refused_and_never_fails_otherwise(format, attempts):
    exif = Pillow.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Yamada Taro"
    whole = made(format, exif=exif)
    dice = random.Random(format)  # noqa: S311
    outcomes = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of what it passes over
        for _attempt in range(attempts):
            damaged = bytearray(whole)
            for _byte in range(dice.randint(1, 6)):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
            try:
                validated = judge(bytes(damaged))
            except validate.InvalidImage:
                outcomes.add("refused")
            else:
                upright = validate.upright(io.BytesIO(damaged))
                assert upright.size == (validated.width, validated.height)
                outcomes.add("taken in")
    assert outcomes == {"refused", "taken in"}
