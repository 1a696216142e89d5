"""Words that name no topic. Data; imports nothing."""

from __future__ import annotations

STOP_ENGLISH = frozenset(
    "a about above across after again against ago all almost along already also although "
    "always am an and another any anything are aren't around as ask asked at away back be "
    "because become been before began being between both but by came can can't cannot come "
    "could day did didn't do does doesn't doing don't done down each either else enough even "
    "ever every everything few find first for from get give go going gone good got great had "
    "has have haven't having he her here hers him his how however i i'd i'll i'm i've if in "
    "indeed into is isn't it it's its itself just keep kind know last less let let's like "
    "little long look lot made make many may maybe me mean might mine more most much must my "
    "myself need never new next no not nothing now of off often oh okay on once one only or "
    "other others our ours out over own part people perhaps put quite rather really right "
    "said same saw say see seem she should since so some someone something still such take "
    "tell than that that's the their them then there there's these they they're thing things "
    "think this those though three through time to today together too took two under until "
    "up upon us use used very want was wasn't way we we're we've well went were what what's "
    "when where whether which while who whom whose why will with within without won't would "
    "yes yet you you're you've your yours year years welcome hello thank thanks please sure "
    "actually basically well-being years' able via particularly especially including "
    "therefore thus hence furthermore moreover nevertheless various multiple several".split()
)
"""Words with which no phrase begins or ends, in lower case."""

STOP_HAN = frozenset(
    "的了着過过和与與及或是在有也都就还還又再才很更最太这這那哪此其之以而且但却因为為所如若则於于从從"
    "把被让讓对對向到给給我你您他她它们們自己什么么麼怎吗嗎呢吧啊呀嗯哦个個些一二三两兩几幾不没沒无"
    "非未能会會可要想说說讲講看做来來去上下里裡中后後前时時候年月日等各每並并将將由使令即正曾已"
)
"""Characters that are in no phrase."""

GENERAL = frozenset(
    "领域 发展 问题 情况 方面 时候 工作 部分 开始 需要 进行 通过 认为 觉得 知道 重要 今天 "
    "现在 大家 分钟 最后 其实 事情 东西 地方 教授 医生 先生 女士 老师 院长 主任 朋友 节目 "
    "嘉宾 主持人 听众 贵院 谢谢 欢迎 field challenges episode show podcast guest host "
    "professor doctor question answer learn learning better best work world able help start "
    "started".split()
)
"""Words that any conversation has."""
