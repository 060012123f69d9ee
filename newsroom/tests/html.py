"""An HTML page as a browser parses it, for tests of what on it could run and what it prints."""

import json
from html.parser import HTMLParser

JSON_TYPES = {"application/ld+json", "application/json", "importmap"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Attributes that hold an address which a browser opens or loads.
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "poster"}


class Page(HTMLParser):
    """A parsed page: what could run, what the policy forbids, its JSON, its texts by element."""

    def __init__(self, html):
        super().__init__()
        self.runs, self.json, self.texts, self._open = [], [], [], []
        self.forbidden = []  # by the policy of readers' pages: any script or style of its own
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.texts.append((tag, attributes, []))
        if tag not in VOID:
            self._open.append(self.texts[-1])
        self._check_policy(tag, attributes)
        self._check_addresses(attributes)
        if tag == "script" and "src" not in attributes and attributes.get("type") not in JSON_TYPES:
            self.runs.append(self.get_starttag_text())
        if tag in ("object", "embed", "base", "applet", "frame"):
            self.runs.append(self.get_starttag_text())
        if tag in ("iframe", "script", "link") and "//" in attributes.get("src", ""):
            self.runs.append(self.get_starttag_text())
        if "http-equiv" in attributes:
            self.runs.append(self.get_starttag_text())

    def _check_policy(self, tag, attributes):
        is_json = tag == "script" and attributes.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and (not is_json or "src" in attributes)):
            self.forbidden.append(tag)
        self.forbidden += [
            f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")
        ]

    def _check_addresses(self, attributes):
        for name, value in attributes.items():
            address = "".join(value.split()).lower()
            leads_out = name in ADDRESSES and address.startswith(("javascript:", "data:", "vbs"))
            if name.startswith("on") or name == "srcdoc" or leads_out:
                self.runs.append(self.get_starttag_text())

    def handle_data(self, data):
        for _tag, _attributes, text in self._open:
            text.append(data)
        for tag, attributes, _text in self._open[-1:]:
            if tag == "script" and attributes.get("type") in JSON_TYPES:
                self.json.append(json.loads(data))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def having(self, tag, css_class=""):
        """The text in each element with a class."""
        return [
            "".join(text).strip()
            for name, attributes, text in self.texts
            if name == tag and css_class in ("", *(attributes.get("class") or "").split())
        ]

    def named(self, tag, name):
        """The text in each field of a form with a name."""
        return [
            "".join(text).strip()
            for name_of_tag, attributes, text in self.texts
            if name_of_tag == tag and attributes.get("name") == name
        ]

    def attribute(self, tag, name, /, **having):
        """The values of an attribute, of elements that have other attributes."""
        return [
            attributes[name]
            for name_of_tag, attributes, _text in self.texts
            if name_of_tag == tag and name in attributes and having.items() <= attributes.items()
        ]
