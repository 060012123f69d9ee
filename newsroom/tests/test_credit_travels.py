"""A credit's way from the agency's file to the last file that a reader downloads.

A picture with GPS, serial numbers and a thumbnail is uploaded, cleared and published; every rendition
is downloaded at its public address and read by ExifTool, which is none of ours.
"""

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import ExifTags
from PIL import Image as Pillow

from images.files import renditions
from images.models import Image
from newsroom.tests.test_story_life import Desk

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/">
<rdf:Description photoshop:Credit="Kyodo News" photoshop:Source="KYODO"
 photoshop:Instructions="MANDATORY CREDIT. JAPAN OUT." photoshop:TransmissionReference="K-20240608-1"
 xmpRights:WebStatement="https://example.org/terms"
 plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"
 Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
 exif:GPSLatitude="35,41.1N" exif:GPSLongitude="139,41.5E">
<dc:creator><rdf:Seq><rdf:li>Yamada Tarō</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2024 Kyodo News</rdf:li></rdf:Alt></dc:rights>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">A bay in June. (Kyodo)</rdf:li>
</rdf:Alt></dc:description>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Vịnh lặng sóng.</rdf:li>
</rdf:Alt></Iptc4xmpCore:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
METADATA = {
    "Credit": "Ảnh: Yamada Tarō/Kyodo",
    "Rights": "© 2024 Kyodo News",
    "Creator": ["Yamada Tarō"],
    "Source": "Kyodo",
    "AltTextAccessibility": "Vịnh lặng sóng.",
    "WebStatement": "https://example.org/terms",
    "DataMining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED",
    "DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
}


def agencys_file(format="JPEG", mode="RGB"):
    exif = Pillow.Exif()
    exif[ExifTags.Base.Make] = "QCAMERAZ"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = "QSERIALZ"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (35.0, 41.0, 6.0)
    file = io.BytesIO()
    picture = Pillow.effect_noise((1400, 900), 40).convert(mode)
    options = {} if format == "PNG" else {"xmp": XMP.encode(), "comment": "QCOMMENTZ"}
    picture.save(file, format, exif=exif, **options)
    return file.getvalue()


def exiftool(*paths):
    """What ExifTool reads in each file, by the file's name."""
    program = shutil.which("exiftool")
    assert program, "ExifTool is missing. bin/needs installs it."
    command = [program, "-j", "-G1", "-a", *paths]
    ran = subprocess.run(command, capture_output=True, check=True)
    return {Path(metadata["SourceFile"]).name: metadata for metadata in json.loads(ran.stdout)}


@pytest.fixture(scope="module")
def published(module_newsroom):
    """Taken in by the reporter, classified by the picture desk, published by the editor."""
    file = SimpleUploadedFile("IMG_0001.JPG", agencys_file())
    kyodo = module_newsroom.kyodo
    answer = Desk(module_newsroom.cast.reporter).client.post(
        reverse("admin:images_image_upload"),
        {"file": file},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 201, answer.content
    image = Image.objects.get()
    assert (image.origin, image.creator, image.caption) == (kyodo, "Yamada Tarō", "A bay in June.")
    Image.objects.filter(pk=image.pk).update(rights=Image.Rights.AGENCY)
    image.refresh_from_db()
    renditions.make(image, renditions.LATER)
    module_newsroom.published(lead=image, agencies=[kyodo], at=timezone.now())
    return image


@pytest.fixture(scope="module")
def downloads(published, tmp_path_factory):
    """Each file at its public address: its row, its bytes, and what ExifTool reads in it."""
    folder, rows = tmp_path_factory.mktemp("downloads"), published.renditions.all()
    for row in rows:
        response = Client().get(reverse("picture", args=[published.token, row.name]))
        assert response.status_code == 200
        (folder / row.name).write_bytes(b"".join(response.streaming_content))
    read = exiftool(*folder.iterdir())
    return [(row, (folder / row.name).read_bytes(), read[row.name]) for row in rows]


def test_every_file_that_a_reader_downloads_names_its_makers(downloads, db):
    seen = set()
    for row, data, metadata in downloads:
        embedded = {
            key.split(":")[-1]: value for key, value in metadata.items() if key.startswith("XMP")
        }
        creator = embedded["Creator"]
        embedded["Creator"] = [creator] if isinstance(creator, str) else creator
        raw = data.decode("latin-1")
        assert {name: embedded.get(name) for name in METADATA} == METADATA | {
            name: embedded[name]
            for name in ("DataMining", "DigitalSourceType")  # ExifTool prints their meaning
        }, row.name
        assert METADATA["DataMining"].rsplit("/", 1)[-1] in raw, row.name
        assert "digitalCapture" in raw, row.name
        seen.add((row.format, row.crop))
    crops = ("", "16x9", "4x3", "1x1")
    assert seen == {(format, crop) for format in ("jpg", "webp", "avif") for crop in crops}


def test_nothing_else_that_the_file_said_comes_along(downloads, db):
    for row, data, metadata in downloads:
        text = json.dumps(metadata) + data.decode("latin-1")
        for word in ("QCAMERAZ", "QSERIALZ", "QCOMMENTZ", "K-20240608-1", "JAPAN OUT"):
            assert word not in text, row.name
        assert [key for key in metadata if "gps" in key.lower() or "serial" in key.lower()] == []
        assert [key for key in metadata if "thumbnail" in key.lower()] == [], row.name


def test_the_original_keeps_all_of_it_under_lock(published, tmp_path, db):
    path = tmp_path / "original"
    with published.original.open("rb") as original:
        path.write_bytes(original.read())
    assert exiftool(path)["original"]["IFD0:Make"] == "QCAMERAZ"
