"""The demo's pictures: JPEG files in newsroom/demo/pictures, whose README says where they come from."""

from pathlib import Path

PICTURES = Path(__file__).with_name("pictures")


def read_picture(name: str) -> bytes:
    """Return the JPEG file of the picture that stories.toml or wire.toml calls `name`."""
    return (PICTURES / f"{name}.jpg").read_bytes()
