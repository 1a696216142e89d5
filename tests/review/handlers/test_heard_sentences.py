"""What the ear did not understand, and what was recorded, is played and confirmed on the page."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from producer import recordings
from producer.audio.encode import lossless
from producer.audio.pcm import Pcm, decode
from producer.check import State, check
from producer.listening import WRONG, load_hearing
from producer.plan.request import Request
from producer.plan.status import plan_as_made, standing
from producer.recordings import RecordedSentence, Recording
from tests.review.hearings import made, unclear
from tests.review.serving import episode, serving


def listened(request: Request) -> tuple[State, str]:
    """What `check` says of the ear."""
    report = check(plan_as_made(request).folder)
    (line,) = (
        line for section in report.sections for line in section.lines if line.check == "listened to"
    )
    return line.state, line.measured


def test_without_an_ear_check_says_that_it_knows_of_sound_alone(tmp_path: Path) -> None:
    request = made(tmp_path)
    assert listened(request) == (
        State.NOT_APPLICABLE,
        "nobody has: only that there is sound was looked at",
    )


def test_what_is_wrong_is_told_until_a_person_accepts_it(tmp_path: Path) -> None:
    request = made(tmp_path)
    clip = unclear(request).sentences[0].clip
    assert listened(request) == (State.FAILED, "7 heard, 0 doubtful, 1 wrong")
    assert "1 sentence heard wrong" in standing(request, ()).remarks
    with serving(tmp_path) as server:
        talk = episode(server, request.transcript)
        page = talk.page()
        assert "The ear: wrong (missing)" in page
        for deed in ("hear-sentence", "take-again"):
            assert f'data-do="{deed}" data-language="zh" data-spoken="1"' in page
        assert 'data-term="三杯" data-as="san1 bei1"' in page
        form = talk.client.ask(f"{talk.path}/term?turn=2&language=zh&sentence=1&as=san1+bei1")
        assert 'value="san1 bei1"' in form.text
        assert talk.do("accept-sound", clip="0" * 64).status == 400
        assert "The ear" not in talk.do("accept-sound", clip=clip).text
        assert "The ear" not in talk.page()
    assert listened(request) == (State.PASSED, "8 heard, 0 doubtful, 0 wrong")
    assert standing(request, ()).wrong == 0
    hearing = load_hearing(plan_as_made(request).folder)
    assert hearing is not None
    assert unclear(request).kept(hearing).count(WRONG) == 0


def test_an_edit_or_another_take_ends_what_was_heard(tmp_path: Path) -> None:
    request = made(tmp_path)
    unclear(request)
    with serving(tmp_path) as server:
        talk = episode(server, request.transcript)
        talk.do("sentence", turn=2, language="zh", sentence=1, text="我每天喝四杯。")
        assert "The ear" not in talk.page()


def test_a_recorded_sentence_is_heard_and_accepted(tmp_path: Path) -> None:
    request = made(tmp_path)
    sound = lossless(Pcm((900 * np.sin(np.arange(24_000) / 3)).astype(np.int16), 24_000))
    sentence = RecordedSentence(
        *(2, "本", "I do.", 0, 1_000, 0.97, "heard", "I do", "0001.flac"),
        hashlib.sha256(sound).hexdigest(),
    )
    place = request.show.recordings / "ben-en"
    recordings.save_recording(Recording(place, "ben.wav", "0" * 64, "en", (sentence,)), [sound])
    with serving(tmp_path) as server:
        talk = episode(server, request.transcript)
        page = talk.page()
        assert "A recording has this, 97 % sure" in page
        answer = talk.client.ask("/recordings/ben-en/0001.flac")
        assert len(decode(answer.body).samples) == 24_000
        for path in ("/recordings/ben-en/alignment.json", "/recordings/..%2Fseeds/talk.txt"):
            assert talk.client.ask(path).status == 404
        done = talk.do("take", recording="ben-en", number=1, taken="1")
        assert "It is said in person now." in done.text
        assert "Said in person" in talk.page()
        assert plan_as_made(request).recorded_sentences == 1
        undone = talk.do("take", recording="ben-en", number=1, taken="")
        assert "A recording has this" in undone.text
    assert plan_as_made(request).recorded_sentences == 0
