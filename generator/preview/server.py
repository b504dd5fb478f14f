"""Floor 10. The preview over HTTP, for this computer alone: only names that stand in the session are answered.

No path of a request ever reaches the disk. What is added to a page (a script, and leave
for it in the page's own policy) is added to the copy that is sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from generator.preview.session import Session

LOOPBACK = "127.0.0.1"
OWN = "_preview/"  #: no area has such a name
BEAT_S = 10.0  #: a comment now and then, so that a browser that left is noticed
KINDS = {".html": "text/html; charset=utf-8", ".pdf": "application/pdf", ".png": "image/png",
         ".json": "application/json", ".txt": "text/plain; charset=utf-8", ".svg": "image/svg+xml",
         ".js": "text/javascript; charset=utf-8"}
_HERE = Path(__file__).parent
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
_VIEW = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Preview</title>
<style>html,body{{height:100%;margin:0}}body{{display:flex;flex-direction:column}}iframe{{flex:1;border:0}}</style>
</head><body><iframe id="preview-file" title="The file" data-file="{path}" src="/{path}"></iframe></body></html>
"""


class Server(ThreadingHTTPServer):
    """Answers from a session, on the loopback address."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, session: Session, port: int) -> None:
        self.session, self.ending = session, False
        super().__init__((LOOPBACK, port), _Answer)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    @property
    def names(self) -> frozenset[str]:
        """What a browser on this computer calls us; another name means that a strange page asks."""
        return frozenset(f"{name}:{self.port}" for name in (LOOPBACK, "localhost"))

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes its window is no fault."""


class _Answer(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "preview", ""
    timeout = 60

    def do_GET(self) -> None:
        """One file, the overview, or the stream of events."""
        if self.headers.get("Host", "") not in self.server.names:
            return self._plain(HTTPStatus.FORBIDDEN, "Ask for 127.0.0.1.")
        url = urlsplit(self.path)
        path, session = unquote(url.path).lstrip("/"), self.server.session
        if path in ("", "index.html"):
            return self._page(session.overview()[0].decode())
        if path == "manifest.json":
            return self._send(session.overview()[1], KINDS[".json"])
        if path == OWN + "state.json":
            return self._send(json.dumps(session.state(), ensure_ascii=False).encode(), KINDS[".json"])
        if path == OWN + "client.js":
            return self._send((_HERE / "client.js").read_bytes(), KINDS[".js"])
        if path == OWN + "events":
            return self._events(parse_qs(url.query))
        if path == OWN + "view":
            return self._view(parse_qs(url.query))
        data = session.file(path)
        if data is None:
            return self._plain(HTTPStatus.NOT_FOUND, "There is no such file in the preview.")
        if path.endswith(".html"):
            session.looked_at = path
            return self._page(data.decode())
        if path.endswith(".pdf"):
            session.looked_at = path
        return self._send(data, KINDS.get(Path(path).suffix, "application/octet-stream"))

    do_HEAD = do_GET

    def _view(self, query: Mapping[str, list[str]]) -> None:
        path = query.get("file", [""])[0]
        if self.server.session.file(path) is None or not path.endswith(".pdf"):
            return self._plain(HTTPStatus.NOT_FOUND, "There is no such file in the preview.")
        self._page(_VIEW.format(path=quote(path)))

    def _page(self, html: str) -> None:
        """The page with our script at its end, and leave for it."""
        def policy(found: re.Match[str]) -> str:
            rules = found[2].replace("script-src ", "script-src 'self' ") + "; connect-src 'self'; frame-src 'self'"
            return found[1] + rules + found[3]

        html = _POLICY.sub(policy, html, count=1)
        script = f'<script src="/{OWN}client.js"></script>'
        head, end, rest = html.rpartition("</body>")
        self._send((f"{head}{script}{end}{rest}" if end else html + script).encode(), KINDS[".html"])

    def _events(self, query: Mapping[str, list[str]]) -> None:
        """Server-Sent Events: one line of JSON for each change, until the browser goes."""
        self.send_response(HTTPStatus.OK)
        self._headers("text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        session, serial = self.server.session, -1
        if looked_at := query.get("at", [""])[0]:
            session.looked_at = unquote(looked_at)
        while not self.server.ending:
            now = session.wait(serial, BEAT_S)
            if now == serial:
                self.wfile.write(b": still here\n\n")
            else:
                serial = now
                data = json.dumps(session.state(), ensure_ascii=False)
                self.wfile.write(f"event: change\nid: {serial}\ndata: {data}\n\n".encode())
            self.wfile.flush()

    def _send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self._headers(kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _headers(self, kind: str) -> None:
        for name, value in (("Content-Type", kind), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
                            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin")):
            self.send_header(name, value)

    def _plain(self, status: HTTPStatus, text: str) -> None:
        self._send(text.encode() + b"\n", KINDS[".txt"], status)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are nobody's news."""
