"""Floor 12. review: texts are read and approved, one by one in the terminal, or by a list."""

from __future__ import annotations

import datetime as dt
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.settings import Settings, options, read
from generator.limits import APPROVAL_BYTES
from generator.plainfile import Refused, read_plain
from generator.problem import Problem, Severity

if TYPE_CHECKING:
    from generator.build.inputs import Inputs
    from generator.review import Sentence

KEYS = "y approve   n skip   b back   q stop and keep"
LINE = "─"
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  #: letters of Persian and others need them
LARGEST_LIST = APPROVAL_BYTES


@click.command()
@click.option("--locale", required=True, help="The locale, such as ro; en: the English.")
@click.option("--material", default="", help="Only the texts of a material, such as safety-card.")
@click.option("--by", default="", help="Who reads: an id of content/people.")
@click.option("--approve", multiple=True, metavar="CONTEXT", help="Approve this text; may be given again.")
@click.option("--approve-file", type=click.Path(path_type=Path), help="Approve the texts of a list: one context a line, # for comments.")
@click.option("--list", "listing", is_flag=True, help="Only show the state of each text.")
@options
def review(settings: Settings, locale: str, material: str, by: str, approve: tuple[str, ...], approve_file: Path | None,
           listing: bool) -> None:
    """Read the texts of a locale and approve them; English with --locale en.

    All texts of a list are approved, or none and each reason is told. There is no
    way to approve all unread. A draft by machine may be approved: somebody has
    read it. Its mark stays in the catalog until somebody revises it.
    """
    from generator.cli.settings import narrow_to
    from generator.review import approvals, record_texts, reviewer_problems, sentences
    narrow_to(settings.root, locale, "", material)
    listed = (*approve, *(_listed(approve_file) if approve_file else ()))
    if not listing and not by:
        raise click.UsageError("Who reads? Name yourself with --by (make review LOCALE=… BY=you).")
    inputs = read(settings)
    _stand(settings, inputs, locale, by)
    problems = [] if listing else reviewer_problems(settings.root, inputs.library, inputs.library.locales[locale], by)
    if problems:
        settings.finish(problems)
    known = sentences(inputs.library, inputs.catalogs, inputs.signoffs, _found(inputs, locale), locale)
    here = [one for one in known if not material or material in one.materials]
    if listing:
        _show_list(settings, here)
        settings.finish([])
    today = dt.date.today()
    if approve or approve_file:
        given, problems = approvals(locale, known, listed, by, today)
        if not problems:
            problems = record_texts(settings.root, locale, given)
        if not problems:
            settings.say(f"{_many(len(given), 'text')} approved; content/signoff/{locale}.yaml keeps that.")
        settings.finish(problems)
    if settings.form != "text" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("To read the texts one by one a terminal is needed. Else name them: --approve, --approve-file.")
    settings.finish(_Walk(settings.root, inputs, locale, by, today, here).go())


def _found(inputs: Inputs, tag: str) -> list[Problem]:
    """What reading, joining and checks say, as far as it can concern this locale."""
    from generator.build.narrow import Narrow
    from generator.build.plan import plan
    from generator.waivers import checked_content
    return [*inputs.problems, *plan(inputs, [], Narrow(locale=tag)).problems,
            *checked_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today)]


def _stand(settings: Settings, inputs: Inputs, tag: str, by: str) -> None:
    """End here if the locale has no texts, or a file that this work stands on cannot be read."""
    locale = inputs.library.locales.get(tag)
    files = (f"locales/{tag}.po", f"content/locales/{tag}.yaml", f"content/signoff/{tag}.yaml", f"content/people/{by}.yaml")
    broken = [p for p in inputs.problems if p.severity is Severity.ERROR and p.path in files]
    if broken:
        settings.finish(broken)
    if locale and not (locale.is_source or locale.gettext):
        raise click.UsageError(f"Nothing is translated into {locale.english_name}: there is nothing to read.")


def _listed(file: Path) -> list[str]:
    """The contexts of a list."""
    data = read_plain(file, LARGEST_LIST, follow=True)
    if isinstance(data, Refused):
        raise click.UsageError(f"{file}: {data.said}")
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise click.UsageError(f"{file} is not a text in UTF-8.") from None
    return [text for line in lines if (text := line.partition("#")[0].strip())]


def _show_list(settings: Settings, known: list[Sentence]) -> None:
    from generator.signoff_state import STATES
    width = max((len(one.text.context) for one in known), default=0)
    for one in known:
        why = f"   {visible(one.stopped[0].message)}" if one.stopped else ""
        settings.say(f"{one.state:<10} {one.text.context:<{width if why else 0}}{why}")
    count = Counter(one.state for one in known)
    settings.say(f"\n{_many(len(known), 'text')}: " + ", ".join(f"{count[name]} {name}" for name in STATES) + ".")


