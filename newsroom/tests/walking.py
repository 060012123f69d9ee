"""A visitor of the desk without a browser: follows links and presses buttons as they stand on pages.

Knows HTML forms and nothing of the newsroom.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

# Buttons of these types, and those without a type, send the form they belong to.
SENDS = ("submit", "image")


@dataclass
class Button:
    """A button that sends a form: the fields that a browser would send with it."""

    name: str
    value: str
    form: "Form"
    formaction: str = ""

    @property
    def action(self):
        return self.formaction or self.form.action

    def data(self):
        return {**self.form.data(), **({self.name: [self.value]} if self.name else {})}


@dataclass
class Form:
    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    def data(self):
        data = {}
        for name, value in self.fields:
            data.setdefault(name, []).append(value)
        return data


class Page(HTMLParser):
    """The links, pictures and forms of a page at `address`."""

    def __init__(self, address, html):
        super().__init__()
        self.address, self.links, self.forms = address, [], []
        self._by_id, self._later = {}, []
        self._form = self._select = self._textarea = None
        self._options = []
        self.feed(html)
        self.close()
        for form_id, add in self._later:  # elements outside the form that they name
            if form_id in self._by_id:
                add(self._by_id[form_id])

    @property
    def buttons(self):
        """Those that send a form to the server; a dialog's own close it."""
        return [b for form in self.forms if form.method != "dialog" for b in form.buttons]

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        handle = getattr(self, f"_start_{tag}", None)
        if handle and "disabled" not in attributes:
            handle(attributes)

    def handle_endtag(self, tag):
        if handle := getattr(self, f"_end_{tag}", None):
            handle()

    def handle_data(self, data):
        if self._textarea:
            self._textarea[1].append(data)
        if self._select and self._options and self._options[-1][0] is None:
            self._options[-1][0] = data.strip()  # an option without a value sends its text

    def _into_form(self, attributes, add):
        if "form" in attributes:
            self._later.append((attributes["form"], add))
        elif self._form:
            add(self._form)

    def _start_a(self, attributes):
        if "href" in attributes and "download" not in attributes:
            self.links.append(urljoin(self.address, attributes["href"]))

    def _start_img(self, attributes):
        if "src" in attributes:
            self.links.append(urljoin(self.address, attributes["src"]))

    def _start_form(self, attributes):
        action = urljoin(self.address, attributes.get("action") or self.address)
        self._form = Form(attributes.get("method", "get").lower(), action)
        self._by_id[attributes.get("id", "")] = self._form
        self.forms.append(self._form)

    def _end_form(self):
        self._form = None

    def _start_input(self, attributes):
        kind, name = attributes.get("type", "text"), attributes.get("name", "")
        if kind in SENDS:
            self._add_button(attributes)
        elif kind in ("checkbox", "radio") and "checked" not in attributes:
            return
        elif name and kind not in ("button", "reset", "file"):
            value = attributes.get("value", "on" if kind in ("checkbox", "radio") else "")
            self._into_form(attributes, lambda form: form.fields.append((name, value)))

    def _start_button(self, attributes):
        if attributes.get("type", "submit") in SENDS:
            self._add_button(attributes)

    def _add_button(self, attributes):
        button = Button(attributes.get("name", ""), attributes.get("value", ""), Form("", ""))
        if "formaction" in attributes:
            button.formaction = urljoin(self.address, attributes["formaction"])

        def add(form):
            button.form = form
            form.buttons.append(button)

        self._into_form(attributes, add)

    def _start_textarea(self, attributes):
        self._textarea = (attributes, [])

    def _end_textarea(self):
        attributes, text = self._textarea
        self._textarea = None
        value = "".join(text).removeprefix("\n")
        if name := attributes.get("name"):
            self._into_form(attributes, lambda form: form.fields.append((name, value)))

    def _start_select(self, attributes):
        self._select, self._options = attributes, []

    def _start_option(self, attributes):
        self._options.append([attributes.get("value"), "selected" in attributes])

    def _end_select(self):
        attributes, self._select = self._select, None
        chosen = [value for value, is_selected in self._options if is_selected]
        if not chosen and "multiple" not in attributes:
            chosen = [value for value, _is_selected in self._options[:1]]
        if name := attributes.get("name"):
            rows = [(name, value) for value in chosen]
            self._into_form(attributes, lambda form: form.fields.extend(rows))


def path_of(address):
    """The address without its origin and fragment."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
