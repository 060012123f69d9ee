"""What the tests in the browser stand on: its being there, and a server that is quiet between tests."""

import pytest

from newsroom.tests.browser.conftest import path_to_chromium
from newsroom.tests.browser.server import InTurn


def test_without_chromium_one_sentence_tells_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.fail.Exception) as failure:
        path_to_chromium()
    assert str(failure.value) == (
        "Tests in the browser need Chromium, which is not here. Run bin/needs to install it."
    )
    assert failure.value.pytrace is False


def test_between_two_tests_no_request_reaches_the_newsroom():
    reached, statuses = [], []

    class Answer(list):
        def close(self):
            reached.append("closed")

    def application(environ, start_response):
        reached.append("asked")
        start_response("200 OK", [])
        return Answer([b"page"])

    def answer():
        return [*in_turn({}, lambda status, headers: statuses.append(status))]

    in_turn = InTurn(application)
    assert answer() == []
    in_turn.open()
    assert answer() == [b"page"]
    in_turn.close()
    assert answer() == []
    assert statuses == ["503 Service Unavailable", "200 OK", "503 Service Unavailable"]
    assert reached == ["asked", "closed"]
