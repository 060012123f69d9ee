"""The server that the browser asks. It works on the connection of the tests, within their transaction.

So rows that a test or its module made are there for the browser, and are taken back like all others:
no table is emptied. The price is that requests take turns, since they share the connection.
"""

import threading

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from django.test import TestCase
from django.test.testcases import QuietWSGIRequestHandler


class InTurn:
    """Answers one request at a time, and none between two tests."""

    def __init__(self, application):
        self.application = application
        self.turn = threading.Lock()
        self.is_open = False

    def __call__(self, environ, start_response):
        with self.turn:
            if not self.is_open:  # a page that is closed had asked
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return
            with TestCase.captureOnCommitCallbacks(execute=True):
                answer = self.application(environ, start_response)
            try:
                yield from answer  # some are read from the database as they are sent
            finally:
                answer.close()

    def open(self):
        self.is_open = True

    def close(self):
        """Wait for the request in hand, and refuse all that follow."""
        with self.turn:
            self.is_open = False


class _HTTPServer(ThreadedWSGIServer):
    def _close_connections(self):
        """Leave the connection open: it is the tests’."""


class Server:
    def __init__(self):
        self._connection = connections[DEFAULT_DB_ALIAS]
        self._http = _HTTPServer(
            ("localhost", 0),
            QuietWSGIRequestHandler,
            connections_override={DEFAULT_DB_ALIAS: self._connection},
        )
        self.in_turn = InTurn(WSGIHandler())
        self._http.set_app(StaticFilesHandler(self.in_turn))
        self.url = f"http://localhost:{self._http.server_port}"

    def __enter__(self):
        self._connection.inc_thread_sharing()
        # Django closes a connection that is old, or that a request left in an error, around requests.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self._http.shutdown()
        self._http.server_close()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        self._connection.dec_thread_sharing()
