"""Written Chinese by its characters: simplified or traditional, Mandarin or Cantonese."""

from __future__ import annotations

from collections.abc import Iterable

_SIMPLIFIED = (
    "这们说来时会为国学对发经过还没么点实现从种动开间关样应当问题见让话长门头现给体认识气车东马"
    "书买卖钱银铁电脑网页员业产务组织术师级验难观觉听读写语词谁请谢该课谈论证议许设计记讲访译试"
    "误诉护报导进远运达选边连续约红绿线结统维编缩总处备复杂乐欢乡亲爱医药疗剂细胞华丽热烟灯炉"
    "农劳势区卫厂历压厅县双变叶号叹员单卢园围图圆块坏坚场声壮妇妈孙宁宝审宪宽宾寻将尔尘尝层岁岛"
    "岭币帅师帐帮广庄庆库废张强归录忆忧态怀惊惯战户扑执扩扫扬扰抚抢护担拥择挂挥损换据敌数断无旧"
    "显晓杀权条极构枪树桥检楼标档欧残毕汉汤沟泪泽洁浅测济浓涛润涨渔温湾湿满滚滨灭灵灾烂烧爷牵"
    "犹独狮猪猫环玛画疯盐监盖盘矿码础确离积称稳穷竞笔筑签简粮紧纠纪纯纲纳纸纷练终绍绕绝继绩"
    "绪缓缘罗罚聪职联肃肠肤脏脱腾节苏苹茎荐荣莲获营虑虽虾蚁蛮补袭装规视览触订讨训讯讶诊详诚"
    "谓谋谊豆贝负财责贤败货质贩贫购贯贴贵贸费贺资赏赐赔赛赞赢赵趋跃踪轨转轮软轻载较辅辈辉输辑"
    "迁迈违迟适递逻遗邮邻郑释针钉钟钢钥铃铜铺链销锁锅错锦键镇镜闪闭闲闷闹闻阁阅队阳阴阵阶际陆"
    "陈险随隐隶难雾静韩页顶项顺须顾顿预领颇频颜额风飞饭饮饰饱馆驰驱驶驻驾骂骑骗骤鱼鲁鲜鸟鸡鸣鸭鸿"
    "鹰麦黄齐齿龄龙龟"
)
_TRADITIONAL = (
    "這們說來時會為國學對發經過還沒麼點實現從種動開間關樣應當問題見讓話長門頭現給體認識氣車東馬"
    "書買賣錢銀鐵電腦網頁員業產務組織術師級驗難觀覺聽讀寫語詞誰請謝該課談論證議許設計記講訪譯試"
    "誤訴護報導進遠運達選邊連續約紅綠線結統維編縮總處備複雜樂歡鄉親愛醫藥療劑細胞華麗熱煙燈爐"
    "農勞勢區衛廠歷壓廳縣雙變葉號嘆員單盧園圍圖圓塊壞堅場聲壯婦媽孫寧寶審憲寬賓尋將爾塵嘗層歲島"
    "嶺幣帥師帳幫廣莊慶庫廢張強歸錄憶憂態懷驚慣戰戶撲執擴掃揚擾撫搶護擔擁擇掛揮損換據敵數斷無舊"
    "顯曉殺權條極構槍樹橋檢樓標檔歐殘畢漢湯溝淚澤潔淺測濟濃濤潤漲漁溫灣濕滿滾濱滅靈災爛燒爺牽"
    "猶獨獅豬貓環瑪畫瘋鹽監蓋盤礦碼礎確離積稱穩窮競筆築簽簡糧緊糾紀純綱納紙紛練終紹繞絕繼績"
    "緒緩緣羅罰聰職聯肅腸膚臟脫騰節蘇蘋莖薦榮蓮獲營慮雖蝦蟻蠻補襲裝規視覽觸訂討訓訊訝診詳誠"
    "謂謀誼豆貝負財責賢敗貨質販貧購貫貼貴貿費賀資賞賜賠賽贊贏趙趨躍蹤軌轉輪軟輕載較輔輩輝輸輯"
    "遷邁違遲適遞邏遺郵鄰鄭釋針釘鐘鋼鑰鈴銅鋪鏈銷鎖鍋錯錦鍵鎮鏡閃閉閒悶鬧聞閣閱隊陽陰陣階際陸"
    "陳險隨隱隸難霧靜韓頁頂項順須顧頓預領頗頻顏額風飛飯飲飾飽館馳驅駛駐駕罵騎騙驟魚魯鮮鳥雞鳴鴨鴻"
    "鷹麥黃齊齒齡龍龜"
)
"""Characters that the two ways of writing have each in a form of its own, the frequent ones; the
rest are the same in both and left out below."""

_ONLY_SIMPLIFIED = frozenset(_SIMPLIFIED) - frozenset(_TRADITIONAL)
_ONLY_TRADITIONAL = frozenset(_TRADITIONAL) - frozenset(_SIMPLIFIED)

_CANTONESE = frozenset("嘅係唔佢咗啲嚟冇喺咁哋嗰嘢乜噉俾畀瞓攞揾搵嗌諗啱嬲黐嘥咩喎囉㗎啫咪嘞嘛嚿佗")
_MANDARIN = frozenset("的是不他她它们們了这這那吗嗎么麼和在把被给給说說谁誰没沒着著")
"""Words of one character that only the one has, or that the other seldom writes."""


def count_simplified(text: str) -> int:
    return sum(character in _ONLY_SIMPLIFIED for character in text)


def count_traditional(text: str) -> int:
    return sum(character in _ONLY_TRADITIONAL for character in text)


def is_traditional(texts: Iterable[str]) -> bool:
    """Whether texts in Chinese are written in traditional characters; a name or a quotation in
    the others changes nothing."""
    simplified = traditional = 0
    for text in texts:
        simplified += count_simplified(text)
        traditional += count_traditional(text)
    return traditional > simplified


def cantonese_leaning(text: str) -> float:
    """Towards Cantonese and away from Mandarin, −1 … 1: by the words that only one has, and where
    there are none, unsurely by the characters, for Cantonese is written in traditional ones."""
    cantonese = sum(character in _CANTONESE for character in text)
    mandarin = sum(character in _MANDARIN for character in text)
    if cantonese or mandarin:
        # Formal Cantonese has words of Mandarin, and no Mandarin those of Cantonese.
        return (3 * cantonese - mandarin) / (3 * cantonese + mandarin)
    leaning = count_traditional(text) - count_simplified(text)
    return max(-0.5, min(0.5, leaning / 4))