class _Walk:
    """From text to text. Each yes is written at once: whatever ends the walk, what was said is kept."""

    def __init__(self, root: Path, inputs: Inputs, tag: str, by: str, on: dt.date, known: list[Sentence]):
        self.root, self.library, self.tag, self.by, self.on = root, inputs.library, tag, by, on
        waiting = [one for one in known if not one.is_read]
        self.texts = [one for one in waiting if not one.stopped]
        self.stopped = [one for one in waiting if one.stopped]
        self.yes: dict[str, bool] = {}  # what was said in this walk
        self.remarks: dict[str, str] = {}

    def go(self) -> list[Problem]:
        """Walk until the end or until told to stop; the problems are those of writing."""
        click.echo(f"{_many(len(self.texts), 'text')} to read in {self.library.locales[self.tag].english_name}.")
        if self.stopped:
            click.echo(f"{_many(len(self.stopped), 'text')} cannot be approved yet; --list says why.")
        problems: list[Problem] = []
        at = 0
        while at < len(self.texts) and not problems:
            one = self.texts[at]
            self.show(one, at)
            key = _key("ynbq")
            click.echo(key)
            if key == "q":
                break
            if key == "b":
                at = max(at - 1, 0)
                continue
            problems = self.answer(one, key == "y")
            at += 1
        return self.end(problems)

    def answer(self, one: Sentence, yes: bool) -> list[Problem]:
        """Keep a yes; take back one of this walk."""
        from generator.review import approval, record_texts
        context = one.text.context
        self.remarks.pop(context, None)
        problems: list[Problem] = []
        if yes:
            problems = record_texts(self.root, self.tag, [approval(self.tag, one, self.by, self.on)])
        elif self.yes.get(context):
            problems = record_texts(self.root, self.tag, [], [context])
        if not problems:
            self.yes[context] = yes
        if not yes and (remark := _remark()):
            self.remarks[context] = remark
        return problems

    def show(self, one: Sentence, at: int) -> None:
        """All that a reader needs to judge one text."""
        from generator.signoff_state import VOID
        text = one.text
        head = f"{LINE * 2} {at + 1} of {len(self.texts)} {LINE * 2} {text.context} "
        click.echo(f"\n{head}{LINE * max(0, 76 - len(head))}")
        titles = [self.library.materials[material].title for material in one.materials]
        for line in (*text.notes, f"Stands in: {', '.join(titles) or 'no item'} ({text.path}:{text.line})",
                     *(f"{{{name}}}: {self.fact(bound)}" for name, bound in sorted(text.facts.items())),
                     *(["Drafted by machine."] if one.machine else []),
                     *(["Approved once, and changed since."] if one.state == VOID else []),
                     *(f"Note: {p.message}" for p in dict.fromkeys((*one.warnings, *one.disputed))),
                     *({True: ["You approved it a moment ago."], False: ["You skipped it a moment ago."]}.get(
                         self.yes.get(text.context), []))):
            click.echo(visible(line))
        click.echo(f"\nEnglish\n    {visible(text.english)}")
        if one.translation is not text.english:
            click.echo(f"{self.library.locales[self.tag].english_name}\n    {visible(one.translation)}")
        click.echo(f"\n{KEYS}: ", nl=False)

    def fact(self, bound: str) -> str:
        """What stands in the place of a placeholder."""
        owner, _, fact = bound.partition(".")
        service = self.library.services.get(owner)
        if service and fact == "phone" and service.phone:
            return f"{service.phone.shown} ({service.name})"
        if service and fact == "name":
            return service.name
        return {"locale.say": "the English name of the language", "area.name": "the name of the area"}.get(bound, bound)

    def end(self, problems: list[Problem]) -> list[Problem]:
        """What was done, and the remarks, to be sent to whoever can mend it."""
        given = sum(self.yes.values())
        click.echo(f"\n{_many(given, 'text')} approved, {len(self.yes) - given} skipped, "
                   f"{len(self.texts) - len(self.yes)} not looked at."
                   + (f" content/signoff/{self.tag}.yaml keeps that." if given else ""))
        if self.remarks:
            click.echo("\nRemarks:")
            for context, remark in self.remarks.items():
                click.echo(f"{context}: {remark}")
        return problems


def _key(allowed: str, getchar: Callable[[], str] = click.getchar) -> str:
    """One of these keys, upper or lower case; Ctrl-C, Ctrl-D and the end of the terminal stop and keep."""
    while True:
        try:
            keys = set(getchar().lower())
        except (KeyboardInterrupt, EOFError, OSError):
            return "q"
        if not keys:
            return "q"
        # A key that is held down comes several times at once, and means the text that is seen, not the next.
        if len(keys) == 1 and keys <= set(allowed):
            return keys.pop()


def _remark() -> str:
    try:
        said = input("Remark, if any: ")
    except (KeyboardInterrupt, EOFError, UnicodeDecodeError):
        return ""
    return visible(said.strip())


def visible(text: str) -> str:
    """As it is, but what the terminal would obey or hide is shown by its number: what is read is what is approved."""
    return "".join(f"<U+{ord(ch):04X}>" if unicodedata.category(ch) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
                   and ch not in JOINERS else ch for ch in text)


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
