"""Authors, agencies, what the contract with an agency allows, and what terms of agencies mean.

Knows nothing of pictures or copy; apps above this one point here.
"""

from attribution.models.agencies import Agency, Author, Contract
from attribution.models.terms import TermRuling, UnclearTerm

__all__ = ["Agency", "Author", "Contract", "TermRuling", "UnclearTerm"]
