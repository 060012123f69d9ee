"""The files that readers download: their widths, their colours, and what never comes along."""

import io
import struct
import zlib

import pytest
from PIL import ExifTags, ImageCms, ImageOps
from PIL import Image as Pillow

from images import renditions, tasks
from images.models import Rendition
from newsroom.tests.factories import jpeg, make_image

pytestmark = pytest.mark.django_db

JPEG, WEBP = Rendition.Format.JPEG, Rendition.Format.WEBP
WHITE, BLACK, RED = (255, 255, 255), (0, 0, 0), (255, 0, 0)


def file_of(picture, format="PNG", **options):
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def opened(rendition):
    picture = Pillow.open(io.BytesIO(rendition.file.open("rb").read()))
    picture.load()
    return picture


def rendered(data, format):
    """The smallest rendition of a file, decoded."""
    image = make_image(data, with_renditions=False)
    return opened(renditions.make(image, format)[0])


def like(found, wanted, by=6):
    """Whether two colours are the same but for what a lossy format changes."""
    return len(found) == len(wanted) and all(
        abs(one - other) <= by for one, other in zip(found, wanted, strict=True)
    )


def sizes(made):
    return [(rendition.width, rendition.height) for rendition in made]


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (319, [319]),
        (320, [320]),
        (321, [320, 321]),
        (1000, [320, 640, 960, 1000]),
        (1920, [320, 640, 960, 1280, 1920]),
        (1921, [320, 640, 960, 1280, 1920]),
        (12_000, [320, 640, 960, 1280, 1920]),
    ],
)
def test_nothing_is_enlarged_and_nothing_is_wider_than_a_screen(width, widths):
    assert renditions.widths_for(width) == widths


@pytest.mark.parametrize(
    ("size", "made"),
    [
        pytest.param((1000, 500), [(320, 160), (640, 320), (960, 480), (1000, 500)], id="wide"),
        pytest.param((500, 1000), [(320, 640), (500, 1000)], id="portrait"),
        pytest.param((200, 100), [(200, 100)], id="small"),
        pytest.param((1, 1), [(1, 1)], id="one pixel"),
        pytest.param((2000, 1), [(w, 1) for w in (320, 640, 960, 1280, 1920)], id="a line"),
    ],
)
@pytest.mark.parametrize("format", [JPEG, WEBP])
def test_each_width_is_a_file_of_its_size(size, made, format):
    image = make_image(jpeg(*size), with_renditions=False)
    files = renditions.make(image, format)
    assert sizes(files) == made
    assert [opened(rendition).size for rendition in files] == made
    assert {opened(rendition).format for rendition in files} == {format.label.upper()}
    assert sizes(image.renditions.order_by("width")) == made


def test_a_large_picture_gets_all_widths_from_one_decoding():
    image = make_image(jpeg(4000, 3000), with_renditions=False)
    made = [(320, 240), (640, 480), (960, 720), (1280, 960), (1920, 1440)]
    assert sizes(renditions.make(image, JPEG)) == made


def test_the_task_adds_webp_to_jpeg():
    image = make_image(jpeg(700, 350))
    assert sorted(r.name for r in image.renditions.all()) == ["320.jpg", "640.jpg", "700.jpg"]
    assert tasks.make_webp.func(image.pk) == 3
    names = ["320.jpg", "320.webp", "640.jpg", "640.webp", "700.jpg", "700.webp"]
    assert sorted(rendition.name for rendition in image.renditions.all()) == names


@pytest.mark.parametrize("format", [JPEG, WEBP])
def test_making_twice_makes_nothing_more(format):
    image = make_image(with_renditions=False)
    assert len(renditions.make(image, format)) == 4
    before = list(Rendition.objects.order_by("pk").values())
    assert renditions.make(image, format) == []
    assert list(Rendition.objects.order_by("pk").values()) == before


def test_running_the_task_twice_does_no_harm():
    image = make_image()
    assert (tasks.make_webp.func(image.pk), tasks.make_webp.func(image.pk)) == (4, 0)


def test_what_is_missing_is_made():
    image = make_image()
    image.renditions.get(width=640).delete()
    assert sizes(renditions.make(image, JPEG)) == [(640, 427)]


@pytest.mark.parametrize("format", [JPEG, WEBP])
def test_nothing_that_the_file_said_comes_along(format):
    exif = Pillow.Exif()
    exif[ExifTags.Base.Artist] = "SECRET artist"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (16.0, 28.0, 3.0)
    data = jpeg(exif=exif, xmp=b"<x>SECRET xmp</x>", comment=b"SECRET comment")
    assert data.count(b"SECRET") == 3
    image = make_image(data, with_renditions=False)
    for rendition in renditions.make(image, format):
        with rendition.file.open("rb") as file:
            assert b"SECRET" not in file.read()
        picture = opened(rendition)
        assert dict(picture.getexif()) == {}
        assert sorted(picture.info.keys() & {"exif", "xmp", "comment", "icc_profile"}) == []


