"""Files of kinds that are not read are refused by their names."""

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from images.files import unread, validate

KINDS = {
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic": "HEIC (iPhone) is not read: export it as JPEG.",
    b"\0\0\0\x1cftypmif1\0\0\0\0mif1heic": "HEIF is not read: export it as JPEG.",
    b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom": "CR3 (Canon raw) is not read: export it as JPEG.",
    b"\0\0\0\x0cJXL \r\n\x87\n": "JPEG XL is not read: export it as JPEG.",
    b"8BPS\0\x01": "PSD (Photoshop) is not read: export it as JPEG.",
    b"II*\0\x10\0\0\0CR\x02\0": "CR2 (Canon raw) is not read: export it as JPEG.",
    b"\0\0\0\x20ftypisom\0\0\x02\0iso2": "MP4 is a film and no picture: export one frame of it as JPEG.",
}


@pytest.mark.parametrize(("head", "sentence"), KINDS.items(), ids=list(KINDS.values()))
def test_the_refusal_names_the_kind(head, sentence):
    raw = head + b"\0" * 100
    with translation.override("en"):
        with pytest.raises(validate.InvalidImage) as refused:
            validate.validate(ContentFile(raw))
        assert (str(refused.value), refused.value.code) == (sentence, "kind_not_read")


@pytest.mark.parametrize(
    "head",
    [
        b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miaf",
        b"\0\0\0\x20ftypmif1\0\0\0\0avifmiaf",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"<nitf>",
        b"8BP",
        b"",
    ],
)
def test_what_is_read_or_unknown_has_no_name(head):
    assert unread.name_of(head) == ""
