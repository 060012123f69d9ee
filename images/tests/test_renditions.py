"""The files that readers download: their widths, their colours, and what never comes along."""

import io
import struct
import zlib
from collections import Counter

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import ExifTags, ImageCms, ImageOps
from PIL import Image as Pillow

from images import tasks
from images.files import file_rights, manifest, renditions
from images.metadata import reading
from images.models import Image, Rendition
from newsroom.tests.factories import jpeg, make_agency, make_image

pytestmark = pytest.mark.django_db

JPEG, WEBP, AVIF, PNG = Rendition.Format
WIDE, CLASSIC, SQUARE = Image.Crop
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


def rendition_storage():
    return Rendition._meta.get_field("file").storage


def whole(made):
    """Those that show the whole picture, not a crop of it."""
    return [rendition for rendition in made if rendition.crop == ""]


def like(results, expected, by=6):
    """Whether two colours are the same but for what a lossy format changes."""
    return len(results) == len(expected) and all(
        abs(rendition_set - other) <= by
        for rendition_set, other in zip(results, expected, strict=True)
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
@pytest.mark.parametrize("format", [JPEG, WEBP, AVIF])
def test_each_width_is_a_file_of_its_size(size, made, format):
    image = make_image(jpeg(*size), with_renditions=False)
    files = whole(renditions.make(image, format))
    assert sizes(files) == made
    assert [opened(rendition).size for rendition in files] == made
    assert {opened(rendition).format for rendition in files} == {format.label.upper()}
    assert sizes(image.renditions.filter(crop="").order_by("width")) == made


def test_a_large_picture_gets_all_widths_from_one_decoding():
    image = make_image(jpeg(4000, 3000), with_renditions=False)
    made = [(320, 240), (640, 480), (960, 720), (1280, 960), (1920, 1440)]
    assert sizes(whole(renditions.make(image, JPEG))) == made


def test_the_task_adds_the_other_formats_to_jpeg():
    image = make_image(jpeg(700, 350))
    made = Counter(image.renditions.values_list("crop", "format"))
    assert made == {("", JPEG): 3, (WIDE, JPEG): 1, (CLASSIC, JPEG): 1, (SQUARE, JPEG): 1}
    assert tasks.make_renditions.func(image.pk) == 12
    made = Counter(image.renditions.values_list("crop", "format"))
    formats = (JPEG, WEBP, AVIF)
    numbers = {"": 3, WIDE: 1, CLASSIC: 1, SQUARE: 1}
    assert made == {(crop, f): number for crop, number in numbers.items() for f in formats}
    assert renditions.is_complete(image)


@pytest.mark.parametrize("format", [JPEG, WEBP, AVIF])
def test_making_twice_makes_nothing_more(format):
    image = make_image(jpeg(1000, 667), with_renditions=False)
    assert len(renditions.make(image, format)) == 10
    before = list(Rendition.objects.order_by("pk").values())
    assert renditions.make(image, format) == []
    assert list(Rendition.objects.order_by("pk").values()) == before


def test_running_the_task_twice_does_no_harm():
    image = make_image(jpeg(1000, 667))
    runs = (tasks.make_renditions.func(image.pk), tasks.make_renditions.func(image.pk))
    assert runs == (20, 0)


def test_several_formats_come_from_one_decoding():
    image = make_image(jpeg(1000, 667), with_renditions=False)
    made = renditions.make(image, (JPEG, WEBP))
    assert Counter(rendition.format for rendition in made) == {JPEG: 10, WEBP: 10}


def test_what_is_missing_is_made():
    image = make_image()
    image.renditions.get(width=640, crop="").delete()
    assert sizes(renditions.make(image, JPEG)) == [(640, 427)]


@pytest.mark.parametrize("format", [JPEG, WEBP, AVIF])
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
        assert sorted(picture.info.keys() & {"exif", "xmp", "comment", "icc_profile"}) == ["xmp"]


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
@pytest.mark.parametrize("original", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_the_orientation_is_applied(orientation, original):
    picture, exif = stored_turned(orientation)
    best = {} if original == "TIFF" else {"quality": 95}
    results = rendered(file_of(picture, original, exif=exif, **best), JPEG)
    assert results.size == (40, 60)
    assert like(results.getpixel((20, 10)), RED, by=30)
    assert like(results.getpixel((20, 50)), BLACK, by=30)


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
    for format, expected in ((JPEG, in_jpeg), (WEBP, in_webp), (AVIF, in_webp)):
        picture = opened(renditions.make(image, format)[0])
        middle = picture.getpixel((picture.width // 2, picture.height // 2))
        assert like(middle, expected), (format, middle)


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
    for made_format in (JPEG, WEBP):
        (rendition,) = whole(renditions.make(image, made_format))
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
    expected = picture.convert("RGB").getpixel((20, 20))
    data = file_of(picture, "JPEG", quality=95, icc_profile=icc_profile)
    assert like(rendered(data, JPEG).getpixel((20, 20)), expected)


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
    results = rendered(file_of(plain("RGB", RED), original, **frames), WEBP)
    assert getattr(results, "n_frames", 1) == 1
    assert like(results.getpixel((20, 20)), RED)


def test_a_cameras_second_picture_is_left_out():
    frames = {"save_all": True, "append_images": [plain("RGB", BLACK)]}
    results = rendered(file_of(plain("RGB", RED), "MPO", quality=95, **frames), JPEG)
    assert (results.format, getattr(results, "n_frames", 1)) == ("JPEG", 1)
    assert like(results.getpixel((20, 20)), RED)


def test_the_address_of_a_file_says_neither_its_name_nor_its_number():
    image = make_image(jpeg(200, 100))
    rendition = image.renditions.get(crop="")
    folder = f"{image.token[:2]}/{image.token}"
    assert rendition.file.name == f"{folder}/200-{rendition.recipe}.jpg"
    assert len(image.token) == 22


def test_the_original_stays_as_it_came():
    data = jpeg(200, 100, comment=b"as it came")
    image = make_image(data)
    with image.original.open("rb") as file:
        assert file.read() == data


def test_what_is_all_made_is_found_out_without_the_original(django_assert_num_queries):
    image = make_image(jpeg(200, 100))
    image.original.storage.delete(image.original.name)
    with django_assert_num_queries(2):
        assert renditions.make(image, JPEG) == []


def test_a_picture_whose_original_is_gone_gets_no_row_without_a_file():
    image = make_image(with_renditions=False)
    image.original.storage.delete(image.original.name)
    with pytest.raises(FileNotFoundError):
        renditions.make(image, JPEG)
    assert Rendition.objects.count() == 0


# --- Crops -----------------------------------------------------------------------------------


def pictured(width, height, **fields):
    """A picture of a size that nobody has to decode."""
    fields = {"focal_x": 0.5, "focal_y": 0.5, "format": "jpg", **fields}
    return Image(width=width, height=height, **fields)


@pytest.mark.parametrize(
    ("size", "crop", "box"),
    [
        ((1600, 900), WIDE, (0, 0, 1, 1)),
        ((1600, 1200), WIDE, (0, 0.125, 1, 0.75)),
        ((1000, 1000), CLASSIC, (0, 0.125, 1, 0.75)),
        ((2000, 1000), SQUARE, (0.25, 0, 0.5, 1)),
        ((1000, 4000), SQUARE, (0, 0.375, 1, 0.25)),
        ((1000, 4000), "", (0, 0, 1, 1)),
    ],
)
def test_a_crop_is_the_largest_part_of_its_ratio(size, crop, box):
    assert renditions.crop_box(pictured(*size), crop) == pytest.approx(box)


@pytest.mark.parametrize(
    ("focal_x", "left"), [(0, 0), (0.2, 0), (0.3, 0.05), (0.5, 0.25), (0.7, 0.45), (1, 0.5)]
)
def test_the_focal_point_is_in_the_middle_as_far_as_the_picture_allows(focal_x, left):
    box = renditions.crop_box(pictured(2000, 1000, focal_x=focal_x), SQUARE)
    assert box == pytest.approx((left, 0, 0.5, 1))


def test_a_crop_set_by_hand_counts():
    image = pictured(2000, 1000, focal_x=0.9, crops={SQUARE: [0.1, 0.2, 0.2, 0.4]})
    assert renditions.crop_box(image, SQUARE) == (0.1, 0.2, 0.2, 0.4)
    assert renditions.crop_box(image, WIDE)[2:] == pytest.approx((0.889, 1), abs=0.001)


@pytest.mark.parametrize(
    ("box", "is_one"),
    [
        ([0, 0, 0.5, 1], True),
        ([0.5, 0, 0.5, 1], True),
        ([0, 0, 0.2, 0.4], True),
        ([0, 0, 0.4, 0.806], True),
        ([0, 0, 0.4, 0.82], False),
        ([0, 0, 1, 1], False),
        ([0.51, 0, 0.5, 1], False),
        ([-0.01, 0, 0.5, 1], False),
        ([0, 0, 0, 0], False),
        ([0, 0, -0.5, -1], False),
        ([0, 0, float("nan"), 1], False),
        ([0, 0, float("inf"), float("inf")], False),
        ([0, 0, 0.5], False),
        (["a", 0, 0.5, 1], False),
        (None, False),
    ],
)
def test_a_crop_by_hand_lies_inside_and_has_its_ratio_to_a_hundredth(box, is_one):
    image = pictured(2000, 1000, crops={SQUARE: box})
    assert renditions.is_box(image, SQUARE, box) is is_one
    used = tuple(box) if is_one else (0.25, 0, 0.5, 1)
    assert renditions.crop_box(image, SQUARE) == used


@pytest.mark.parametrize(
    ("size", "crop", "sizes"),
    [
        ((4000, 3000), WIDE, ((320, 180), (640, 360), (1280, 720))),
        ((4000, 3000), CLASSIC, ((320, 240), (640, 480), (1280, 960))),
        ((1279, 1279), SQUARE, ((320, 320), (640, 640))),
        ((300, 200), SQUARE, ((200, 200),)),
        ((9, 2000), WIDE, ((9, 5),)),
        ((1000, 30_000), "", ((320, 9600),)),  # WebP has at most 16,383 pixels of height
        ((10, 30_000), "", ((5, 16_383),)),
        ((8000, 10_000), SQUARE, ((320, 320), (640, 640), (1280, 1280))),
    ],
)
def test_a_crop_is_made_in_the_widths_that_need_not_be_enlarged(size, crop, sizes):
    assert renditions.sizes_of(pictured(*size), crop) == sizes


def test_of_a_jpeg_too_large_for_memory_a_small_crop_stays_small():
    """It is decoded at a half, so that there are fewer pixels than the original has."""
    crops = {SQUARE: [0, 0, 0.125, 0.125]}
    assert renditions.sizes_of(pictured(5200, 5200, crops=crops), SQUARE)[-1] == (640, 640)
    assert renditions.sizes_of(pictured(8000, 8000, crops=crops), SQUARE)[-1] == (320, 320)


def halves(width, height):
    """Red on the left, black on the right."""
    picture = Pillow.new("RGB", (width, height), BLACK)
    picture.paste(RED, (0, 0, width // 2, height))
    return file_of(picture, "JPEG", quality=95)


@pytest.mark.parametrize("format", [JPEG, WEBP, AVIF])
@pytest.mark.parametrize(("focal_x", "seen"), [(0.1, RED), (0.9, BLACK)])
def test_a_crop_shows_its_part_of_the_picture(format, focal_x, seen):
    image = make_image(halves(800, 300), with_renditions=False, focal_x=focal_x)
    made = {r.crop: opened(r) for r in renditions.make(image, format)}
    assert {crop: picture.size for crop, picture in made.items()} == {
        "": (800, 300),
        WIDE: (320, 180),
        CLASSIC: (320, 240),
        SQUARE: (300, 300),
    }
    assert like(made[SQUARE].getpixel((150, 150)), seen, by=10)


def test_a_small_crop_of_a_large_picture_is_sharp():
    """It is decoded as large as the crop asks for, though the whole picture needs less."""
    picture = Pillow.new("L", (6000, 4000))
    picture.paste(255, (3000, 0, 6000, 4000))
    crops = {SQUARE: [0.4, 0.35, 0.2, 0.3]}
    image = make_image(file_of(picture, "JPEG", quality=95), with_renditions=False, crops=crops)
    renditions.make(image, JPEG)
    row = (
        opened(image.renditions.get(crop=SQUARE, width=640)).convert("L").crop((310, 320, 330, 321))
    )
    assert sum(20 < value < 235 for value in row.tobytes()) <= 4


def test_what_may_not_be_cropped_is_shown_whole():
    image = make_image(jpeg(700, 350), instructions="NO CROPPING", with_renditions=False)
    assert {r.crop for r in renditions.make(image, renditions.ALL)} == {""}


def test_crops_go_when_cropping_is_forbidden(django_capture_on_commit_callbacks):
    image = make_image(jpeg(700, 350))
    names = [r.file.name for r in image.renditions.exclude(crop="")]
    image.instructions = "NO CROPPING"
    image.save()
    assert not renditions.is_complete(image)
    with django_capture_on_commit_callbacks(execute=True):
        renditions.make(image, JPEG)
    assert {r.crop for r in image.renditions.all()} == {""}
    assert [name for name in names if rendition_storage().exists(name)] == []
    assert list(image.files) == [""]


# --- What is right stays, what is not is made anew ------------------------------------------------


def stored(image):
    """The names of all files that the storage has of a picture."""
    folder = f"{image.token[:2]}/{image.token}"
    return sorted(f"{folder}/{name}" for name in rendition_storage().listdir(folder)[1])


def in_rows(image):
    return sorted(image.renditions.values_list("file", flat=True))


CHANGES = {
    "the creator": {"creator": "Lê Minh"},
    "the credit": {"credit_override": "Ảnh: Bảo tàng Huế"},
    "the notice": {"copyright_notice": "© 2024 Kyodo"},
    "the alternative text": {"alt": "Một cây cầu khác."},
    "the statement": {"web_statement": "https://example.org/rights"},
    "data mining": {"data_mining": Image.DataMining.PROHIBITED},
    "the source type": {"digital_source_type": Image.SourceType.AI},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_other_words_give_other_files_under_other_names(change, django_capture_on_commit_callbacks):
    image = make_image(jpeg(700, 350))
    before = stored(image)
    assert before == in_rows(image)
    for name, value in change.items():
        setattr(image, name, value)
    image.save()
    assert not renditions.is_complete(image)
    with django_capture_on_commit_callbacks(execute=True):
        assert len(renditions.make(image, JPEG)) == len(before)
    assert stored(image) == in_rows(image)
    assert set(stored(image)) & set(before) == set()


def test_another_focal_point_makes_the_crops_anew_and_leaves_the_whole():
    image = make_image(jpeg(700, 350))
    image.focal_x = 0.1
    image.save()
    assert {r.crop for r in renditions.make(image, JPEG)} == {WIDE, CLASSIC, SQUARE}


def test_words_that_no_file_says_change_nothing():
    image = make_image(jpeg(700, 350))
    image.caption, image.usable_until = "Một chú thích khác.", timezone.now()
    image.save()
    assert renditions.make(image, JPEG) == []


def test_another_form_in_the_contract_is_another_credit():
    kyodo = make_agency("Kyodo", since=timezone.now())
    image = make_image(origin=kyodo)
    kyodo.contracts.update(credit_form="Ảnh: {creator} (Kyodo)")
    assert renditions.recipe(Image.objects.get(pk=image.pk), "") != image.renditions.first().recipe


def test_the_old_files_are_there_until_the_new_rows_are(django_capture_on_commit_callbacks):
    image = make_image(jpeg(700, 350))
    before = in_rows(image)
    image.creator = "Lê Minh"
    image.save()
    with django_capture_on_commit_callbacks() as callbacks:
        renditions.make(image, JPEG)
    assert set(before) < set(stored(image))
    for callback in callbacks:
        callback()
    assert stored(image) == in_rows(image)


@pytest.fixture
def meanwhile(monkeypatch):
    """Lets something happen at the moment when the first file is about to be stored."""

    class Storage(FileSystemStorage):
        happens = None

        def exists(self, name):
            happens, self.happens = self.happens, None
            if happens:
                happens()
            return super().exists(name)

    storage = Storage(location=rendition_storage().location)
    monkeypatch.setattr(Rendition._meta.get_field("file"), "storage", storage)
    return storage


def test_what_was_changed_while_files_were_made_is_not_overwritten(meanwhile):
    """The slower of two keeps its hands off: its files are from words that no longer hold."""
    image = make_image(jpeg(700, 350), with_renditions=False)
    meanwhile.happens = lambda: Image.objects.filter(pk=image.pk).update(creator="Lê Minh")
    assert renditions.make(image, JPEG) == []
    assert (in_rows(image), stored(image)) == ([], [])
    assert len(renditions.make(image, JPEG)) == 6


def test_made_twice_at_once_there_is_one_row_and_one_file_of_each(
    meanwhile, django_capture_on_commit_callbacks
):
    image = make_image(jpeg(700, 350), with_renditions=False)
    meanwhile.happens = lambda: renditions.make(image, JPEG)
    with django_capture_on_commit_callbacks(execute=True):
        assert len(renditions.make(image, JPEG)) == 6
    assert len(in_rows(image)) == 6
    assert stored(image) == in_rows(image)


def test_files_that_a_run_left_when_it_died_are_written_over():
    image = make_image(jpeg(700, 350))
    names = in_rows(image)
    image.renditions.all().delete()
    for name in names:
        rendition_storage().delete(name)
        rendition_storage().save(name, ContentFile(b"half a fi"))
    renditions.make(image, JPEG)
    assert in_rows(image) == stored(image) == names
    assert {opened(r).format for r in image.renditions.all()} == {"JPEG"}


def test_anew_means_everything_under_the_same_names():
    image = make_image(jpeg(700, 350))
    names = in_rows(image)
    for name in names:
        rendition_storage().delete(name)
    assert len(renditions.make(image, JPEG, force=True)) == 6
    assert in_rows(image) == stored(image) == names


def test_the_picture_knows_its_files():
    image = make_image(jpeg(700, 350))
    names = {file.name for crop in ("", *Image.Crop) for file in manifest.files(image, JPEG, crop)}
    assert names == {r.name for r in image.renditions.all()}
    assert Image.objects.get(pk=image.pk).files == image.files


def test_a_picture_that_was_deleted_is_no_error():
    image = make_image(jpeg(700, 350), with_renditions=False)
    Image.objects.filter(pk=image.pk).delete()
    assert renditions.make(image, JPEG) == []
    assert tasks.make_renditions.func(image.pk) == 0


def test_files_of_a_picture_that_was_not_taken_in_are_forgotten():
    image = make_image(jpeg(700, 350))
    renditions.forget_files(image)
    assert stored(image) == []
    renditions.forget_files(Image())  # of which there are none


def test_pictures_that_need_work_are_found_with_few_queries(django_assert_num_queries):
    for _number in range(3):
        tasks.make_renditions.func(make_image(jpeg(60, 40)).pk)
    assert list(renditions.needing_work()) == []
    lacking, wrong = make_image(jpeg(60, 40)), Image.objects.first()
    wrong.alt = "Một cây cầu khác."
    wrong.save()
    with django_assert_num_queries(2):
        assert list(renditions.needing_work()) == [wrong.pk, lacking.pk]
    assert list(renditions.needing_work(after=wrong.pk)) == [lacking.pk]


# --- The packet in every file ---------------------------------------------------------------------


@pytest.mark.parametrize("format", [JPEG, WEBP, AVIF])
def test_every_file_says_who_made_the_picture(format):
    image = make_image(
        jpeg(700, 350),
        with_renditions=False,
        origin=make_agency("Kyodo", since=timezone.now()),
        creator="Yamada Taro",
        copyright_notice="© 2024 Kyodo",
        data_mining=Image.DataMining.PROHIBITED,
        digital_source_type=Image.SourceType.CAMERA,
    )
    for rendition in renditions.make(image, format):
        metadata = reading.read(opened(rendition))
        assert metadata.credit_line == image.credit_line()
        assert (metadata.creator, metadata.source) == ("Yamada Taro", "Kyodo")
        assert (metadata.copyright_notice, metadata.alt_text) == ("© 2024 Kyodo", image.alt)
        assert metadata.data_mining == "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"
        assert metadata.digital_source_type.endswith("newscodes/digitalsourcetype/digitalCapture")


def test_without_an_agency_the_source_is_the_one_in_the_file():
    image = make_image(jpeg(60, 40), supplied_source="Ban tổ chức")
    assert file_rights.rights_of(image).source == "Ban tổ chức"


# --- Colours --------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", [WEBP, AVIF, PNG])
@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_a_profile_counts_where_one_sees_through_the_picture(format, mode):
    picture = plain("RGBA", (*RED, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 10, 40))
    picture = picture.quantize(8) if mode == "P" else picture
    image = make_image(
        file_of(picture, icc_profile=swapped_profile()), with_renditions=False, crops={}
    )
    results = opened(whole(renditions.make(image, format))[0]).convert("RGBA")
    assert like(results.getpixel((25, 20)), (0, 0, 255, 255), by=12)
    assert results.getpixel((3, 20))[3] == 0


def test_a_profile_for_colours_counts_for_a_grey_picture():
    data = file_of(plain("L", 120), icc_profile=swapped_profile())
    assert like(rendered(data, JPEG).getpixel((20, 20)), (120, 120, 120))


def p3_profile():
    """Display P3: the primaries of the P3 cinema under daylight, adapted to the profile's white."""
    data = bytearray(PROFILES["sRGB"])
    primaries = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    for tag, value in primaries.items():
        at = data.index(tag)
        offset = int.from_bytes(data[at + 4 : at + 8])
        data[offset + 8 : offset + 20] = b"".join(
            round(part * 65536).to_bytes(4, signed=True) for part in value
        )
    return bytes(data)


@pytest.mark.parametrize(
    ("in_p3", "in_srgb"),
    [((200, 120, 60), (210, 119, 48)), ((128, 128, 128), (128, 128, 128)), (RED, RED)],
)
def test_a_wide_gamut_is_brought_into_srgb(in_p3, in_srgb):
    data = file_of(plain("RGB", in_p3), icc_profile=p3_profile())
    assert like(rendered(data, JPEG).getpixel((20, 20)), in_srgb, by=8)


def png16_colours(red, green, blue, alpha=None):
    """A PNG of one row of forty pixels in 16 bits a colour."""
    pixel = struct.pack(">HHH", red, green, blue) + (struct.pack(">H", alpha) if alpha else b"")
    header = struct.pack(">IIBBBBB", 40, 1, 16, 6 if alpha else 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" + pixel * 40)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def test_colours_in_16_bit_come_out_as_they_look():
    assert like(rendered(png16_colours(65_535, 32_768, 0), WEBP).getpixel((20, 0)), (255, 128, 0))
    results = rendered(png16_colours(65_535, 32_768, 0, alpha=32_768), WEBP).getpixel((20, 0))
    assert like(results, (255, 128, 0, 128))


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16", "CMYK"])
def test_a_large_picture_of_any_kind_looks_the_same_when_it_is_made_small_band_by_band(mode):
    """Black above, white below: no band is lost, moved or left out."""
    picture = Pillow.new("L", (3000, 2001))
    picture.paste(255, (0, 1000, 3000, 2001))
    deep = picture.convert("I").point(lambda value: value * 257).convert("I;16")
    data = file_of(deep if mode == "I;16" else picture.convert(mode), "TIFF")
    image = make_image(data, with_renditions=False)
    made = opened(whole(renditions.make(image, JPEG))[0]).convert("L")
    column = [made.getpixel((160, y)) for y in range(made.height)]
    assert made.size == (320, 213)
    assert max(column[:104]) < 25 and min(column[109:]) > 230


def test_a_transparent_picture_has_png_for_old_browsers_and_others_have_none():
    clear = make_image(file_of(plain("RGBA", (255, 0, 0, 128))), with_renditions=False)
    solid = make_image(file_of(plain("RGBA", (255, 0, 0, 255))), with_renditions=False)
    assert clear.transparent and not solid.transparent
    (made,) = whole(renditions.make(clear, PNG))
    assert like(opened(made).getpixel((20, 20)), (255, 0, 0, 128))
    assert renditions.make(solid, renditions.ALL) and renditions.make(solid, PNG) == []
    assert {r.format for r in solid.renditions.all()} == {JPEG, WEBP, AVIF}


# --- The task -------------------------------------------------------------------------------------


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return DBTaskResult.objects.order_by("run_after")


def test_a_task_that_fails_is_tried_again_three_times_later_and_later(queue):
    image = make_image(with_renditions=False)
    image.original.storage.delete(image.original.name)
    for attempt in (1, 2, 3, 4):
        with pytest.raises(FileNotFoundError):
            tasks.make_renditions.func(image.pk, attempt)
    again = [(task.args_kwargs["args"], task.run_after - timezone.now()) for task in queue]
    assert [args for args, _wait in again] == [[image.pk, 2], [image.pk, 3], [image.pk, 4]]
    minutes = [round(wait.total_seconds() / 60) for _args, wait in again]
    assert minutes == [1, 10, 60]


def test_a_task_that_succeeds_is_not_tried_again(queue):
    tasks.make_renditions.func(make_image(jpeg(60, 40)).pk, 2)
    assert not queue.exists()
