"""Which lines that nobody speaks are credits, and which ask readers for something."""

from __future__ import annotations

import re

from producer.model import Script
from producer.proposals.sheet import CreditProposal

_REQUEST = re.compile(
    r"(?:需要|感谢|谢谢).{0,6}(?:你|您|大家)的?(?:鼓励|支持|阅读|收看|关注)|点赞|点个赞|点.{0,3}在看|一键三连|打赏"
    r"|(?:扫描|扫一扫|长按|识别).{0,10}码|点击.{0,8}(?:阅读原文|关注|链接)|阅读原文|关注(?:我们|本号|公众号)"
    r"|转发.{0,6}朋友圈|分享.{0,6}(?:收藏|点赞|朋友)|(?:订阅|收藏)(?:我们|本节目|本号)"
    r"|\bthank(?:s| you) for (?:reading|watching|listening)"
    r"|\b(?:like|share|comment),? (?:and|&|or) (?:subscribe|share|comment|follow)"
    r"|\b(?:follow|subscribe to) (?:us|our)\b|\bclick (?:here|the link|below)|\bscan the qr\b"
    r"|\bsign up for our newsletter|\badvertisement\b|^广告$",
    re.IGNORECASE,
)


def propose_credits(script: Script) -> tuple[CreditProposal, ...]:
    """All credits of the script, of which requests to readers are not to be kept."""
    return tuple(CreditProposal(text, _REQUEST.search(text) is None) for text in script.credits)
