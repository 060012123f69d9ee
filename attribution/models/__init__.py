"""Authors, agencies, and what the contract with an agency allows.

Knows nothing of pictures or copy; apps above this one point here.
"""

from attribution.models.agencies import Agency, Author, Contract

__all__ = ["Agency", "Author", "Contract"]
