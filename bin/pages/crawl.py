"""Ask a prepared newsroom for every page, as every role and in both languages: see bin/compare-pages.

Knows addresses and HTML alone, and no name of the code: that may be another one in each version.
What is asked for is bounded. Of a path without a query everything is asked for. Of one with a query each
value of each filter once; where several are combined, a few of the combinations; and from a list that is
narrowed or sorted already nothing leads on but its further pages.
"""

import hashlib
import json
import logging
import os
import re
import sys
from collections import Counter, deque
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import django
from django.contrib.staticfiles.finders import get_finders
from django.test import Client

SITE = os.environ["SITE_URL"]
DESK, SIGN_IN, STATIC = "/admin/", "/admin/login/", "/static/"
ACCOUNTS = ("reporter", "editor", "pictures", "chief", "admin")
ROLES = ("anonymous", "partner", *ACCOUNTS)
PASSWORD = "newsroom"  # noqa: S105  the demo prints it for everybody to read
FOR_ALL = ("/", "/rss.xml", "/robots.txt", "/sitemap.xml", "/healthz", "/no-such-page/", DESK)
FOR_PARTNERS = ("/doi-tac/ninjs/", "/doi-tac/newsml-g2/", "/doi-tac/ninjs/?since=2020-01-01")
SEARCHED = "Kyodo"
HEADERS = (
    *("Content-Type", "Cache-Control", "Location", "Content-Security-Policy", "Link"),
    *("Last-Modified", "Content-Disposition", "Content-Language", "Vary", "WWW-Authenticate"),
)
# Bounds, for each path: values of one parameter, and combinations of the same several parameters. Of what
# says only where somebody came from fewer are enough, for all paths that differ in a number alone.
VALUES, COMBINATIONS = 40, 12
FEWER = {"_changelist_filters": 2, "next": 2, "_popup": 6}
PAGING = {"p", "page", "before"}


class Page(HTMLParser):
    """The links of a page, and its forms with their fields."""

    def __init__(self, html):
        super().__init__()
        self.links, self.forms, self._form, self._choice = [], [], None, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        about = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._form = {"id": "", **about, "fields": {}, "choices": []}
            self.forms.append(self._form)
        elif tag in ("input", "select", "textarea", "button") and about.get("name"):
            self._add_field(tag, about)
        elif tag == "option" and self._choice:
            form, name = self._choice
            self._add_choice(form, name, about.get("value", ""), is_chosen="selected" in about)
        for name, value in about.items():
            if name == "srcset":
                self.links += [part.split()[0] for part in value.split(",") if part.strip()]
            elif name in ("href", "src") or (name.startswith("data-") and value[:1] in ("/", "?")):
                self.links.append(value)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._choice = None

    def _add_field(self, tag, about):
        named = (
            (form for form in self.forms if form["id"] == about["form"]) if "form" in about else ()
        )
        form = next(iter(named), self._form)
        kind, name, value = about.get("type", ""), about["name"], about.get("value", "")
        if form is None:
            return
        if tag == "select":
            self._choice = form, name
        elif kind in ("checkbox", "radio") or tag == "button":
            self._add_choice(form, name, value or "on", is_chosen="checked" in about)
        else:
            form["fields"][name] = value
            if kind in ("text", "search") and not value:
                form["choices"].append((name, SEARCHED))

    def _add_choice(self, form, name, value, *, is_chosen):
        form["choices"].append((name, value))
        if is_chosen:
            form["fields"][name] = value

    def asked_by_forms(self):
        """Return the addresses that forms with GET lead to: each choice once, the rest as it stands."""
        for form in self.forms:
            if form.get("method", "get").lower() != "get":
                continue
            for change in ({}, *({name: value} for name, value in form["choices"])):
                fields = {**form["fields"], **change}
                query = urlencode({name: value for name, value in fields.items() if value})
                yield f"{form.get('action', '').partition('?')[0]}?{query}".rstrip("?") or "?"


class Crawl:
    """All pages that one client reaches, written to `index`; their bodies to `folder`."""

    def __init__(self, client, role, language, store, below="/"):
        self.client, self.role, self.language, self.store = client, role, language, store
        self.below = below  # other addresses are not asked for
        self.visited, self.waiting, self.requests = set(), deque(), Counter()

    def run(self, starts):
        """Ask for the addresses `starts` and for all that they lead to."""
        self._add(starts, "")
        while self.waiting:
            address = self.waiting.popleft()
            response, body = self.ask(address)
            self._add(_links(response, body, address), address)

    def ask(self, address):
        """Ask for one address, store the answer and return it with its body."""
        response = self.client.get(address)
        body = response.getvalue()
        self.store(self.role, self.language, address, response, body)
        return response, body

    def _add(self, links, referrer):
        for link in links:
            address = _address(link, referrer)
            if not address.startswith(self.below) or address in self.visited:
                continue
            if self._is_within_bounds(address, referrer):
                self.visited.add(address)
                self.waiting.append(address)

    def _is_within_bounds(self, address, referrer):
        path, query = _parts(address)
        if not query:
            return True
        before_path, before = _parts(referrer)
        if before and before_path == path and _narrowing(query) != _narrowing(before):
            return False
        names = tuple(sorted({name for name, _value in query}))
        limit = VALUES if len(names) == 1 else COMBINATIONS
        if fewer := [FEWER[name] for name in names if name in FEWER]:
            path, limit = re.sub(r"\d+", "0", path), min(fewer)
        self.requests[path, names] += 1
        return self.requests[path, names] <= limit


