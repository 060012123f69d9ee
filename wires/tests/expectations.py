"""What the prose in `expected.json` of the samples means: key by key, as fields of ours."""

from datetime import datetime


class Same:
    """As expected.json has it."""


class Starts:
    """The field begins with this text."""

    def __init__(self, text=Same):
        self.text = text


class Hash:
    """An id that is the hash of the copy."""


def up_to(mark):
    """The words before `mark`."""
    return lambda text: text.partition(mark)[0]


def after(mark):
    return lambda text: text.rpartition(mark)[2]


def quoted(before=""):
    """The words in the first quotation marks behind `before`."""
    return lambda text: text.partition(f'{before}"')[2].partition('"')[0]


def at(expected):
    return datetime.fromisoformat(expected)


PICTURE = "pictures.0."
# Keys that are no field of an item: what they come to is said at the sample.
MEANINGS = {
    "newsml1-kyodo-lipeng.xml": {
        "provider": {"provider": "KYODONEWS"},
        "language": {"language": "en"},
        "urgency": {"urgency": None},
        "version": {"version": 1, "signals": ["Update:N"]},
        "guid": {"guid": up_to(" (")},
        "series": {},
        "subjects": {"subjects": ["14023000", "11006000"]},
        "paragraphs": {"paragraphs": Same},
        "media": {"pictures": []},
    },
    "newsml1-afp-saab.xml": {
        "provider": {"provider": "AFP"},
        "guid": {"guid": up_to(" (")},
        "paragraphs": {"paragraphs": Same},
        "media": {},
    },
    "g2-reuters-text-benitez.xml": {
        "byline": {"byline": ""},
        "usage": {"usage_terms": "", "copyright_notice": quoted()},
        "paragraphs": {"paragraphs": Same},
    },
    "g2-reuters-picture-kenya.xml": {
        "usage": {
            "usage_terms": "",
            "copyright_notice": Starts("(c) Copyright Thomson Reuters 2013"),
        },
        "caption": {f"{PICTURE}caption": Starts(up_to("…"))},
        "byline": {"byline": Same, f"{PICTURE}creator": Same},
        "credit": {"credit_line": Same, f"{PICTURE}credit_line": Same},
        "media": {"pictures.count": 1},
    },
    "g2-reuters-package-snep.xml": {
        "created": {
            "created_at": at("2011-11-11T12:40:10Z"),
            "version_at": at("2013-03-04T11:40:31Z"),
        },
        "media": {
            "kind": "package",
            "members.0": "tag:reuters.com,0000:newsml_BRE9220HA",
            "members.count": 10,
            "pictures": [],
            "body_html": "",
        },
    },
    "g2-dpa-text-eintracht.xml": {
        "provider": {"provider": after("/ ")},
        "created": {"created_at": at("2022-10-11T11:14:42+02:00")},
        "usage": {"usage_terms": after("en: ")},
        "dateline": {"dateline": str.strip},
    },
    "g2-iptc-listing2-text.xml": {
        "byline": {"byline": up_to(" (")},
        "source": {"sources": ["Associated Press"]},
        "created": {
            "created_at": at("2016-11-21T15:21:06-05:00"),
            "version_at": at("2018-11-21T16:25:32-05:00"),
        },
        "usage": {"usage_terms": "", "copyright_notice": quoted()},
        "paragraphs": {"paragraphs": Same},
    },
    "g2-iptc-listing3-photo.xml": {
        "byline": {"byline": up_to(" (")},
        "provider": {"provider": "Getty Images Inc."},
        "language": {"language": "en-US"},
        "created": {
            "created_at": at("2010-10-20T20:58:00Z"),
            "version_at": at("2018-10-12T06:42:04Z"),
        },
        "status": {"status": "usable"},
        "caption": {f"{PICTURE}caption": Starts(up_to("…"))},
        "media": {
            f"{PICTURE}href": "GYI0062134533.jpg",
            f"{PICTURE}width": 1500,
            f"{PICTURE}height": 1001,
            "pictures.count": 1,
        },
    },
    "g2-iptc-listing6-package.xml": {
        "provider": {"provider": "AcmeNews"},
        "created": {
            "created_at": at("2008-12-20T12:25:35Z"),
            "version_at": at("2018-11-17T12:30:00Z"),
        },
        "signal": {"signals": ["sig:update"]},
        "media": {
            "kind": "package",
            "package_items": [
                "urn:newsml:iptc.org:20081007:tutorial-item-A",
                "urn:newsml:iptc.org:20081007:tutorial—item-B",
            ],
            "body_html": "",
        },
    },
    "nitf-ap-capandtrade.xml": {
        "provider": {"provider": "The Associated Press"},
        "created": {"created_at": at("2015-12-10T19:10:44Z")},
        "usage": {"usage_terms": "", "copyright_notice": "AP 2015"},
        "status": {"status": "usable"},
        "guid": {"guid": Hash},
    },
    "nitf-iptc-fishing-canceled.xml": {
        "subhead": {},  # a second headline has no field of its own on the desk
        "provider": {"provider": "XML Team Solutions, Inc."},
        "embargo": {"embargo_until": at("2002-02-26T09:30:00-05:00")},
        "expires": {"expires_at": Same},
        "usage": {
            "usage_terms": "online",
            "copyright_notice": "International Press Telecommunications Council 2002",
        },
        "status": {"status": "canceled", "cancels": ["iptc.321656141.a"]},
        "version": {"version": 1},
        "media": {
            f"{PICTURE}href": "high-tide.jpg",
            f"{PICTURE}width": 278,
            f"{PICTURE}height": 185,
            f"{PICTURE}alt": "The tides are high.",
            f"{PICTURE}creator": "Karben",
        },
    },
    "iptc7901-dpa-spd.txt": {
        "urgency": {"urgency": 4},
        "language": {"language": up_to(" (")},
        # As dpa writes it the 13 is the year: “131137 GMT Nov 13” is a Wednesday, as its text says.
        "sent": {"sent_at": at("2013-11-13T11:37:00Z")},
        "guid": {"guid": "eca062:2013-11-13"},
        "wordcount": {},
    },
    "ninjs3-tt-text-with-picture.json": {
        "credit": {"credit_line": "TT", "copyright_holder": "TT"},
        "created": {"created_at": at("2021-05-26T13:40:18+02:00")},
        "expires": {"expires_at": at("2023-05-31T00:00:00+02:00")},
        "body_first": {"body_text": Starts(lambda text: "\n".join(text.split(" / ")[1:]))},
        "bodies": {"paragraphs": 5},  # two of them are quotations, which only the html5 body has
        "media": {
            f"{PICTURE}creator": quoted("by "),
            f"{PICTURE}caption": quoted("caption "),
            f"{PICTURE}width": 4724,
            f"{PICTURE}height": 3149,
            "pictures.count": 1,
        },
    },
    "ninjs2-dpa-text.json": {
        "source": {"sources": ["dpa"], "copyright_holder": "dpa"},
        "created": {"created_at": at("2019-05-10T16:02:28+02:00")},
        "usage": {"usage_terms": "", "copyright_notice": quoted()},
    },
    "ninjs1-superdesk-embargoed.json": {
        "source": {"sources": ["360info"]},
        "created": {
            "created_at": at("2022-06-20T23:20:35Z"),
            "version_at": at("2022-06-26T23:54:25Z"),
        },
        "embargo": {"embargo_until": at("2022-06-29T02:30:00Z"), "usable": True},
        "urgency": {"urgency": None},
        "guid": {"guid": up_to(" (")},
        "media": {
            f"{PICTURE}creator": quoted("byline "),
            f"{PICTURE}copyright_notice": "CC-BY 4.0",
            f"{PICTURE}usage_terms": "Indefinite Usage",
            f"{PICTURE}width": 1920,
            f"{PICTURE}height": 1440,
            "pictures.count": 1,
        },
    },
    "apmedia-picture-simon.json": {
        "byline": {"byline": up_to(" ("), f"{PICTURE}creator": up_to(" (")},
        "source": {"sources": ["Something"]},
        "created": {
            "created_at": at("2018-09-23T06:23:19Z"),
            "version_at": at("2019-06-19T10:22:14Z"),
        },
        "version": {"version": 0},
        "guid": {"guid": after(" ")},
        "media": {f"{PICTURE}width": 3500, f"{PICTURE}height": 2592, "pictures.count": 1},
    },
    "rss2-guardian-mediarss.rss": {
        "headline": {"headline": after("(item 1) ")},
        "byline": {"byline": up_to(" (dc:")},
        "credit": {f"{PICTURE}credit_line": lambda text: up_to(" (media")(after(": ")(text[:59]))},
        "media": {f"{PICTURE}width": 460, "pictures.count": 1},
    },
    "atom-heise.atom": {
        "headline": {"headline": after("(entry 1) ")},
        "byline": {"byline": "heise online"},
        "language": {"language": up_to(" (")},
        "created": {
            "created_at": at("2016-02-01T17:22:00+01:00"),
            "version_at": at("2016-02-01T17:54:50+01:00"),
        },
        "usage": {"usage_terms": "", "copyright_notice": quoted()},
    },
    "jsonfeed-1.0-jsonfeed-org.json": {},
}
