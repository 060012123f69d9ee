"""Local servers for tests, which answer with exactly the bytes that a test gives."""

import socket
import threading
from contextlib import contextmanager


class Server:
    """A local server that answers each connection with the bytes that `answer(path)` yields."""

    def __init__(self, answer, *, context=None):
        self.answer, self.asked, self.connections = answer, [], 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.listening.settimeout(0.05)
        self.port, self.over, self.context = self.listening.getsockname()[1], False, context
        self.thread = threading.Thread(target=self._serve)

    @property
    def place(self):
        return f"127.0.0.1:{self.port}"

    def _serve(self):
        while not self.over:
            try:
                connection, _address = self.listening.accept()
            except TimeoutError:
                continue
            self.connections += 1
            with connection:
                try:
                    self._speak(connection)
                except OSError:
                    continue  # the client has hung up

    def _speak(self, connection):
        connection.settimeout(3)
        if self.context:
            connection = self.context.wrap_socket(connection, server_side=True)
        with connection:
            request = b""
            while b"\r\n\r\n" not in request:
                if not (piece := connection.recv(65536)):
                    return
                request += piece
            self.asked.append(request.decode())
            for piece in self.answer(request.split()[1].decode()):
                connection.sendall(piece)


@contextmanager
def serving(answer, **options):
    server = Server(answer, **options)
    server.thread.start()
    try:
        yield server
    finally:
        server.over = True
        server.thread.join(timeout=5)
        server.listening.close()


def http_response(body=b"", *, status="200 OK", length=True, **headers):
    """Return an HTTP response as bytes."""
    if length:
        headers["Content_Length"] = len(body)
    lines = [f"HTTP/1.1 {status}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
