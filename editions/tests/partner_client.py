"""A partner's program, for tests: requests with a token, and answers parsed."""

import json

from django.test import Client
from django.urls import reverse
from lxml import etree

from newsroom.tests.factories import make_partner

G2 = "{http://iptc.org/std/nar/2006-10-01/}"


class PartnerClient:
    """A partner with a token of its own."""

    def __init__(self, name="Báo Bạn"):
        self.partner, self.token = make_partner(name)
        self.client = Client()

    def ask(self, address, token=None, scheme="Bearer"):
        header = f"{scheme} {self.token if token is None else token}"
        return self.client.get(address, headers={"authorization": header})

    def ninjs(self, story):
        answer = self.ask(reverse("partner-ninjs", args=[story.pk]))
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        return json.loads(answer.content)

    def ninjs_list(self, query=""):
        answer = self.ask(reverse("partner-ninjs-list") + query)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def newsml_g2(self, story):
        answer = self.ask(reverse("partner-newsml-g2", args=[story.pk]))
        assert answer["Content-Type"] == "application/vnd.iptc.g2.newsmessage+xml"
        return etree.fromstring(answer.content)
