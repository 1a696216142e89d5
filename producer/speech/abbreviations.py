"""Where a full stop ends no sentence: abbreviations, initials, numbers of lists.

A boundary wrongly set stops a speaker after "Dr.", one that is missed joins two sentences, which
few will hear. So what may be an abbreviation ends a sentence only where the next word mostly
begins one: "We met at 4 p.m. The shop was shut."
"""

from __future__ import annotations

import re

_NEVER_LAST = frozenset(
    "dr drs prof profs pro mr mrs ms messrs mx rev hon gov gen lt capt sgt cpl maj cmdr "
    "cdr adm sen sens rep reps pres assoc asst amb atty supt mme mlle wm chas geo jas thos "
    "mt vs viz cf ca ed eds pp fig figs eq eqs approx dept attn conf esp e.g eg i.e ie p.s".split()
)
"""What goes before a name or before what it points at. Names such as He, So and An look like a
sentence's beginning."""

_BEFORE_NUMBERS = frozenset(
    "no nos vol vols ch chap sc sec secs tel ph ext apt rm op pop div art par para bk pt "
    "est".split()
)
"""What is an abbreviation before a number, and else mostly a word."""

_MAY_BE_LAST = frozenset(
    "st ft jr sr al etc univ inst assn inc ltd llc pvt co cos corp bros ave blvd rd hwy "
    "jan feb apr jun jul aug sep sept oct nov dec tue tues thu thur thurs "
    "yr yrs mo mos wk wks hr hrs mins secs lb lbs oz sq tbsp tsp "
    "clin oncol engl biol chem phys proc natl acad immunol haematol hematol epidemiol pharmacol "
    "physiol psychol neurol neurosci genet surg pathol radiol amer lett".split()
)
_CAPITALIZED = {
    "never last": frozenset({"Col", "Fr"}),
    "may be last": frozenset(
        "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Mass Md Mich Minn "
        "Miss Mo Mont Neb Nebr Nev Okla Ont Ore Pa Penn Tenn Tex Va Vt Wash Wis Wisc Wyo "
        "Mon Wed Fri Sat Sun Mar Med Sci Res Rev Soc Trans Bull Ann Arch Int Eur Mol Cell "
        "Stat".split()
    ),
}
"""What is a word, or no abbreviation, in small letters: "Mass. General", "we sat."."""

_OF_LANGUAGES = {
    "es": "ee sr sra srta sres dña lic uu ud uds núm pág tel avda ej aprox",
    "fr": "mme mlle mm env av apr ex hab",
    "de": "hr fr nr bzw usw str tel ggf evtl inkl vgl bd hrsg sog mind max abs allg bes",
    "it": "sig sigra dott dottssa avv ing pag es",
    "pt": "sr sra srta dra exa pág av",
    "nl": "dhr mevr nr blz bijv enz",
    "ru": "г гг ул им проф тыс млн млрд руб см стр др пр",
    "uk": "р рр вул ім проф тис млн млрд грн див",
}
_ORDINALS = frozenset("bs cs da de et fi hr hu is lv nb pl sk sl sr tr".split())
"""Languages in which "3." is "third"."""

_WITH_ENGLISH = frozenset({"en", "zh", "yue"})
"""Languages whose texts are mixed with English, if with any."""

_BEGINNINGS = frozenset(
    "The This That These Those There Then They He She It We I You His Her Its Their Our My "
    "But And So Or If In On At As When While After Before Since Because Although Though "
    "However Moreover Furthermore Nevertheless For From With By To Of A An Not Yes What "
    "Who Why How Where Which Let Is Are Was Were Do Does Did Can Could Would Should Must "
    "Now Here All Most Both Each Every Another Such Once Until Today Later Finally Also "
    "Even".split()
)
_LETTERED = re.compile(
    r"\b(?:vitamin|plan|option|hepatitis|influenza|appendix|exhibit|type|group|class|grade|part|"
    r"section|table|team|item|step|war)s? $",
    re.IGNORECASE,
)
"""What a single letter belongs to that is no initial."""

_OPENERS = " \"'“‘„「『（(*_"

_LAST_WORD = re.compile(r"[\w.&°-]{1,20}$")
_NEXT_WORD = re.compile(r"[A-Z][a-z]{0,15}(?![\w'’.])")
_LIST_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,3}|[ivxlIVXL]{1,5}|[A-Za-z]")


def goes_on(sentence: str, following: str, language: str) -> bool:
    """Whether `sentence`, up to before a full stop, goes on behind it with the text `following`,
    which begins with a letter or a number. Of both the nearest 20 to 40 characters are enough."""
    match = _LAST_WORD.search(sentence, max(0, len(sentence) - 20))
    if match is None:
        return False
    word, leading = match[0], sentence[: match.start()]
    is_first = not leading.strip(_OPENERS) or leading.rstrip().endswith((":", "："))
    if is_first and _LIST_NUMBER.fullmatch(word):
        return True  # "1. Open the box."
    token = word.lower()
    if language in _ORDINALS and token.isdecimal() and len(token) < 3:
        return True
    if token in _OF_LANGUAGES.get(language, "").split():
        return True
    if token in _NEVER_LAST or word in _CAPITALIZED["never last"]:
        return True
    if token in _BEFORE_NUMBERS:
        return following[:1].isdecimal()
    last = token.rsplit(".", 1)[-1]
    is_initial = len(last) == 1 and last.upper() != last
    if is_initial and last == token:
        return not (token == "i" or _LETTERED.search(leading[-20:]))
    if is_initial or token in _MAY_BE_LAST or word in _CAPITALIZED["may be last"]:
        return not (language in _WITH_ENGLISH and _begins_sentence(following))
    return False


def _begins_sentence(text: str) -> bool:
    match = _NEXT_WORD.match(text)
    return match is not None and match[0] in _BEGINNINGS
