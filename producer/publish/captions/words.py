"""Short words of each language, by which good places for a line break are told. Data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """`begins` is good to break before; behind what `binds` a break is bad."""

    begins: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()


def _words(begins: str, binds: str) -> Words:
    return Words(frozenset(begins.split()), frozenset(binds.split()))


WORDS = {
    "en": _words(
        "about after and as at because before between but by for from if in into nor of on or "
        "so than that through to until when where whether which while who whose with without",
        "a an the this these my your his her its our their no not very i you he she it we "
        "they is are was were be has have had will would can could may might must should do "
        "does did such more most and or of to in on at by for from with dr prof pro mr mrs ms "
        "st vs",
    ),
    "es": _words(
        "a ante aunque como con cuando de desde donde durante en entre hacia hasta mientras "
        "ni o para pero por porque que quien si sin sobre tras y",
        "el la los las un una unos unas lo mi tu su mis tus sus este esta estos estas ese esa "
        "al del a de en con por para sin y o que no muy más me te se le les nos es son era "
        "fue ha han he sr sra dr dra",
    ),
    "fr": _words(
        "à après avant avec car chez comme dans de depuis dès donc en entre et jusque lorsque "
        "mais ni ou où par parce pendant pour quand que qui sans si sous sur vers",
        "le la les un une des du de au aux à en et ou je tu il elle on nous vous ils elles "
        "mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces ne "
        "se me te très plus est sont a ont dr m mme mlle",
    ),
    "de": _words(
        "aber als auf aus bei bis da damit dass denn durch für gegen in mit nach ob obwohl "
        "oder ohne seit sondern und über um unter von vor während weil wenn wie wo zu "
        "zwischen",
        "der die das den dem des ein eine einen einem einer eines mein meine dein sein seine "
        "ihr ihre unser unsere kein keine ich du er sie es wir nicht sehr zu zum zur im am "
        "vom in an auf mit von für und oder ist sind war waren hat haben dr prof hr fr st",
    ),
    "it": _words(
        "a che chi come con da di dopo dove durante e fra in ma mentre né o per perché però "
        "prima quando se senza su tra verso",
        "il lo la i gli le un uno una di a da in con su per tra fra del della dei delle al "
        "alla nel nella dal dalla sul sulla e o che non molto più mi ti si ci vi mio mia suo "
        "sua è sono era ha hanno ho dott sig",
    ),
    "pt": _words(
        "a após até com como de desde durante e em enquanto entre mas nem onde ou para pela "
        "pelo por porque quando que quem se sem sob sobre",
        "o a os as um uma uns umas de do da dos das em no na nos nas ao à por para com sem e "
        "ou que não muito mais me te se lhe meu minha seu sua este esta é são era foi tem há "
        "dr dra sr sra",
    ),
}
NO_WORDS = Words()
