"""Chinese family names. Data only."""

from __future__ import annotations

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘"
    "葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞"
    "齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜"
    "阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解"
    "应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊甄曲家封储靳焦巴车侯宓蓬全班仰秋仲伊宫"
    "宁仇栾甘厉戎武符刘景詹束龙叶幸司黎薄印白蒲从鄂索赖卓蔺屠蒙池乔闻党翟谭申扶堵冉宰雍桑桂"
    "牛寿通边燕冀浦尚温庄晏柴瞿阎慕连茹习艾鱼容向古易廖终居衡步耿满匡国文寇广东欧沃利越师巩"
    "聂晁勾敖融冷辛阚那简饶空曾沙关游权涂肖佟覃"
)
"""Those of one character, in simplified ones."""

COMPOUND_SURNAMES = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|端木|夏侯"
"""Those of two characters; alternatives of a regular expression."""

COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包"
    "宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解艾尤阳"
    "穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬和"
    "張劉陳楊黃趙吳孫馬鄭謝羅許韓馮鄧蕭葉蘇魏呂盧鍾譚陸範賈韋鄒龍賀顧龔萬錢嚴湯"
)
"""The commoner ones, by which a name in running text is told, also in traditional characters."""

READINGS = {
    **{"单": "shan", "單": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "區": "ou"},
    **{"查": "zha", "盖": "ge", "朴": "piao", "乐": "yue", "樂": "yue", "翟": "zhai"},
    **{"尉迟": "yuchi", "尉遲": "yuchi", "长孙": "zhangsun", "長孫": "zhangsun"},
}
"""Family names that are read in another way than the character mostly is."""
