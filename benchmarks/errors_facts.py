"""Errors in numbers, placeholders, addresses, and what is not plain text."""

from __future__ import annotations

import re

from kinds import CHINESE, ETHIOPIC, ZERO, Error, Place

_NUMBER = re.compile(r"[0-9](?:[0-9 ]*[0-9])?")


def _number(place: Place, change) -> str | None:
    found = _NUMBER.search(place.text)
    if not found:
        return None
    new = change(found[0])
    return None if new in (None, found[0]) else place.text[:found.start()] + new + place.text[found.end():]


def _digit(place: Place, change) -> str | None:
    """One digit of the number, by ``change(digit)``."""
    def in_number(number: str) -> str:
        i = place.rng.choice([i for i, c in enumerate(number) if c.isdigit()])
        return number[:i] + change(number[i]) + number[i + 1:]
    return _number(place, in_number)


def _swapped(place: Place) -> str | None:
    def swap(number: str) -> str | None:
        at = [i for i in range(len(number) - 1) if number[i].isdigit() and number[i + 1].isdigit() and number[i] != number[i + 1]]
        if not at:
            return None
        i = place.rng.choice(at)
        return number[:i] + number[i + 1] + number[i] + number[i + 2:]
    return _number(place, swap)


def _figures(zero: str):
    return lambda number: "".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in number)


def _own_script(place: Place) -> str | None:
    if place.tag in CHINESE:
        return _number(place, lambda n: "".join("〇一二三四五六七八九"[int(c)] if c.isdigit() else "" for c in n) if len(n) > 2 else None)
    if place.tag in ETHIOPIC:
        return _number(place, lambda n: "".join(" ፩፪፫፬፭፮፯፰፱"[int(c)] if c.isdigit() else c for c in n))
    return _number(place, _figures(ZERO[place.tag])) if place.tag in ZERO else None


def _regrouped(number: str) -> str | None:
    plain = number.replace(" ", "")
    return " ".join(plain[i:i + 2] for i in range(0, len(plain), 2)) if " " in number else None


def _held(place: Place, change) -> str | None:
    """One placeholder, by ``change(name)``."""
    found = list(re.finditer(r"\{(\w+)\}", place.text))
    if not found:
        return None
    one = place.rng.choice(found)
    return place.text[:one.start()] + change(one[1]) + place.text[one.end():]


def _pick(place: Place, *forms: str):
    form = place.rng.choice(forms)
    return lambda name: form.replace("NAME", name)


def _put(*forms: str):
    return lambda place: place.insert(place.rng.choice(forms))


def _wrapped(before: str, after: str):
    def make(place: Place) -> str | None:
        words = place.words()
        if not words:
            return None
        one = place.rng.choice(words)
        return place.text[:one.start()] + before + one[0] + after + place.text[one.end():]
    return make


def _either(*makers):
    return lambda place: place.rng.choice(makers)(place)


def _no_placeholder(make):
    return lambda place: None if "{" in place.text else make(place)


#: The country whose sites a translator might name, where it is not called like the language.
DOMAIN = {"am": "et", "ar": "sa", "bn": "in", "ckb": "iq", "cs": "cz", "cy": "wales", "fa": "ir", "fa-AF": "af", "fil": "ph", "hi": "in",
           "ku": "tr", "ne": "np", "om": "et", "pa": "in", "ps": "af", "rom": "ro", "sq": "al", "ta": "lk", "ti": "er", "uk": "ua",
           "ur": "pk", "vi": "vn", "zh-Hans": "cn", "zh-Hant": "tw"}


