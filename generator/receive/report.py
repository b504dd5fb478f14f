"""Floor 10. What came of a file, for people: lines for the terminal, and a page that opens from the disk."""

from __future__ import annotations

import base64
from pathlib import Path

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from generator.catalog.letters import shown
from generator.catalog.printable import JOINERS
from generator.receive.take import Outcome, String
from generator.wholefile import write_whole

#: Around each text on a terminal, so that a right-to-left one does not turn its line about.
_ISOLATED = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
_MOST = 4_000  #: characters of a text that anybody reads here

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Received: {{ locale.english_name }}</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#111;background:#fff}
article{border:1px solid #999;border-left-width:6px;padding:.5em 1em;margin:1em 0}
article.refused{border-left-color:#a00} article.taken{border-left-color:#060}
img{max-width:100%;border:1px solid #999} h3{font:600 1em monospace;margin:.3em 0} dl{display:grid;grid-template-columns:7em 1fr;gap:.2em 1em;margin:0}
dt{color:#444} dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere} li{margin:.3em 0}
</style>
<h1>Received: {{ locale.english_name }} ({{ locale.tag }})</h1>
<p>{{ head }}</p>
{% macro strings(kind, all) %}{% for one in all %}<article class="{{ kind }}">
<h3>{{ one.context }}</h3>
{% if one.problems %}<ul>{% for p in one.problems %}<li><b>{{ p.code }}</b> {{ p.message }} {{ p.remedy }}</li>{% endfor %}</ul>
{% endif %}<dl><dt>English</dt><dd lang="en">{{ one.english }}</dd>
<dt>{{ "before" if kind == "taken" else "stays" }}</dt><dd lang="{{ locale.tag }}" dir="{{ locale.direction }}">{{ one.old or "—" }}</dd>
<dt>{{ "now" if kind == "taken" else "refused" }}</dt><dd lang="{{ locale.tag }}" dir="{{ locale.direction }}">{{ one.new or "—" }}</dd></dl>
{% if one.picture %}<p><img src="data:image/png;base64,{{ one.picture | base64 }}" alt="The text on its page, as it would come out, in a frame"></p>
{% endif %}</article>
{% endfor %}{% endmacro %}{% if refused %}<h2>Refused: the old text stays</h2>
{{ strings("refused", refused) }}{% endif %}{% if others %}<h2>Also</h2>
<ul>{% for p in others %}<li><b>{{ p.code }}</b> {{ p.path }}: {{ p.message }} {{ p.remedy }}</li>{% endfor %}</ul>
{% endif %}{% if taken %}<h2>Taken</h2>
{{ strings("taken", taken) }}{% endif %}</html>
"""


def headline(outcome: Outcome) -> str:
    """The count in one line."""
    return (f"{outcome.file}: {len(outcome.taken)} taken, {len(outcome.refused)} refused, {outcome.unchanged} unchanged"
            + (f", {outcome.absent} of ours not in the file" if outcome.absent else "") + ".")


def lines(outcome: Outcome) -> list[str]:
    """Old → new of each string, for a terminal. Nothing that came in can steer the terminal."""
    told = []
    for title, strings in (("taken", outcome.taken), ("refused, the old text stays", outcome.refused)):
        for one in strings:
            told += [f"{title}: {shown(one.context, 100)}", f"  - {_isolated(one.old)}", f"  + {_isolated(one.new)}"]
            told += [f"  ! {p.code} {p.message} {p.remedy}" for p in one.problems]
    return [*told, headline(outcome)]


def report_page(outcome: Outcome) -> str:
    """The same as a page of HTML."""
    of_strings = {p for one in outcome.refused for p in one.problems}
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.filters["base64"] = lambda data: base64.b64encode(data).decode()
    return environment.from_string(_PAGE).render(
        locale=outcome.locale, head=headline(outcome), taken=[_visible(s) for s in outcome.taken],
        refused=[_visible(s) for s in outcome.refused], others=[p for p in outcome.problems if p not in of_strings]) + "\n"


def write_report(outcome: Outcome, build: Path) -> Path:
    """Write BUILD/reports/receive-<tag>.html and say where it is."""
    file = build / "reports" / f"receive-{outcome.locale.tag}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, report_page(outcome).encode())
    return file


def _isolated(text: str) -> str:
    return _ISOLATED.format(_seen(text, "")) if text else "(nothing)"


def _visible(one: String) -> String:
    return String(shown(one.context, 100), _seen(one.english), _seen(one.old), _seen(one.new), one.problems, one.picture)


def _seen(text: str, plain: str = "\n") -> str:
    """As it is, but with everything that cannot be seen spelt out; only the joiners that some languages need stay."""
    return "".join(c if c in plain or c in JOINERS else shown(c) for c in text[:_MOST])
