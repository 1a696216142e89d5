"""The voices of Kokoro-82M v1.0 that speak Chinese and English, in the order of casting: those
first whom the model's authors call the best, women and men in turn."""

from __future__ import annotations

from producer.engines.kokoro_names import voice_named
from producer.model import Voice

_NAMES = """
    zf_xiaoxiao zm_yunjian zf_xiaobei zm_yunxi zf_xiaoyi zm_yunyang zf_xiaoni zm_yunxia
    af_heart am_michael af_bella am_fenrir bf_emma bm_george am_puck af_sarah bm_fable af_kore
    bf_isabella am_liam af_aoede bm_lewis af_alloy am_eric bf_alice bm_daniel af_nova am_echo
    bf_lily am_onyx af_sky am_adam af_jessica af_river am_santa af_nicole
""".split()

VOICES: tuple[Voice, ...] = tuple(
    voice for name in _NAMES if (voice := voice_named("kokoro", name)) is not None
)
