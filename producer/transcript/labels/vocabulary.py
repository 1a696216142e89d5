"""The words by which labels and credit lines are told from running text. Data only."""

PARTICLES = frozenset(
    ("de da di do du del della der den van von of the bin ibn al el la le y").split()
)
"""Words of a name that need no capital."""

NEVER_LABELS = frozenset(
    (
        "note notes nb n.b ps p.s eg e.g ie i.e example examples warning caution tip tips hint "
        "remember important summary conclusion result results reason reasons finally however "
        "therefore moreover yes no ok okay well so but and or because today tomorrow yesterday "
        "now then here there first second third firstly secondly thirdly lastly one two three "
        "re subject date time location place venue duration topic title fact facts key "
        "background introduction abstract keywords update correction appendix address email "
        "e-mail mail tel telephone phone fax website web url link http https ftp takeaway "
        "takeaways meaning namely problem solution definition theorem proof 注 注意 注释 备注 "
        "注解 例 例如 比如 譬如 如 如下 即 原因 理由 结论 总之 总结 小结 首先 其次 再次 再者 "
        "最后 关键 重点 要点 亮点 答案 结果 问题 时间 地点 日期 主题 题目 标题 摘要 关键词 "
        "导读 导语 前言 引言 序言 简介 按 编者按 按语 提示 温馨提示 警告 另外 此外 因为 所以 因此 "
        "但是 然而 不过 而且 也就是说 换句话说 换言之 简单来说 总的来说 具体来说 一般来说 "
        "严格来说 事实上 实际上 其一 其二 其三 第一 第二 第三 一 二 三 四 五 一是 二是 三是 "
        "网址 网站 邮箱 电话 链接 地址 附 附录 说明 表 图注 表注 译注 译者注 背景 目标 目的 "
        "方法 意义 优点 缺点 特点 现在 今天 明天 昨天 后来 于是 当然 记住 请记住 好 对 是 不 "
        "nota notas ejemplo ejemplos aviso resumen conclusión fuente hoy ayer mañana sí no bueno "
        "pues remarque exemple exemples attention résumé conclusion aujourd'hui hier oui non bon "
        "hinweis beispiel beispiele achtung anmerkung zusammenfassung ergebnis heute gestern ja "
        "nein also gut примечание пример внимание итог сегодня вчера да нет 注意 例えば たとえば "
        "つまり まとめ 補足 結論 예 참고 주의 결론 ملاحظة مثال خلاصة"
    ).split()
)
"""Words that introduce what follows them in running text, in lower case."""

CREDIT_WORDS = frozenset(
    (
        "来源 文章来源 信息来源 图片来源 稿件来源 资料来源 编辑 责编 责任编辑 本期编辑 主编 "
        "作者 本文作者 撰文 文 采写 整理 翻译 译者 校对 审校 审核 排版 制作 监制 出品 策划 "
        "摄影 图 图片 供图 封面 版权 版权声明 免责声明 声明 转载 原文 原文链接 参考文献 "
        "参考资料 联系我们 source sources editor editors author authors writer translator "
        "translation proofreader photo photos photography image images producer copyright "
        "disclaimer references credits contact fuente fuentes traducción edición redacción "
        "quelle quellen übersetzung redaktion traduction rédaction crédits fonte tradução "
        "traduzione источник перевод редактор "
        "出典 翻訳 編集 출처 번역 편집 المصدر ترجمة date published "
        "recorded location venue duration "
        "speakers participants present 日期 录制时间 录音时间 采访时间 发布日期 发布时间 录制地点 "
        "采访地点 时长 人物 与会者 参与者 出席 对话人 采访 访谈 访谈时间 访谈地点 采访对象 "
        "访谈对象 录音 录音整理 文字整理 文字 记录 剪辑 后期 录制日期 采访日期 时间 地点 interview "
        "transcript transcription editing recording place time "
        "music keywords 发言人数 字数 "
        "会议时间 会议号 参会人 参会人员 参会者 与会人 与会人员 文件名称 文件名 "
        "创建时间 转写时长 音频时长 录音时长 总时长 关键词 音乐 配乐 片头曲 片尾曲 文案 统筹 运营 "
        "鸣谢 特别鸣谢 商务合作 邮箱 联系邮箱 官网 微信 微博 公众号 來源 編輯 責任編輯 主編 採寫 "
        "譯者 翻譯 校對 審校 製作 監製 攝影 圖片來源 供圖 版權 錄音 時間 地點 採訪 訪談時間 "
        "訪談地點 錄製時間 錄音整理 與會者 參與者"
    ).split()
)
"""What stands before the colon of a credit line, in lower case."""
