"""Floor 8. One address over the network: no redirect followed, no proxy, no cookie, bounded in time and size."""

from __future__ import annotations

import http.client
import ssl
import threading
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from generator.site.live import CERTIFICATE, INSECURE, NO_ANSWER, Answer

TIME_LIMIT_S = 15.0  #: for one page, from the first byte asked to the last one read
SIZE_LIMIT = 200_000  #: bytes; the largest page has a tenth of it
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_: object) -> None:
        return None


def fetch(url: str, time_limit_s: float = TIME_LIMIT_S, size_limit: int = SIZE_LIMIT) -> Answer:
    """What stands at ``url`` (http or https). Never raises for what a host can do, and never takes longer than the limit."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return Answer(fault=NO_ANSWER, said="This is not an address on the web.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        return Answer(fault=INSECURE, said="The address is not https.")
    got: list[Answer] = []
    # In a thread of its own: a host that sends one byte now and then would pass every limit on a single read.
    worker = threading.Thread(target=lambda: got.append(_fetch(url, time_limit_s, size_limit)), daemon=True)
    worker.start()
    worker.join(time_limit_s)
    return got[0] if got else Answer(fault=NO_ANSWER, said=f"It did not answer in full within {time_limit_s:g} s.")


def _fetch(url: str, time_limit_s: float, size_limit: int) -> Answer:
    opener = urllib.request.OpenerDirector()  # without the handlers for files, ftp and data that build_opener adds
    for handler in (urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(context=ssl.create_default_context()), _Stay(),
                    urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor()):
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "check-site"), ("Accept-Encoding", "identity")]
    try:
        try:
            answer = opener.open(url, timeout=time_limit_s)
        except urllib.error.HTTPError as other:
            answer = other
        with answer:
            body = answer.read(size_limit + 1)
            return Answer(answer.status, tuple(answer.headers.items()), body[:size_limit], len(body) <= size_limit)
    except urllib.error.URLError as fault:
        reason = fault.reason
        if isinstance(reason, ssl.SSLCertVerificationError):
            return Answer(fault=CERTIFICATE, said=f"The certificate is not valid: {reason.verify_message}.")
        if isinstance(reason, ssl.SSLError):
            return Answer(fault=CERTIFICATE, said=f"No encrypted connection: {reason.reason or 'the host does not speak TLS'}.")
        return Answer(fault=NO_ANSWER, said=f"The host cannot be reached: {getattr(reason, 'strerror', None) or reason}.")
    except TimeoutError:
        return Answer(fault=NO_ANSWER, said=f"It did not answer in full within {time_limit_s:g} s.")
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return Answer(fault=NO_ANSWER, said=f"It does not answer as a web server does ({type(fault).__name__}).")
