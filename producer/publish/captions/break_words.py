"""Short words of each language, by which good places for a line break are told. Data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BreakWords:
    """`begins` is good to break before; behind what `binds` a break is bad."""

    begins: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()


def _words(begins: str, binds: str) -> BreakWords:
    return BreakWords(frozenset(begins.split()), frozenset(binds.split()))


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
NO_WORDS = BreakWords()

HAN_WORDS = frozenset(
    (
        "我们 你们 他们 她们 它们 咱们 人们 自己 大家 别人 这个 那个 这些 那些 这样 那样 这里 那里 "
        "这么 那么 这种 那种 哪里 哪些 什么 怎么 怎样 如何 为何 多少 几乎 所有 任何 其他 其它 其中 "
        "其实 之前 之后 之间 之一 以前 以后 以及 以上 以下 以来 以外 以内 以为 因为 因此 所以 由于 "
        "于是 如果 要是 假如 只要 只有 只是 只能 除了 除非 虽然 尽管 但是 可是 不过 然而 而且 而是 "
        "并且 并不 或者 或许 还是 还有 不是 不能 不会 不同 不断 不少 不管 不仅 不但 不再 没有 无法 "
        "无论 关于 对于 至于 根据 通过 经过 随着 按照 为了 作为 成为 认为 可以 可能 能够 应该 应当 "
        "必须 需要 愿意 希望 打算 决定 准备 开始 继续 结束 已经 曾经 正在 将来 即将 马上 立刻 刚才 "
        "刚刚 现在 今天 明天 昨天 今年 明年 去年 当时 当然 时候 时间 时代 总是 经常 常常 有时 永远 "
        "一直 一定 一样 一般 一起 一个 一些 一种 一次 一点 一切 一旦 有些 有的 有人 有效 有趣 非常 "
        "特别 十分 比较 更加 最后 最近 最好 首先 然后 其次 终于 突然 忽然 仍然 依然 居然 甚至 尤其 "
        "比如 例如 好像 似乎 也许 大概 大约 至少 左右 很多 许多 不多 知道 觉得 感觉 看到 看见 听到 "
        "听见 发现 了解 理解 明白 记得 忘记 相信 喜欢 担心 害怕 说话 告诉 回答 问题 答案 介绍 讨论 "
        "讲述 提到 提出 表示 使用 利用 应用 作用 包括 包含 产生 发生 出现 存在 形成 造成 变成 变化 "
        "改变 提高 提供 支持 帮助 参加 参与 涉及 影响 保护 保持 控制 管理 选择 创造 建立 完成 完全 "
        "实现 实际 进行 进入 发展 工作 生活 学习 学校 学生 老师 医生 医院 病人 治疗 研究 技术 "
        "科学 科技 方法 方式 方面 方向 过程 结果 原因 目的 目标 经验 经济 社会 国家 世界 城市 文化 "
        "历史 故事 音乐 声音 语言 文字 朋友 孩子 父母 父亲 母亲 家庭 先生 女士 东西 事情 地方 机会 "
        "关系 系统 情况 条件 能力 水平 程度 部分 全部 整个 重要 主要 简单 复杂 容易 困难 清楚 直接 "
        "年轻 健康 安全 自由 自然 环境 信息 新闻 电话 电脑 手机 网络 数据 文件 市场 公司 企业 产品 "
        "服务 价格 价值 意义 意思 意见 思想 想法 办法 看法 态度 机器 汽车 火车 飞机 中国 美国 英国 "
        "北京 上海 普及 及时 来得 温和 和平 缓和 总和 合并 一并 把握 被动 必将 将近 与其 与会 目前"
    ).split()
)
"""Frequent Chinese words of two characters, most of them of speech in general."""
