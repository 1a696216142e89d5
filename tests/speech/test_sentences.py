"""Paragraphs cut into sentences: nothing lost, nothing unspeakable, no speaker stopped short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.model import clean_text, is_speakable
from producer.speech.sentences import LIMIT_BYTES, split_sentences

CASES = {
    "chinese": "你好。|今天聊茶！|你喜欢吗？|喜欢……那就好。",
    "chinese-one": "没有标点的一句",
    "chinese-many-marks": "真的？！|太好了！！！|好。",
    "chinese-ascii-marks": "真的吗?|不会吧!|好的。",
    "chinese-half-width": "好的｡|再见｡",
    "chinese-full-stop-of-latin": "我用Node.js写。|版本是3.5。",
    "spaces-between": "你好。|  今天聊茶。",
    "quotation-whole": "他说：“走吧。”|",
    "quotation-then-next": "“走吧。”|“好。”",
    "quotation-goes-on": "“真的吗？”他问。|没有人回答。",
    "quotation-goes-on-two-marks": "“什么？！”他喊道。|",
    "quotation-goes-on-three-marks": "“走？？！”她问。|",
    "quotation-nested-goes-on": "（“真的吗？”）他问。|",
    "quotation-nested": "他说：“她问：‘走吗？’”|“走。”",
    "quotation-corner": "「走吗？」他问。|「走。」",
    "title-in-quotes": "你读过《是吗？》这本书吗？|读过。",
    "bracket": "这很好（真的！）。|是的。",
    "english": "Hello.| How are you?| Fine!| Good…| Bye.",
    "doctor": "Dr. Lu came.| Prof. Negrin left.",
    "degrees": "It was 30 °C.| We left.",
    "bold-doctor": "**Dr.** Lu came.| **He** sat.",
    "professor-glued": "Pro.Lu came.| Then he left.",
    "country": "The U.S. Army came.| It left.",
    "decimal": "It costs 3.5 euros.| Or 4.",
    "latin-abbreviations": "Fruit, e.g. Apples, i.e. Red ones, etc. Some more.| Enough.",
    "initials": "J. K. Rowling wrote it.| I read it.",
    "first-person": "So did I.| Then we left.",
    "time": "We met at 10 a.m. Monday.| It rained.",
    "number-sign": "See No. 5 and Fig. 3.| Then p. 7.",
    "et-al": "Lu et al. Nature 2020 said so.| Really.",
    "lower-case-goes-on": "He asked why? nobody knew.| Then silence.",
    "address": "See https://example.org/a.b?c=d for more.| Thanks.",
    "ellipsis": "Well...| Maybe.",
    "quoted-english": 'He said "Stop!"| Then he left.',
    "quoted-goes-on": '"Stop!" he said.| Nobody stopped.',
    "parenthesis": "It rained.| (It often does.)| We left.",
    "curly": "“Why?”| “Because.”",
    "mixed": "CAR-T 疗法很新。|It is new.| 是的。",
    "english-in-chinese": "他说“OK。”然后走了。|",
    "leading-marks": "……你好。|再见。",
    "trailing-marks": "好。|再见。……！",
    "only-marks": "……！？",
    "bracket-after-stop": "He came (at last.).| We left.",
    "abbreviation-in-brackets": "He came (Fig.) and left.| We stayed.",
    "academic-titles": "Assoc. Prof. Ma met Asst. Prof. Ng and Drs. Ortiz and Petit.| They spoke.",
    "military-titles": "Adm. Ruiz, Maj. Ito, Cpl. Vance and Cmdr. Li left.| Nobody stayed.",
    "other-titles": "Amb. Sato and Mme. Blanc saw Fr. Paul and Wm. Reed.| Atty. Gen. Ray did not.",
    "journals": "See J. Clin. Oncol. 2019 and N. Engl. J. Med. 2021.| It is there.",
    "before-numbers": "Tel. 555 or ext. 12, Apt. 4, Rm. 9, Op. 27.| That is all.",
    "no-number": "I said no.| Then I left.",
    "opus-is-a-word": "It was apt.| We agreed.",
    "measures": "He had 3 yrs. 2 mos. left.| It was long.",
    "states": "They moved from Mass. General to Calif. |Then we wrote.| We did.",
    "governor": "Calif. Gov. Hall and Penn. Sen. Roe came.| We left.",
    "days": "Open Mon. 9 to 5 and Tue. 10 to 4.| Closed on Sun. |It rained.",
    "list": "1. Cut the bread.| 2. Butter it.| 3. Eat.",
    "list-after-colon": "Three steps: 1. Cut the bread.| 2. Eat.",
    "list-roman": "I. Before the war.| II. The war itself.| III. After it.",
    "list-letters": "a. First this.| B. Then that.",
    "list-chinese": "1. 打开盒子。|2. 拿出来。",
    "then-a-new-sentence": "We met at 4 p.m. |The shop in the U.S. had shut.| So we left.",
    "company": "She works for Reed Inc. |They sell tea.| Reed Inc. Holdings owns it.",
    "lettered": "We need vitamin C. |And plan B. |Then we rest.",
    "middle-initial": "Francis X. Ruiz and J. P. Ortiz sang.| Well.",
    "postscript": "P.S. The cat is fine.| Bye.",
    "speaking": "“Is it you?” Ann asked.| “It is!” I said.| “Then come!” |She came.",
    "footnote": "It is old.[3]| It grew. [4, 5]| It fell.",
    "footnote-chinese": "它很老。[3]|它长大了。",
    "smiley": "It was great! :)| We left.",
    "year-of-a-work": "He starred in Stop! (1965), and in Go.| Then he rested.",
    "quotation-closed-twice": "他说：“她说：‘好。’。”|Then.",
}
"""Name → a paragraph with "|" where it is cut."""


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES)
def test_cases(marked: str) -> None:
    wanted = [part.strip() for part in marked.split("|") if part]
    assert list(split_sentences(marked.replace("|", ""), "zh")) == wanted


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("es", "¿Usted? | ¡Yo no! | El Sr. Ruiz vive en EE. UU. desde hace años."),
        ("fr", "Mme. Petit est là. | « Déjà ? » | Oui."),
        ("de", "Am 3. Oktober kam Hr. Vogt. | Es war 1990. | Gut."),
        ("de", "Das ist z. B. Brot. | Ja."),
        ("en", "We scored 3. | They scored 5."),
        ("ru", "А. С. Пушкин жил на ул. Мойка. | Да."),
        ("el", "Πού είναι; | Εδώ."),
        ("ar", "متى تبدأ؟ | قبل الفجر."),
        ("hi", "आप कौन हैं? | मैं माली हूँ। | अच्छा।"),
        ("ja", "そうですか。 | 「はい。」と言った。 | ええ!"),
        ("ko", "언제요? | 내일입니다. | 네."),
    ],
)
def test_other_languages(language: str, marked: str) -> None:
    assert split_sentences(marked.replace("| ", ""), language) == tuple(marked.split(" | "))


def test_nothing_comes_of_nothing() -> None:
    assert split_sentences("", "zh") == ()


PIECES = st.sampled_from(
    [
        *"。！？｡….!?，,、：:；;—–\"'“”‘’「」『』（）()【】《》[]«»*_ ",
        *(
            "好",
            "你",
            "a",
            "I",
            "Dr",
            "no",
            "U.S.",
            "e.g.",
            "3.5",
            "word",
            "Word",
            "那么",
            "é",
            "👍",
        ),
    ]
)
MIXED = st.lists(PIECES, max_size=60).map(lambda parts: clean_text("".join(parts)))
PARAGRAPHS = MIXED | st.text(max_size=80).map(clean_text)


def assert_slices(paragraph: str, sentences: tuple[str, ...]) -> None:
    """`sentences` are slices of the paragraph, in order, with only white space between them."""
    rest = paragraph
    for sentence in sentences:
        rest = rest.lstrip()
        assert rest.startswith(sentence)
        rest = rest[len(sentence) :]
        assert sentence == sentence.strip() != ""
    assert rest.strip() == ""


@given(PARAGRAPHS)
def test_sentences_are_slices_and_speakable(paragraph: str) -> None:
    sentences = split_sentences(paragraph, "zh")
    assert_slices(paragraph, sentences)
    if is_speakable(paragraph):
        assert all(map(is_speakable, sentences))
    assert all(clean_text(sentence) == sentence for sentence in sentences)


@given(MIXED)
def test_a_sentence_is_not_cut_again(paragraph: str) -> None:
    for sentence in split_sentences(paragraph, "zh"):
        assert len(split_sentences(sentence, "zh")) == 1


@given(
    st.lists(
        st.sampled_from(["好", "a", "，", "；", ", ", "; ", " ", "——", "é", "1,000"]), min_size=1
    ),
    st.integers(1, 3_000),
    st.sampled_from(["", "。", "！！！", "……”", "，，。"]),
)
def test_no_sentence_is_longer_than_the_limit(parts: list[str], times: int, end: str) -> None:
    paragraph = clean_text("".join(parts) * times + end)
    sentences = split_sentences(paragraph, "zh")
    assert_slices(paragraph, sentences)
    if is_speakable(paragraph):
        assert all(map(is_speakable, sentences))
        assert all(len(sentence.encode()) <= LIMIT_BYTES for sentence in sentences)


def test_a_long_sentence_is_cut_at_its_weightiest_marks() -> None:
    clause = "话说得很长，" * 100
    sentence = f"{clause}；{clause}；{clause}。"
    assert split_sentences(sentence, "zh") == (f"{clause}；", f"{clause}；", f"{clause}。")
    words = "word " * 900
    assert all(part.endswith("word") for part in split_sentences(words.strip(), "zh"))


def test_the_silent_end_of_a_long_sentence_stays_within_the_limit() -> None:
    """833 characters and a full stop are two bytes too many; the stop alone is no sentence."""
    sentence = "话" * 833 + "。"
    assert [len(part) for part in split_sentences(sentence, "zh")] == [832, 2]


HOSTILE = {
    "stops": "." * 400_000 + "a",
    "questions": "? " * 200_000 + "a",
    "closed": "。”" * 200_000 + "他",
    "closers": "。" + "”" * 400_000 + "他",
    "openers": ". " + "(" * 400_000 + "a",
    "initials": "A. " * 150_000,
    "clauses": "，" * 130_000 + "好",
    "no-place": "好" * 150_000,
    "spaces": ("a" + " " * 50) * 8_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_time_in_proportion(text: str) -> None:
    """Where it grows with the square of the length, this does not end within the time limit."""
    assert_slices(text, split_sentences(text, "zh"))
