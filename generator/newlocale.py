"""Floor 4. A language to begin with: its file, its catalog, its fonts looked up, and what only people can add."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from babel import Locale as Cldr
from babel import UnknownLocaleError
from babel.core import get_global
from babel.messages.plurals import get_plural
from fontTools.ttLib import TTFont

from generator.fonts import FALLBACK, FOLDERS
from generator.model.content import Locale
from generator.model.library import Library
from generator.problem import Problem, error

UNKNOWN_LANGUAGE = error("L101", "language-unknown", "a name that nobody checked would stand on a card")
THERE_ALREADY = error("L102", "locale-there-already", "a language that people work on must not be begun again")
COUNTRY = error("L104", "country-not-needed", "a second catalog of the same language would be begun")
NO_FONT = error("L103", "no-font-for-script", "without a font its letters print as boxes")

#: Scripts whose words are not told apart by spaces, and that Pango does not break: a break is U+200B in the text.
#: Asia by the regions of the language sheet (UN M49: 145, with Iran and Afghanistan; 034; 030 and 035).
_ASIA = {"middle-east": "AE AF AM AZ BH CY GE IL IQ IR JO KW LB OM PS QA SA SY TR YE", "south-asia": "BD BT IN LK MV NP PK",
         "east-asia": "BN CN HK ID JP KH KP KR LA MM MN MO MY PH SG TH TL TW VN"}

UNBROKEN = frozenset({"Khmr", "Mymr", "Laoo"})


@dataclass(frozen=True)
class Draft:
    """The file content/locales/<tag>.yaml as a proposal, and what is still to be done."""

    tag: str
    text: str
    todo: tuple[str, ...]


def propose(tag: str, library: Library, folders: tuple[Path, ...] = FOLDERS) -> tuple[Draft | None, list[Problem]]:
    """What CLDR and the fonts of this machine know about a language."""
    tag = _as_written(tag)
    path = f"content/locales/{tag}.yaml"
    if tag in library.locales:
        return None, [THERE_ALREADY.at(path, 0, f"{tag} is there already.", "Edit its file, or translate locales/"
                                       f"{tag}.po.", locale=tag)]
    try:
        cldr = Cldr.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None, [UNKNOWN_LANGUAGE.at(path, 0, f"CLDR does not know the language “{tag}”.",
                                          "Check the tag; if it is right, copy a file of content/locales/ and write "
                                          "its names yourself.", locale=tag)]
    _, usual_script, usual = (get_global("likely_subtags").get(cldr.language, "") + "__").split("_")[:3]
    if cldr.territory and cldr.territory == usual:
        return None, [COUNTRY.at(path, 0, f"“{tag}” names {usual}, which is where {cldr.language} is spoken anyway.",
                                 f"Write the language alone: {'-'.join(filter(None, (cldr.language, cldr.script)))}", locale=tag)]
    script, territory = cldr.script or usual_script, cldr.territory or usual
    endonym = cldr.get_display_name(cldr) or ""
    model = next((one for one in library.locales.values() if one.script == script), None)
    fonts = list(model.fonts) if model else _fonts_for(endonym, folders)
    if not fonts or not script:
        return None, [NO_FONT.at(path, 0, f"No Noto font on this machine has the letters of “{endonym}” in Regular and Bold.",
                                 "Install one (apt install fonts-noto-core) and try again.", locale=tag)]
    plural = get_plural(tag.replace("-", "_"))
    region = _region(territory)
    return Draft(tag, _file(tag, cldr, endonym, script, fonts, model, plural, region), _todo(tag, endonym, script, model, region, territory)), []


def _as_written(tag: str) -> str:
    """A tag as BCP 47 recommends to write it: km, zh-Hans, fa-AF."""
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def _region(territory: str) -> str:
    """Where this territory stands on the language sheet, by CLDR's time zones and UN M49; nothing where neither says it."""
    zones = {zone.split("/")[0] for zone in get_global("territory_zones").get(territory, ())}
    if territory in ("GB", "IE"):
        return "british-isles"
    asian = next((region for region, codes in _ASIA.items() if territory in codes.split()), "")
    return asian or ("africa" if "Africa" in zones else "europe" if "Europe" in zones else "")


def _file(tag: str, cldr: Cldr, endonym: str, script: str, fonts: list[str], model: Locale | None,
          plural: tuple[object, ...], region: str) -> str:
    return (f"tag: {tag}\nenglish_name: \"{cldr.get_display_name('en')}\"\nendonym: \"{endonym}\"\nscript: {script}\n"
            f"direction: {'rtl' if cldr.character_order == 'right-to-left' else 'ltr'}\ntier: 3\nregion: {region or 'europe'}\ntext: core\nfonts: [{', '.join(fonts)}]\n"
            f"leading: {model.leading if model else 1.8:g}\nscale: {model.scale if model else 1:g}\n"
            f"smallest_pt: {model.smallest_pt if model else 8:g}\n"
            f"gettext:\n  nplurals: {plural[0]}\n  plural: \"{plural[1]}\"\n")


def _todo(tag: str, endonym: str, script: str, model: Locale | None, region: str, territory: str) -> tuple[str, ...]:
    todo = [f"Ask a reader whether “{endonym}” is what readers call their language (endonym in content/locales/{tag}.yaml).",
            f"Look at region: in the same file: it is {region}, since most readers live in {territory}." if region else
            "Write region: in the same file: “europe” is only a stopgap, CLDR does not say where its readers live.",
            "Look at tier: (1 needed most, 2 often, 3 now and then) and text: (core, or full for the booklets too) there.",
            f"Settle form of address and gender under voice: in content/locales/{tag}.yaml.",
            f"List {tag} with its copies in each area that needs it (content/areas/, under locales:).",
            f"Translate locales/{tag}.po, or send it: make handoff LOCALE={tag}"]
    if model is None:
        todo.insert(1, f"No other language here is written in {script}: look at leading, scale and smallest_pt on a printed page.")
    if script in UNBROKEN:
        todo.insert(1, "Lines break only where the text holds U+200B between words: tell the translator.")
    return tuple(todo)


def _fonts_for(letters: str, folders: tuple[Path, ...]) -> list[str]:
    """The Noto Sans family with the fewest other letters that has all of these, in both weights."""
    wanted = {ord(c) for c in letters if not c.isspace()}
    found: list[tuple[int, str]] = []
    for folder in folders:
        for file in sorted(folder.rglob("NotoSans*-Regular.ttf")):
            if "UI-" in file.name or "Display" in file.name or "Mono" in file.name:
                continue
            if not file.with_name(file.name.replace("-Regular", "-Bold")).is_file():
                continue
            with TTFont(file, lazy=True) as font:
                have = set(font.getBestCmap())
                if wanted <= have:
                    found.append((len(have), font["name"].getBestFamilyName()))
    return [family for _, family in sorted(found)[:1] if family != FALLBACK] or ([FALLBACK] if found else [])
