"""Pictures lose what they tell, and nothing of what they show."""

import io
import struct
import zlib

import pytest
from PIL import ExifTags, Image

from applications.attachments import pictures
from applications.attachments.unfit import Unfit
from tests.files import picture

FORMS = ("JPEG", "PNG", "WEBP")


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB").tobytes()


def exif_of(data: bytes) -> dict:
    with Image.open(io.BytesIO(data)) as image:
        exif = image.getexif()
        return {**exif, **exif.get_ifd(ExifTags.IFD.GPSInfo)}


def xmp_of(data: bytes) -> object:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")


@pytest.mark.parametrize("form", FORMS)
def test_place_and_camera_go_and_orientation_and_every_pixel_stay(form: str) -> None:
    options = {"quality": 80} if form == "WEBP" else {}
    taken = picture(form, icc_profile=b"\0" * 200, **options)
    assert len(exif_of(taken)) == 7  # orientation, camera, the way to the place, and the place in four parts
    assert b"GPSLatitude" in taken
    kept = pictures.cleaned(taken, form)
    assert exif_of(kept) == {ExifTags.Base.Orientation: 6}
    assert xmp_of(kept) is None
    assert b"GPSLatitude" not in kept
    assert b"Kamera" not in kept
    assert pixels(kept) == pixels(taken)
    with Image.open(io.BytesIO(kept)) as image:
        assert image.info["icc_profile"] == b"\0" * 200
        assert image.format == form


@pytest.mark.parametrize("form", FORMS)
def test_an_upright_picture_keeps_no_exif_at_all(form: str) -> None:
    kept = pictures.cleaned(picture(form, orientation=1), form)
    assert exif_of(kept) == {}


@pytest.mark.parametrize("form", FORMS)
def test_cleaning_twice_changes_nothing(form: str) -> None:
    once = pictures.cleaned(picture(form), form)
    assert pictures.cleaned(once, form) == once


@pytest.mark.parametrize("form", FORMS)
def test_what_hides_behind_a_picture_is_left_out(form: str) -> None:
    kept = pictures.cleaned(picture(form) + b"PK\x03\x04<script>", form)
    assert b"<script>" not in kept


def test_a_progressive_jpeg_with_comments_keeps_its_pixels() -> None:
    taken = picture("JPEG", progressive=True, comment=b"Lingarnsgatan 4", quality=95, restart_marker_rows=1)
    kept = pictures.cleaned(taken, "JPEG")
    assert b"Lingarnsgatan" not in kept
    assert pixels(kept) == pixels(taken)


def test_a_second_picture_in_the_file_is_left_out() -> None:
    first, second = (Image.new("RGB", (16, 16), colour) for colour in ("red", "blue"))
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    kept = pictures.cleaned(out.getvalue(), "JPEG")
    assert len(kept) < len(out.getvalue()) - 300
    with Image.open(io.BytesIO(kept)) as image:
        assert getattr(image, "n_frames", 1) == 1


@pytest.mark.parametrize("mode", ["P", "LA", "RGBA", "1", "I;16"])
def test_png_files_of_every_sort_keep_their_pixels(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (9, 7)).save(out, "PNG")
    with Image.open(io.BytesIO(pictures.cleaned(out.getvalue(), "PNG"))) as image:
        assert image.mode == mode
        image.load()


def test_a_moving_webp_goes_on_moving() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGBA", (16, 16), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(pictures.cleaned(out.getvalue(), "WEBP"))) as image:
        assert image.n_frames == 2


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_a_picture_that_was_cut_off_is_refused(form: str, share: float) -> None:
    whole = picture(form)
    with pytest.raises(Unfit, match="är skadad"):
        pictures.cleaned(whole[: int(len(whole) * share)], form)


def test_a_png_with_a_changed_byte_is_refused() -> None:
    whole = bytearray(picture("PNG"))
    whole[-20] ^= 1
    with pytest.raises(Unfit, match="är skadad"):
        pictures.cleaned(bytes(whole), "PNG")


@pytest.mark.parametrize("side", [9_000, 10_000, 20_000])
def test_a_picture_of_more_pixels_than_a_screen_can_hold_is_refused(side: int) -> None:
    said = bytearray(picture("PNG"))
    said[16:24] = struct.pack(">II", side, side)
    said[29:33] = struct.pack(">I", zlib.crc32(said[12:29]))
    with pytest.raises(Unfit, match="för många bildpunkter"):
        pictures.cleaned(bytes(said), "PNG")
