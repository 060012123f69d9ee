"""The library: every picture the desk has, who made it, and by what right it may run.

Knows nothing of articles or editions. Whether a picture may be used is asked of images/rights.py,
never worked out from these fields elsewhere.
"""

from images.models.history import ImageChange, Lease
from images.models.image import Image, ImageQuerySet
from images.models.photograph import ImageHash, SamePhotograph, SamePhotographQuerySet
from images.models.proposal import ImageProposal, ImageProposalQuerySet
from images.models.rendition import Rendition, RenditionQuerySet

__all__ = [
    "Image",
    "ImageChange",
    "ImageHash",
    "ImageProposal",
    "ImageProposalQuerySet",
    "ImageQuerySet",
    "Lease",
    "Rendition",
    "RenditionQuerySet",
    "SamePhotograph",
    "SamePhotographQuerySet",
]
