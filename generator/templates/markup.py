"""Floor 1. What a template, a style sheet or our script may not hold: whatever fetches, runs, or leaves the text unescaped.

The typesetter's fetcher and the pages' Content-Security-Policy stop most of it once more;
here it is told at its line, before anything is made.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from jinja2 import Environment, TemplateSyntaxError, nodes

from generator.limits import TEMPLATE_DEPTH
from generator.problem import Problem, error
from generator.templates.drawing import drawing_problems

TEMPLATE = error("P101", "template-fault", "a name that does not exist would print as nothing")
CHARACTER = error("C331", "template-character", "it does not show in the editor, and changes what is printed")
REACHES_OUT = error("C332", "template-reaches-out", "a page that asks for a file tells somebody that it is read, and prints nothing without it")
ACTS = error("C333", "template-acts", "what runs or is stored in a browser can give its reader away")
UNESCAPED = error("C334", "template-unescaped", "a text from outside would take effect as HTML: hide a number, or load a file")
LOOSE = error("C338", "template-number-loose", "in right-to-left text the groups of a number change places")

_EVENTS = ("abort|after|animation|before|blur|cancel|canplay|change|click|close|contextmenu|copy|cuechange|cut|dblclick|drag|drop|duration|"
           "emptied|ended|error|focus|formdata|fullscreen|hashchange|input|invalid|key|language|load|message|mouse|offline|online|page|paste|"
           "pause|play|pointer|popstate|progress|ratechange|reset|resize|scroll|security|seek|select|slot|stalled|storage|submit|suspend|"
           "time|toggle|touch|transition|unhandled|unload|volume|waiting|webkit|wheel")
_OUT = re.compile(
    r"<\s*(?P<element>iframe|frame|frameset|object|embed|applet|base|portal|audio|video|source|track|foreignObject|image|feImage|animate|set|use)\b"
    r"|@(?P<rule>import|font-face|namespace)\b"
    r"|(?P<function>url|image-set|cross-fade|(?<![\w.-])src)\(\s*+[\"']?+(?!data:image/svg\+xml,|#)"
    r"|http-equiv\s*=\s*[\"']?(?P<refresh>refresh)"
    r"|(?<![\w-])(?P<attribute>src|srcset|data|poster|background|formaction|action|ping|manifest|xlink:href|codebase|archive|longdesc)\s*=\s*"
    r"[\"']?+(?!\{\{|\{%|#|data:,)(?=[^\s=>])"
    r"|<\s*link\b[^>]*?\bhref\s*=\s*[\"']?+(?P<link>(?!data:,|\{\{)[^\s>]{0,20})"
    r"|(?<![\w:-])href\s*=\s*[\"']?+(?P<address>(?:(?!https|tel|data)[a-z][a-z0-9+.-]*:|//|\\|/|%)[^\s>\"']{0,20})", re.IGNORECASE)
_ACTS = re.compile(
    r"<\s*(?P<script>script)\b(?!>\{\{ script \}\}</script>)"
    rf"|(?<![\w-])(?P<handler>on(?:{_EVENTS})[a-z]*)\s*=(?!=)"
    r"|(?P<scheme>(?:java|vb)script\s*:|data:text/|expression\s*\()", re.IGNORECASE)
_STORES = re.compile(r"\b(?P<word>fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|RTCPeerConnection|importScripts|serviceWorker|indexedDB|"
                     r"localStorage|sessionStorage|caches|eval|Function|execScript|document\.cookie|document\.write|cookieStore)\b"
                     r"|\b(?P<load>import)\s*[(\"'{*]|\.(?P<source>src|innerHTML|outerHTML)\s*=(?!=)")
_DRAWN_HERE = re.compile(r"data:image/svg\+xml,(?P<svg>.*?)(?:'\)|\"\)|$)", re.MULTILINE)
_JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})[ \t]?")
_BDI = re.compile(r"<bdi\b(?P<attributes>(?:[^>{]|\{\{.*?\}\}|\{%.*?%\}|\{)*)>|(?P<end></bdi\s*>)", re.DOTALL)
_NUMBER = re.compile(r"\{[{%][^{}]*?\.shown\b")
_TAKE_OUT = "Take it out, or take the file back from git."
_PLAIN = Environment(autoescape=True)  # only to parse: nothing is drawn with it


def letters(text: str, path: str) -> Iterator[Problem]:
    """A problem for each line with a character that cannot be seen, one a line."""
    for number, line in enumerate(text.split("\n"), 1):
        odd = next((c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp") and c != "\t"), None)
        if odd:
            name = unicodedata.name(odd, "")
            yield CHARACTER.at(path, number, f"U+{ord(odd):04X}{' ' + name if name else ''} stands in this line.",
                               "Delete it; where it is meant, write it by its number, such as &#x200C; or \\200C.")


def marks(text: str, path: str) -> Iterator[Problem]:
    """What fetches and what acts, in a template, a style sheet or a script."""
    bare = _JINJA_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text) if path.endswith(".j2") else text
    if path.endswith(".js"):
        yield from _each(_STORES, bare, lambda found: ACTS.at(
            path, 1, f"“{found['word'] or found['load'] or found['source']}” in a script asks, stores or runs something.", _TAKE_OUT))
        return
    read = _CSS_ESCAPE.sub(_letter, bare)
    read = html.unescape(read) if path.endswith(".j2") else read
    yield from _each(_OUT, read, lambda found: REACHES_OUT.at(
        path, 1, f"“{_shown(_named(found))}” brings in something from elsewhere.", "Pages carry all that they need: take it out."))
    yield from _each(_ACTS, read, lambda found: ACTS.at(path, 1, f"“{_shown(_named(found))}” makes the page act.", _TAKE_OUT))
    for found in _DRAWN_HERE.finditer(read):
        for problem in drawing_problems(unquote(found["svg"]).encode("utf-8", "replace"), path):
            yield problem.on(line=read.count("\n", 0, found.start()) + 1)


def _each(pattern: re.Pattern[str], text: str, told: Callable[[re.Match[str]], Problem]) -> Iterator[Problem]:
    """One problem for each line in which the pattern is found."""
    before = 0
    for found in pattern.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        if line != before:
            yield told(found).on(line=line)
        before = line


def _named(found: re.Match[str]) -> str:
    return next(value for value in found.groups() if value is not None)


def numbers(text: str, path: str) -> Iterator[Problem]:
    """Numbers and names outside ``<bdi dir="ltr">``, in a template of HTML."""
    spans: list[tuple[int, bool]] = []  # where a <bdi> begins or ends, and whether what follows is left to right
    for found in _BDI.finditer(text):
        attributes = found["attributes"] or ""
        spans.append((found.end(), not found["end"] and 'dir="ltr"' in attributes))
        if not found["end"] and not re.search(r"\bdir\s*=", attributes):
            yield LOOSE.at(path, text.count("\n", 0, found.start()) + 1, "This <bdi> does not say its direction.",
                           'Write <bdi dir="ltr"> round numbers and English names.')
    for found in _NUMBER.finditer(text):
        inside = [ltr for at, ltr in spans if at <= found.start()]
        if not inside or not inside[-1]:
            yield LOOSE.at(path, text.count("\n", 0, found.start()) + 1, "A number (.shown) is written here outside <bdi dir=\"ltr\">.",
                           'Write <bdi class="number" dir="ltr"> before it and </bdi> after it.')


def taken_from(text: str, path: str, names: frozenset[str]) -> tuple[frozenset[str], list[Problem]]:
    """The other files that a template of Jinja takes in, and what is wrong with its Jinja."""
    try:
        tree = _PLAIN.parse(text)
        problems, others = list(_tree(tree, path)), set()
        for node in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
            named = node.template  # type: ignore[attr-defined]
            if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
                problems.append(UNESCAPED.at(path, node.lineno, "The name of the template that is taken in here is made up as the page is drawn.",
                                             "Write the name out, in quotes."))
            elif named.value not in names:
                problems.append(TEMPLATE.at(path, node.lineno, f"There is no file templates/{_shown(named.value)}.", "Write the name of one that exists."))
            else:
                others.add(named.value)
        return frozenset(others), problems
    except TemplateSyntaxError as fault:
        said = (str(fault.message or "").splitlines() or ["It cannot be read"])[0][:160].rstrip(".")
        return frozenset(), [TEMPLATE.at(path, fault.lineno, f"{said}.", "Mend the template, or take it back from git.")]
    except (RecursionError, MemoryError, OverflowError, ValueError):
        return frozenset(), [TEMPLATE.at(path, 0, "Its tags or brackets stand too deep inside one another.", "Write it flatter.")]


def _tree(tree: nodes.Template, path: str) -> Iterator[Problem]:
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > TEMPLATE_DEPTH:
            yield TEMPLATE.at(path, node.lineno, f"More than {TEMPLATE_DEPTH} tags stand inside one another.", "Write it flatter.")
            return
        waiting += [(child, depth + 1) for child in node.iter_child_nodes()]
        if isinstance(node, nodes.Filter) and node.name in ("safe", "urlize", "xmlattr", "tojson"):
            yield UNESCAPED.at(path, node.lineno, f"The filter {node.name} keeps a text from being escaped.", "Take it out: text is escaped in one place.")
        elif isinstance(node, (nodes.EvalContextModifier, nodes.MarkSafe)):
            yield UNESCAPED.at(path, node.lineno, "Escaping is turned on or off here.", "Take the tag out: text is escaped in one place.")


def _letter(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return chr(number) if 0x20 <= number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


def _shown(text: str) -> str:
    cut = text if len(text) <= 60 else text[:59] + "…"
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in cut)