N, P, A, M = "numbers", "placeholders", "addresses", "not plain text"
ERRORS = [
    Error("digit changed", N, "error", lambda p: _digit(p, lambda d: str((int(d) + p.rng.randint(1, 9)) % 10)), True),
    Error("digit lost", N, "error", lambda p: _digit(p, lambda d: ""), True),
    Error("digit doubled", N, "error", lambda p: _digit(p, lambda d: d + d), True),
    Error("digits swapped", N, "error", _swapped, True),
    Error("number lost", N, "error", lambda p: _number(p, lambda n: ""), True),
    Error("number added", N, "error", lambda p: p.insert(p.rng.choice(["3", "24", "999", "112", "08000 121 700"]))),
    Error("number glued to a word", N, "error", lambda p: p.inside(p.rng.choice("0123456789"))),
    Error("figures of the language’s own script", N, "error", _own_script, True),
    Error("figures of another script", N, "error",
          lambda p: _number(p, _figures(p.rng.choice(sorted({*ZERO.values(), "０"} - {ZERO.get(p.tag)})))), True),
    Error("superscript, circled or Roman figure", N, "error", _put("²", "③", "Ⅳ", "½", "𝟗")),
    Error("letter O or l for 0 or 1", N, "error",
          lambda p: _number(p, lambda n: n.replace("0", "O", 1) if "0" in n else n.replace("1", "l", 1)), True),
    Error("plus, star or hash at the number", N, "error",
          lambda p: _number(p, lambda n: p.rng.choice(["+" + n, "*" + n, n + "#"])), True),
    Error("number grouped otherwise", N, "error", lambda p: _number(p, _regrouped), True),
    Error("other signs between the groups", N, "warning",
          lambda p: _number(p, lambda n: n.replace(" ", p.rng.choice(["-", ".", "/", "–"]))), True),
    Error("number typed for its placeholder", N, "error",
          lambda p: p.text.replace("{phone}", p.rng.choice(["999", "08000 121 700", "101"])) if "{phone}" in p.text else None),
    Error("placeholder lost", P, "error", lambda p: _held(p, lambda n: "")),
    Error("placeholder added", P, "error", _no_placeholder(_put("{phone}", "{name}", "{office}", "{language}"))),
    Error("placeholder repeated", P, "error", lambda p: _held(p, lambda n: f"{{{n}}} {{{n}}}")),
    Error("placeholder renamed", P, "error", lambda p: _held(p, _pick(p, "{NAMEs}", "{telefon}", "{number}", "{NAME_1}", "{phon}"))),
    Error("placeholder in capitals", P, "error", lambda p: _held(p, lambda n: "{" + p.rng.choice([n.upper(), n.title()]) + "}")),
    Error("placeholder with a look-alike letter", P, "error",
          lambda p: _held(p, lambda n: "{" + re.sub("[oaec]", lambda m: dict(zip("oaec", "оаес"))[m[0]], n, count=1) + "}")),
    Error("placeholder with an attribute or a format", P, "error",
          lambda p: _held(p, _pick(p, "{NAME.x}", "{NAME[0]}", "{NAME!r}", "{NAME:>10}", "{NAME.__class__}"))),
    Error("placeholder by position", P, "error", lambda p: _held(p, _pick(p, "{}", "{0}", "{1}"))),
    Error("placeholder in other brackets", P, "error",
          lambda p: _held(p, _pick(p, "(NAME)", "[NAME]", "｛NAME｝", "<NAME>", "%(NAME)s", "${NAME}", "{{NAME}}"))),
    Error("placeholder with spaces", P, "error", lambda p: _held(p, _pick(p, "{ NAME }", "{NAME }", "{\u00a0NAME}", "{NA ME}"))),
    Error("brace lost", P, "error", lambda p: _held(p, _pick(p, "{NAME", "NAME}", "NAME"))),
    Error("brace too many", P, "error", _put("{", "}", "{}")),
    Error("placeholders exchanged", P, "error", lambda p: _held(p, lambda n: "{name}" if n != "name" else "{phone}")),
    Error("web address", A, "error", _put("https://help.example.org/a", "http://ajutor.ro", "HTTPS://X.ORG", "tel:999", "ftp://a.b")),
    Error("web address without its scheme", A, "error",
          lambda p: p.insert(p.rng.choice([f"www.help.{DOMAIN.get(p.tag, p.tag)}", f"help.{DOMAIN.get(p.tag, p.tag)}", "gov.uk", "modernslaveryhelpline.org", "bit.ly/3xY"]))),
    Error("e-mail address or handle", A, "error", _put("help@example.org", "mailto:a@b.ro", "@helpline", "ajutor＠mail.ro")),
    Error("number of a computer", A, "error", _put("192.168.0.1", "http://10.0.0.1/", "[::1]:8080")),
    Error("HTML element", M, "error", _either(_wrapped("<b>", "</b>"), _wrapped('<a href="x">', "</a>"), _put("<br>", "<br/>", "<script>x</script>", "<!-- x -->"))),
    Error("HTML entity", M, "error", _put("&nbsp;", "&amp;", "&#8238;", "&lt;", "&#x202e;")),
    Error("Jinja", M, "error", _put("{{ phone }}", "{% if x %}", "{# x #}", "{{phone|safe}}", "${x}")),
    Error("CSS or script", M, "error", _put("/* x */", "style=\"color:red\"", "@import url(x)", "javascript:x", "url(x)")),
    Error("% conversion", M, "error", _put("%s", "%d", "%(phone)s", "%1$s")),
    Error("Markdown", M, "error", _either(_wrapped("**", "**"), _wrapped("__", "__"), _wrapped("[", "](x)"))),
    Error("backslash", M, "error", _put("\\", "\\n", "\\u0041")),
]
