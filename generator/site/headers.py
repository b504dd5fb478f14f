"""Floor 8. The headers of every answer, from one list, in the words of three kinds of host.

A page names its own style sheet and script by their hashes, so its policy is its own; the rest is
the same for all. No Strict-Transport-Security: a browser keeps it after the history is cleared, and
the printed address is https as it stands. The path of each page comes from its address, since
nginx and ``_headers`` match from the root of the host.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

POLICY = "Content-Security-Policy"

#: Of every answer. Sources: Fetch, Referrer Policy, HTTP Caching (RFC 9111), Permissions Policy, robots.txt is not used:
#: a Disallow would advertise the page, and would keep a search engine from reading noindex.
COMMON: tuple[tuple[str, str], ...] = (
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
CONTENT_TYPE = "text/html; charset=utf-8"

#: What a header can say and a meta element cannot (CSP Level 3, section 3.3).
_HEADER_ONLY = "frame-ancestors 'none'"
#: Where rules for all and for one page are both sent, a browser holds to both: this one takes nothing from a page.
_ALL_PAGES = f"base-uri 'none'; form-action 'none'; {_HEADER_ONLY}"
_META = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def policy(page: bytes) -> str:
    """The policy that a page carries in itself, and what only a header can carry."""
    found = _META.search(page)
    return f"{html.unescape(found[1].decode())}; {_HEADER_ONLY}" if found else _ALL_PAGES


def header_files(address: str, pages: Mapping[str, bytes], draft: bool) -> tuple[dict[str, bytes], bytes]:
    """For a site at ``address``: files for its folder (``.htaccess``, ``_headers``), and the snippet for nginx.

    ``pages``: path below the address → bytes; ``index.html`` and ``404.html`` are those of the site itself.
    """
    base = urlsplit(address).path
    note = "# DRAFT: the area has no address of its own yet.\n" if draft else ""
    folders = {path.rpartition("/")[0]: policy(page) for path, page in pages.items() if path.endswith("/index.html")}
    root = policy(pages["index.html"])
    files = {".htaccess": (note + _apache(base, root)).encode(), "_headers": (note + _lists(base, folders, root)).encode()}
    for folder, rule in folders.items():
        files[f"{folder}/.htaccess"] = (
            f"# Apache reads this file beside the one in the folder above.\n{_within_module([(POLICY, rule)])}").encode()
    return files, (note + _nginx(base, folders, root)).encode()


def _within_module(headers: list[tuple[str, str]]) -> str:
    lines = "".join(f'  Header always set {name} "{value}"\n' for name, value in headers)
    return f"<IfModule mod_headers.c>\n{lines}</IfModule>\n"


def _apache(base: str, root: str) -> str:
    return ("# For Apache: leave this file where it is. It needs mod_headers and AllowOverride FileInfo.\n"
            "# The name and version of the server can only be hidden in its own settings: ServerTokens Prod.\n"
            f"AddDefaultCharset utf-8\nErrorDocument 404 {base}404.html\n" + _within_module([*COMMON, (POLICY, root)]))


def _lists(base: str, folders: Mapping[str, str], root: str) -> str:
    where = "leave this file where it is" if base == "/" else f"put this file at the root of the host, and the others under {base}"
    parts = [f"# For hosts that read a file named _headers (Netlify, Cloudflare Pages): {where}.\n"
             f"# Rules that fit the same page add up.\n{base}*\n"
             + "".join(f"  {name}: {value}\n" for name, value in (*COMMON, (POLICY, _ALL_PAGES)))]
    parts += [f"{base}{path}\n  {POLICY}: {rule}\n"
              for path, rule in (("", root), ("404.html", root), *((f"{folder}/*", rule) for folder, rule in folders.items()))]
    return "\n".join(parts)


def _nginx(base: str, folders: Mapping[str, str], root: str) -> str:
    rules = "".join(f'if ($uri ~ "^{re.escape(base)}{folder}/") {{ set $page_policy "{rule}"; }}\n' for folder, rule in folders.items())
    headers = "".join(f'add_header {name} "{value}" always;\n' for name, value in COMMON)
    return ("# For nginx: include this file in the server block of the host. A location block with an add_header of its\n"
            "# own would lose all of these.\n"
            "server_tokens off;\naccess_log off;\ncharset utf-8;\nindex index.html;\n"
            f'error_page 404 {base}404.html;\n{headers}set $page_policy "{root}";\n{rules}add_header {POLICY} $page_policy always;\n')