def _parts(address):
    path, _mark, query = address.partition("?")
    return path, parse_qsl(query, keep_blank_values=True)


def _narrowing(query):
    return sorted((name, value) for name, value in query if name not in PAGING)


def _address(link, referrer):
    """Return the path and query that `link` leads to, or "" if it leaves the site or the pages."""
    try:
        parts = urlsplit(urljoin(SITE + referrer, link.strip()))
    except ValueError:
        return ""
    if f"{parts.scheme}://{parts.netloc}" != SITE or parts.path.startswith(STATIC):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _links(response, body, address):
    kind = response.get("Content-Type", "")
    links = [response["Location"]] if response.has_header("Location") else []
    links += re.findall(r"<([^>]+)>", response.get("Link", ""))
    if kind.startswith("text/html"):
        page = Page(body.decode())
        return links + page.links + list(page.asked_by_forms())
    if "Content-Disposition" in response:
        return links
    if "json" in kind:
        return links + list(_links_in_json(json.loads(body)))
    if re.search("xml|text/plain", kind):
        links += re.findall(rf"{re.escape(SITE)}[^\s\"'<>]*", unescape(body.decode()))
    return links


def _links_in_json(data):
    if isinstance(data, str):
        if data.startswith(("/", SITE)):
            yield data
        elif "<" in data:
            yield from Page(data).links
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _links_in_json(part)


class Store:
    """Where answers are written: a line for each in pages.jsonl, and each body once."""

    def __init__(self, folder):
        self.folder, self.data = folder, os.environ["NEWSROOM_DATA"].encode()
        self.index, self.counts = (folder / "pages.jsonl").open("w", encoding="utf-8"), Counter()

    def __call__(self, role, language, address, response, body):
        headers = {name: response[name] for name in HEADERS if response.has_header(name)}
        if response.cookies:
            headers["Set-Cookie"] = ", ".join(sorted(response.cookies))
        row = {"role": role, "language": language, "address": address}
        row |= {"status": response.status_code, "headers": headers, "body": self.keep(body)}
        self.index.write(json.dumps(row, ensure_ascii=False) + "\n")
        self.counts[role, language, response.status_code] += 1

    def keep(self, body):
        """Write a body under its digest, which is returned; without the folder of this run's data."""
        body = body.replace(self.data, b"/data")
        digest = hashlib.sha256(body).hexdigest()
        (self.folder / "bodies" / digest).write_bytes(body)
        return digest

    def keep_static_files(self):
        rows = {}
        for finder in get_finders():
            for name, storage in finder.list([]):
                with storage.open(name) as file:
                    rows.setdefault(name, self.keep(file.read()))
        (self.folder / "static.json").write_text(json.dumps(rows, indent=1, sort_keys=True))


def new_client(**headers):
    where = urlsplit(SITE)
    server = {"SERVER_NAME": where.hostname, "SERVER_PORT": str(where.port)}
    headers = {"host": where.netloc, **headers}
    return Client(raise_request_exception=False, headers=headers, **server)


def signed_in(account):
    client = new_client()
    response = client.post(SIGN_IN, {"username": account, "password": PASSWORD, "next": DESK})
    if response.status_code != 302:
        sys.exit(f"No page was stored because {account} could not sign in: see newsroom/demo.")
    return client


def make_partner(client, store):
    """Add a partner in the admin, as an administrator does; return the token that is shown once."""
    links = Page(client.get(DESK).content.decode()).links
    address = next(link for link in links if link.endswith("/partner/")) + "add/"
    response = client.post(address, {"name": "Báo bạn", "active": "on", "notes": ""})
    store("setting up", "vi", f"POST {address}", response, response.content)
    tokens = re.findall(r"(?<![\w-])[\w-]{43}(?![\w-])", response.content.decode())
    if not tokens:
        sys.exit(f"No page was stored because {address} showed no token for a partner.")
    return tokens[0]


def switch_language(client):
    """Press the desk's button for its other language; return that language."""
    forms = Page(client.get(DESK).content.decode()).forms
    form = next(form for form in forms if any(name == "language" for name, _v in form["choices"]))
    client.post(form["action"], {**form["fields"], **dict(form["choices"])})
    return client.get(DESK)["Content-Language"]


def crawl_all(store, roles):
    """Store what each role is led to, and what it is told of pages that only others are led to."""
    token = make_partner(signed_in("admin"), store)
    crawls = []
    for role in roles:
        client = new_client() if role not in ACCOUNTS else signed_in(role)
        if role == "partner":
            client = new_client(authorization=f"Bearer {token}")
        crawls.append(crawl := Crawl(client, role, "vi", store))
        crawl.run(FOR_ALL + FOR_PARTNERS)
        if role == "partner":  # each story in the other format, to whose pages no list leads
            crawl.run([address.replace("newsml-g2", "ninjs") for address in sorted(crawl.visited)])
        if role in ACCOUNTS:
            language = switch_language(client)
            Crawl(client, role, language, store, below=DESK).run([DESK])
            switch_language(client)
    everything = set().union(*(crawl.visited for crawl in crawls))
    for crawl in crawls:
        for address in sorted(everything - crawl.visited):
            crawl.ask(address)


def main(folder, *roles):
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    sys.path.insert(0, os.getcwd())
    django.setup()
    logging.disable(logging.CRITICAL)
    store = Store(folder)
    crawl_all(store, roles or ROLES)
    store.index.close()
    store.keep_static_files()
    for (role, language, status), number in sorted(store.counts.items()):
        sys.stdout.write(f"{role} {language} {status}: {number}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
