"""A web server on the loopback that answers as a test tells it to, well or badly."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

Answer = Callable[[socket.socket, str], None]


class WebServer:
    """Answers each path with the function set for it; ``seen`` keeps the requests."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.seen: list[str] = []
        self.heard: Callable[[str], object] = lambda text: None
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def say(self, path: str, body: bytes = b"", *, status: str = "200 OK", **headers: str) -> None:
        """Answer a path with a status, headers (underscores for hyphens) and a body."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        head = "\r\n".join(lines).encode() + b"\r\n\r\n"
        self.answers[path] = lambda line, _: line.sendall(head + body)

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._socket.accept()
                threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with suppress(OSError), line:
            request = b""
            while b"\r\n\r\n" not in request:
                part = line.recv(65536)
                if not part:
                    return
                request += part
            text = request.decode("latin-1")
            self.seen.append(text)
            self.heard(text)
            self.answers[text.split(" ", 2)[1]](line, text)
