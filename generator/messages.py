"""Floor 2. English texts → locales/messages.pot. Which fields are text is known from the schema."""

from __future__ import annotations

from generator.model.library import Library, Text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def template(library: Library) -> str:
    """The whole messages.pot, in reading order of the materials; the same content gives the same bytes."""
    order = {m.id: m.order for m in library.materials.values()}

    def key(text: Text) -> tuple[int, str, int, str]:
        return order.get(text.context.split(".")[0], 99), text.path, text.line, text.context

    entries = [
        "# Texts of the victim information materials.\n"
        "# The English stands in content/ and templates/; change it there, then: make translations\n"
        'msgid ""\n'
        'msgstr ""\n'
        '"Project-Id-Version: victim-information\\n"\n'
        '"Report-Msgid-Bugs-To: \\n"\n'
        '"Language: \\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n']
    for text in sorted((text for text in library.texts.values() if not text.english_only), key=key):
        lines = [f"#. {note}" for note in text.notes]
        lines += [f"#. {{{name}}} stands for {_meaning(bound)}." for name, bound in sorted(text.facts.items())]
        lines.append(f"#: {text.path}:{text.line}")
        if text.facts:
            lines.append("#, python-brace-format")
        lines += [f"msgctxt {_quoted(text.context)}", f"msgid {_quoted(text.english)}", 'msgstr ""']
        entries.append("\n".join(lines) + "\n")
    return "\n".join(entries)


def _meaning(bound: str) -> str:
    owner, _, fact = bound.partition(".")
    if bound == "locale.say":
        return "the English name of the language"
    if bound == "area.name":
        return "the name of the area"
    return {"phone": f"the telephone number of {owner}", "name": f"the English name of {owner}"}.get(fact, bound)