def stored_turned(orientation):
    """A picture that is red above and black below once it is held as the camera says."""
    upright = Pillow.new("RGB", (40, 60), BLACK)
    upright.paste(RED, (0, 0, 40, 30))
    back = {
        1: None,
        2: Pillow.Transpose.FLIP_LEFT_RIGHT,
        3: Pillow.Transpose.ROTATE_180,
        4: Pillow.Transpose.FLIP_TOP_BOTTOM,
        5: Pillow.Transpose.TRANSPOSE,
        6: Pillow.Transpose.ROTATE_90,
        7: Pillow.Transpose.TRANSVERSE,
        8: Pillow.Transpose.ROTATE_270,
    }[orientation]
    exif = Pillow.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return (upright.transpose(back) if back is not None else upright), exif


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("original", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_orientation_is_applied(orientation, original):
    picture, exif = stored_turned(orientation)
    found = rendered(file_of(picture, original, exif=exif, quality=95), JPEG)
    assert found.size == (40, 60)
    assert like(found.getpixel((20, 10)), RED, by=30)
    assert like(found.getpixel((20, 50)), BLACK, by=30)


def test_an_orientation_is_applied_though_the_exif_beside_it_is_odd():
    """Pillow cannot write such EXIF anew; nothing of it needs to be written."""
    exif = Pillow.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Yamada Taro"
    artist, width = b"\x01\x3b\x00\x02", b"\x01\x00\x00\x02"
    whole = jpeg(60, 40, exif=exif)
    assert whole.count(artist) == 1
    odd = whole.replace(artist, width)  # a width that is a text
    with pytest.raises(struct.error):
        ImageOps.exif_transpose(Pillow.open(io.BytesIO(odd)))
    assert rendered(odd, JPEG).size == (40, 60)


def png16(*values, clear=None):
    """A PNG of one row of grey in 16 bits; `clear` is the grey that is transparent."""
    header = struct.pack(">IIBBBBB", len(values), 1, 16, 0, 0, 0, 0)
    row = b"\0" + struct.pack(f">{len(values)}H", *values)
    transparent = [(b"tRNS", struct.pack(">H", clear))] if clear is not None else []
    chunks = [(b"IHDR", header), *transparent, (b"IDAT", zlib.compress(row)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def plain(mode, color, **info):
    picture = Pillow.new(mode, (40, 40), color)
    picture.info.update(info)
    return picture


# A file, and the colour of its middle in JPEG and in WebP.
KINDS = {
    "colours": (file_of(plain("RGB", (40, 90, 120))), (40, 90, 120), (40, 90, 120)),
    "grey": (file_of(plain("L", 120)), (120,) * 3, (120,) * 3),
    "grey JPEG": (file_of(plain("L", 120), "JPEG"), (120,) * 3, (120,) * 3),
    "black and white": (file_of(plain("1", 1)), WHITE, WHITE),
    "a palette": (file_of(plain("RGB", RED).convert("P")), RED, RED),
    "CMYK red": (file_of(plain("CMYK", (0, 255, 255, 0)), "JPEG", quality=95), RED, RED),
    "CMYK white": (file_of(plain("CMYK", (0, 0, 0, 0)), "JPEG"), WHITE, WHITE),
    "CMYK black": (file_of(plain("CMYK", (0, 0, 0, 255)), "JPEG"), BLACK, BLACK),
    "16 bit black": (png16(*[0] * 40), BLACK, BLACK),
    "16 bit grey": (png16(*[30_000] * 40), (117,) * 3, (117,) * 3),
    "16 bit white": (png16(*[65_535] * 40), WHITE, WHITE),
    "clear": (file_of(plain("RGBA", (0, 0, 0, 0))), WHITE, (0, 0, 0, 0)),
    "half red": (file_of(plain("RGBA", (255, 0, 0, 128))), (255, 127, 127), (*RED, 128)),
    "clear grey": (file_of(plain("LA", (0, 0))), WHITE, (0, 0, 0, 0)),
    "a clear colour in a palette": (
        file_of(plain("P", 0), transparency=0),
        WHITE,
        (0, 0, 0, 0),
    ),
    "a clear colour": (file_of(plain("RGB", RED), transparency=RED), WHITE, (*RED, 0)),
    "WebP": (file_of(plain("RGBA", (0, 0, 0, 0)), "WEBP"), WHITE, (0, 0, 0, 0)),
    "AVIF": (file_of(plain("RGB", RED), "AVIF", quality=95), RED, RED),
}


@pytest.mark.parametrize(("data", "in_jpeg", "in_webp"), KINDS.values(), ids=KINDS)
def test_every_kind_of_pixels_comes_out_as_it_looks(data, in_jpeg, in_webp):
    image = make_image(data, with_renditions=False)
    for format, wanted in ((JPEG, in_jpeg), (WEBP, in_webp)):
        picture = opened(renditions.make(image, format)[0])
        middle = picture.getpixel((picture.width // 2, picture.height // 2))
        assert like(middle, wanted), (format, middle)


def test_a_clear_grey_in_16_bit_is_no_reason_to_fail():
    assert rendered(png16(*[40_000] * 40, clear=40_000), WEBP).size == (40, 1)


def profile(name):
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


PROFILES = {"sRGB": profile("sRGB"), "Lab": profile("LAB"), "broken": b"x" * 300}


@pytest.mark.parametrize("icc_profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize(
    ("mode", "format"),
    [
        *(("RGB", format) for format in ("JPEG", "PNG", "WEBP", "AVIF")),
        *(("L", "JPEG"), ("CMYK", "JPEG")),
        *((mode, "PNG") for mode in ("1", "L", "P", "LA", "RGBA", "I;16")),
    ],
)
def test_a_profile_of_any_kind_is_no_reason_to_fail(mode, format, icc_profile):
    data = file_of(Pillow.new(mode, (40, 30)), format, icc_profile=icc_profile)
    image = make_image(data, with_renditions=False)
    for wanted in (JPEG, WEBP):
        (rendition,) = renditions.make(image, wanted)
        assert opened(rendition).size == (40, 30)
        assert "icc_profile" not in opened(rendition).info


@pytest.mark.parametrize(
    "icc_profile",
    [PROFILES["broken"], PROFILES["sRGB"][:400], PROFILES["Lab"]],
    ids=["broken", "cut short", "of another space"],
)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_with_a_useless_profile_the_numbers_are_taken_as_they_are(mode, icc_profile):
    picture = plain("RGB", (200, 40, 90)).convert(mode)
    wanted = picture.convert("RGB").getpixel((20, 20))
    data = file_of(picture, "JPEG", quality=95, icc_profile=icc_profile)
    assert like(rendered(data, JPEG).getpixel((20, 20)), wanted)


def swapped_profile():
    """sRGB with the primaries of red and blue exchanged: applying it cannot go unseen."""
    data = bytearray(PROFILES["sRGB"])
    red, blue = data.index(b"rXYZ"), data.index(b"bXYZ")
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data)


@pytest.mark.parametrize("format", [JPEG, WEBP])
def test_colours_are_brought_to_srgb(format):
    data = file_of(plain("RGB", RED), icc_profile=swapped_profile())
    assert like(rendered(data, format).getpixel((20, 20)), (0, 0, 255))


@pytest.mark.parametrize("original", ["PNG", "WEBP"])
def test_a_moving_picture_stands_still(original):
    frames = {"save_all": True, "append_images": [plain("RGB", BLACK)]}
    found = rendered(file_of(plain("RGB", RED), original, **frames), WEBP)
    assert getattr(found, "n_frames", 1) == 1
    assert like(found.getpixel((20, 20)), RED)


def test_a_cameras_second_picture_is_left_out():
    frames = {"save_all": True, "append_images": [plain("RGB", BLACK)]}
    found = rendered(file_of(plain("RGB", RED), "MPO", quality=95, **frames), JPEG)
    assert (found.format, getattr(found, "n_frames", 1)) == ("JPEG", 1)
    assert like(found.getpixel((20, 20)), RED)


def test_the_address_of_a_file_says_neither_its_name_nor_its_number():
    image = make_image(jpeg(200, 100))
    (rendition,) = image.renditions.all()
    assert rendition.file.name == f"{image.token[:2]}/{image.token}/200.jpg"
    assert len(image.token) == 22


def test_the_original_stays_as_it_came():
    data = jpeg(200, 100, comment=b"as it came")
    image = make_image(data)
    with image.original.open("rb") as file:
        assert file.read() == data


def test_what_is_all_made_is_found_out_without_the_original(django_assert_num_queries):
    image = make_image(jpeg(200, 100))
    image.original.storage.delete(image.original.name)
    with django_assert_num_queries(1):
        assert renditions.make(image, JPEG) == []


def test_a_picture_whose_original_is_gone_gets_no_row_without_a_file():
    image = make_image(with_renditions=False)
    image.original.storage.delete(image.original.name)
    with pytest.raises(FileNotFoundError):
        renditions.make(image, JPEG)
    assert Rendition.objects.count() == 0
