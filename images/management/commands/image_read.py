"""The former name of `inspect_image`, kept for one release: it goes with 0.2.0."""

from images.management.commands.inspect_image import Command

__all__ = ["Command"]
