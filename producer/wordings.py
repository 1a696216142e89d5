"""What the pipeline itself says and writes, in each language. Data; imports nothing of the project.

A language without an entry gets no notices but those of the others, unless the settings say what.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """`disclosure` is what listeners are told about the voices, `draft` what stands on an episode
    for proofing, `people` what stands before names that are joined with `comma`."""

    disclosure: str
    draft: str
    people: str
    comma: str = ", "


WORDINGS = {
    "zh": Wording("本节目中的声音由计算机合成。", "草稿，仅供校对。", "对话：", "、"),
    "zh-TW": Wording("本節目中的聲音由電腦合成。", "草稿，僅供校對。", "對話：", "、"),
    "yue": Wording("呢個節目嘅聲音係由電腦合成嘅。", "草稿，淨係用嚟校對。", "對話：", "、"),
    "en": Wording(
        "The voices in this programme are computer-generated.",
        "A draft, for proofing only.",
        "With ",
    ),
    "es": Wording(
        "Las voces de este programa han sido generadas por ordenador.",
        "Borrador, solo para revisión.",
        "Con ",
    ),
    "fr": Wording(
        "Les voix de cette émission sont générées par ordinateur.",
        "Brouillon, pour relecture seulement.",
        "Avec ",
    ),
    "de": Wording(
        "Die Stimmen in dieser Sendung sind computergeneriert.",
        "Entwurf, nur zur Korrektur.",
        "Mit ",
    ),
    "it": Wording(
        "Le voci di questo programma sono generate al computer.",
        "Bozza, solo per la revisione.",
        "Con ",
    ),
    "pt": Wording(
        "As vozes deste programa são geradas por computador.",
        "Rascunho, apenas para revisão.",
        "Com ",
    ),
    "nl": Wording(
        "De stemmen in dit programma zijn door een computer gegenereerd.",
        "Concept, alleen ter controle.",
        "Met ",
    ),
    "sv": Wording(
        "Rösterna i det här programmet är datorgenererade.",
        "Utkast, endast för granskning.",
        "Med ",
    ),
    "pl": Wording(
        "Głosy w tej audycji zostały wygenerowane komputerowo.",
        "Wersja robocza, tylko do korekty.",
        "Rozmawiają: ",
    ),
    "ru": Wording(
        "Голоса в этой программе созданы компьютером.",
        "Черновик, только для проверки.",
        "Участники: ",
    ),
    "uk": Wording(
        "Голоси в цій програмі створені комп’ютером.",
        "Чернетка, лише для перевірки.",
        "Учасники: ",
    ),
    "tr": Wording(
        "Bu programdaki sesler bilgisayar tarafından üretilmiştir.",
        "Taslak, yalnızca düzeltme için.",
        "Konuşanlar: ",
    ),
    "ar": Wording(
        "الأصوات في هذا البرنامج مولَّدة بالحاسوب.",
        "مسودة للمراجعة فقط.",
        "مع: ",
        "، ",
    ),
    "ja": Wording(
        "この番組の音声はコンピューターで合成されています。",
        "校正用の下書きです。",
        "出演：",
        "、",
    ),
    "ko": Wording(
        "이 프로그램의 음성은 컴퓨터로 합성되었습니다.",
        "교정용 초안입니다.",
        "출연: ",
    ),
}
"""By language, or by locale where that has words of its own."""


def wording(language: str, locale: str = "") -> Wording | None:
    return WORDINGS.get(locale) or WORDINGS.get(language)
