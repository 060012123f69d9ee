"""The newsroom as the browser meets it: `site.visit(…)` opens a page as somebody.

A process of Chromium and its compiled scripts are dear, so that they are kept from one visit to the
next; cookies, files and everything else that pages leave behind are cleared between two visits.
"""

from contextlib import contextmanager
from copy import deepcopy

from django.conf import settings
from django.test import Client

from newsroom.tests.browser.accessibility import SCREEN


class Profile:
    """A profile of the browser, for one visit at a time."""

    def __init__(self, chromium, address, options):
        self._address = address
        self.context = chromium.new_context(
            locale="vi-VN", timezone_id=settings.TIME_ZONE, base_url=address, **options
        )
        self._keeper = self.context.new_page()  # as long as it is open, the process lives
        self._keeper.goto("/static/css/icon.svg")
        self._devtools = self.context.new_cdp_session(self._keeper)

    def clear(self):
        for page in self.context.pages:
            if page is not self._keeper:
                page.close()
        everything = {"origin": self._address, "storageTypes": "all"}
        self._devtools.send("Storage.clearDataForOrigin", everything)
        self._devtools.send("Network.clearBrowserCache")
        self.context.clear_cookies()


class Profiles:
    """Profiles by their options; as many as are visited with at the same time."""

    def __init__(self, chromium, address):
        self._chromium, self._address = chromium, address
        self._idle = {}

    @contextmanager
    def take(self, **options):
        idle = self._idle.setdefault(tuple(sorted(options.items())), [])
        profile = idle.pop() if idle else Profile(self._chromium, self._address, options)
        try:
            yield profile.context
        finally:
            profile.clear()
            idle.append(profile)


class Site:
    """The newsroom on a live server. What the browser complains of is kept in `complaints`."""

    def __init__(self, newsroom, server, profiles):
        self.newsroom, self.cast = newsroom, newsroom.cast
        self.turn = server.in_turn.turn  # held while the test itself writes beside an open page
        self.complaints = []
        self._address, self._profiles = server.url, profiles

    def share(self, rows):
        """Add copies of rows that the tests of a module share."""
        vars(self).update(deepcopy(vars(rows)))

    def forgive(self, *messages):
        """Answers that refuse something are reported by the browser, also where that is right."""
        self.complaints[:] = [c for c in self.complaints if not any(w in c for w in messages)]

    @contextmanager
    def visit(self, user=None, *, size=SCREEN, scheme="light", **options):
        """An empty page of a cleared profile, where `user` is signed in."""
        with self._profiles.take(**options) as context:
            if user:
                context.add_cookies([self._session_cookie(user)])
            page = context.new_page()
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.on("console", lambda m: m.type == "error" and self.complaints.append(m.text))
            page.on("pageerror", lambda error: self.complaints.append(str(error)))
            yield page

    def _session_cookie(self, user):
        """A cookie without a date: the browser’s clock may be another than the server’s."""
        client, name = Client(), settings.SESSION_COOKIE_NAME
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        value = client.cookies[name].value
        return {"name": name, "value": value, "url": self._address, "httpOnly": True}
