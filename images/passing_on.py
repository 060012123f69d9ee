"""By what right a picture may be passed on to partners, as a condition on its row. See images/rights.py.

What is ours or nobody's may be; what came under an agency's contract, if that says so; a Creative
Commons licence, if it asks for the name alone. What was bought for one use or handed to us may not be,
and what nobody has said anything of neither.
"""

from django.db.models import Q

from images.models import Image

_FREE = (Image.Rights.STAFF, Image.Rights.COMMISSIONED, Image.Rights.PUBLIC_DOMAIN)
# Licences that allow passing on for money: those with NC or ND in their address do not.
_LICENCES = (
    "creativecommons.org/licenses/by/",
    "creativecommons.org/licenses/by-sa/",
    "creativecommons.org/publicdomain/",
)


def allowed(by_contract: Q) -> Q:
    """Return the pictures that may be passed on; `by_contract` are those whose contract says so."""
    licensed = Q(pk__in=())
    for licence in _LICENCES:
        licensed |= Q(web_statement__icontains=licence)
    by_right = Q(rights__in=_FREE) | by_contract
    by_right |= Q(rights=Image.Rights.CREATIVE_COMMONS) & licensed
    return by_right & Q(passing_on_prohibited=False)
