"""Floor 8. A live site against what was built: what each answer must be, and what is wrong with it. No network here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.problem import Code, Problem, error, warning
from generator.site.headers import COMMON, CONTENT_TYPE, POLICY, policy

NO_ANSWER = error("W110", "no-answer", "whoever scans the code sees an error, and may not try again")
CERTIFICATE = error("W111", "certificate", "a browser warns of the page instead of showing it")
STATUS = error("W112", "wrong-status", "whoever scans the code does not get the page")
REDIRECT = error("W113", "redirects", "each redirect is one more line in a history and a log, and one more thing that can break")
BODY = error("W114", "not-what-was-built", "a page that differs may have an old number, or something that was put in")
TOO_LARGE = error("W115", "too-large", "a page without end is not ours, and costs the reader's credit")
HEADER = error("W116", "header-lacking", "without it the browser keeps, tells or lets in more than it must")
TYPE = error("W117", "wrong-type", "a browser shows the letters of the page wrongly, or offers it as a file")
FOUND_BY_SEARCH = error("W118", "noindex-lacking", "a page that a search engine finds is found by others too")
MIXED = error("W119", "mixed-content", "something that is not encrypted tells the network what is read")
TRACE = error("W120", "leaves-a-trace", "what the browser keeps can be found by whoever takes the phone")
TELLS_SERVER = warning("W121", "server-told", "the version of a server tells an attacker where to begin")
INSECURE = error("W122", "not-https", "without encryption everybody on the same network reads along")

#: Headers that make a browser keep something, or send something later.
KEEPS = ("Set-Cookie", "Strict-Transport-Security", "Report-To", "NEL", "Reporting-Endpoints")


@dataclass(frozen=True)
class Wanted:
    """One address, and the page that must answer there."""

    url: str
    page: bytes
    status: int = 200


@dataclass(frozen=True)
class Answer:
    """What came back. ``fault`` is set when nothing did: its kind, and one sentence."""

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()  #: as sent, each as often as it was sent
    body: bytes = b""
    whole: bool = True  #: False: there was more than may be fetched
    fault: Code | None = None
    said: str = ""

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


def judge(wanted: Wanted, answer: Answer) -> list[Problem]:
    """Everything that is wrong with one answer."""
    def at(code: Code, message: str, remedy: str) -> Problem:
        return code.at(wanted.url, 0, message, remedy)

    if answer.fault:
        return [at(answer.fault, answer.said, "Ask whoever runs the host.")]
    if 300 <= answer.status < 400 and answer.status != 304:
        where = (answer.all("Location") or ["nowhere"])[0]
        return [at(REDIRECT, f"It answers {answer.status} and sends the reader to {_shown(where)}.", "Serve the page at this address itself.")]
    if answer.status != wanted.status:
        return [at(STATUS, f"It answers {answer.status}, not {wanted.status}.", "Upload the folder again, and look whether it lies at the right path."
                   if wanted.status == 200 else "Make 404.html the answer to an address that does not exist.")]
    found: list[Problem] = []
    if not answer.whole:
        found.append(at(TOO_LARGE, f"More than {len(answer.body)} bytes came; the page has {len(wanted.page)}.", "Upload the folder again."))
    elif answer.body != wanted.page:
        squeezed = answer.all("Content-Encoding")
        found.append(at(BODY, f"It came as {_shown(squeezed[0])} although that was not asked for." if squeezed else
                        f"The page there is not the one in build/site ({_digest(answer.body)}, not {_digest(wanted.page)}).",
                        "Send it plain to who asks for that." if squeezed else "Upload the folder again; nothing on the way may change a page."))
        if not squeezed and not re.search(rb'<meta name="robots" content="[^"]*noindex', answer.body):
            found.append(at(FOUND_BY_SEARCH, "The page there has no noindex.", "Upload the folder again."))
        if mixed := re.search(rb"""(?:src|href|action|url)\s*[=(]\s*["']?(http://[^"')\s>]+)""", answer.body):
            found.append(at(MIXED, f"The page there names {_shown(mixed[1].decode('utf-8', 'replace'))}.", "Upload the folder again."))
    return found + [at(*one) for one in _headers(wanted, answer)]


def _headers(wanted: Wanted, answer: Answer) -> Iterable[tuple[Code, str, str]]:
    remedy = "Use the header file for your kind of host (build/site/README.txt)."
    for name, value in COMMON:
        sent = {_plain(part) for part in answer.all(name)}
        if sent != {_plain(value)}:
            said = " and ".join(_shown(part) for part in answer.all(name)) or "not sent"
            yield (FOUND_BY_SEARCH if name == "X-Robots-Tag" else HEADER), f"{name} is {said}; it must be “{value}”.", remedy
    policies = {_plain(one) for value in answer.all(POLICY) for one in value.split(",")}
    if _plain(policy(wanted.page)) not in policies:
        yield HEADER, f"{POLICY} is not sent." if not policies else f"{POLICY} is not the one of this page.", remedy
    kind = (answer.all("Content-Type") or ["not sent"])[0]
    if _plain(kind) != _plain(CONTENT_TYPE):
        yield TYPE, f"Content-Type is {_shown(kind)}; it must be “{CONTENT_TYPE}”.", remedy
    for name in KEEPS:
        if answer.all(name):
            yield TRACE, f"The host sends {name}.", "Switch that off at the host: the browser keeps it, or reports by it."
    for name in ("Server", "X-Powered-By"):
        if any(re.search(r"[0-9]", value) for value in answer.all(name)):
            yield TELLS_SERVER, f"{name} says {_shown(answer.all(name)[0])}.", "Leave the version out (nginx: server_tokens off; Apache: ServerTokens Prod)."


def together(problems: Iterable[Problem]) -> list[Problem]:
    """The same finding on many pages as one line, with how many more there are."""
    first: dict[tuple[str, str], Problem] = {}
    more: dict[tuple[str, str], int] = {}
    for problem in problems:
        key = (problem.code, problem.message)
        more[key] = more.get(key, -1) + 1
        first.setdefault(key, problem)
    return [replace(p, message=f"{p.message} So on {more[key]} more pages.") if more[key] else p for key, p in first.items()]


def wanted_pages(base: str, pages: Mapping[str, bytes]) -> list[Wanted]:
    """Every address below ``base``, in the order of a reader's need, and one that does not exist."""
    shown = [Wanted(base + path.removesuffix("index.html"), page) for path, page in pages.items() if path != "404.html"]
    missing = [Wanted(f"{base}no-such-page/", pages["404.html"], 404)] if "404.html" in pages else []
    return sorted(shown, key=lambda one: one.url) + missing


def _plain(value: str) -> str:
    return " ".join(value.replace(";", "; ").split()).rstrip("; ").lower() if "sha256-" not in value else " ".join(value.split()).rstrip("; ")


def _shown(value: str) -> str:
    """Text of a stranger: short, and nothing in it that a terminal obeys."""
    return "“" + "".join(c if c.isprintable() else "?" for c in value[:120]) + "”"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
