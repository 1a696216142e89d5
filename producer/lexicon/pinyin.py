"""Pinyin with the numbers of its tones, and for each syllable a character that is read so.

Most engines take text alone. Those are given characters of the same sound, each the most frequent
one that has no other reading, or none that is more frequent (counted in the dictionary of jieba,
readings by pypinyin; both MIT).
"""

from __future__ import annotations

import re

SYLLABLE = re.compile("[a-zü]{1,6}[1-5]")

_CHARACTERS = """
    a1阿 a5啊 ai1哀 ai2啀 ai3矮 ai4爱 an1安 an3铵 an4案 ang1肮 ang2昂 ang4盎 ao1凹 ao2鳌 ao3袄 ao4奥
    ba1巴 ba2胈 ba3把 ba4爸 ba5吧 bai1掰 bai2白 bai3摆 bai4败 ban1班 ban3板 ban4办 bang1邦 bang3绑
    bang4棒 bao1孢 bao2雹 bao3保 bao4报 bei1杯 bei3北 bei4备 bei5呗 ben1锛 ben3本 ben4笨 beng1崩
    beng2甭 beng3繃 beng4蹦 bi1逼 bi2鼻 bi3笔 bi4必 bian1编 bian3匾 bian4变 biao1标 biao3表 biao4鳔
    bie1憋 bie2别 bin1宾 bin4殡 bing1兵 bing3秉 bing4病 bo1拨 bo2博 bo3箥 bo5卜 bu1庯 bu2醭 bu3补
    bu4布 ca1擦 cai1猜 cai2财 cai3彩 cai4菜 can1参 can2残 can3惨 can4灿 cang1仓 cang2藏 cao1操
    cao2曹 cao3草 ce4策 cen2岑 ceng2层 ceng4蹭 cha1插 cha2茶 cha3镲 cha4诧 chai1钗 chai2犲 chai4虿
    chan1搀 chan2缠 chan3产 chan4颤 chang1昌 chang2常 chang3场 chang4唱 chao1钞 chao2潮 chao3炒
    chao4耖 che1车 che3扯 che4撤 chen1琛 chen2陈 chen3碜 chen4衬 cheng1撑 cheng2成 cheng3骋 cheng4秤
    chi1痴 chi2持 chi3齿 chi4赤 chong1充 chong2崇 chong3宠 chong4铳 chou1抽 chou2筹 chou3丑 chou4臭
    chu1出 chu2厨 chu3楚 chu4触 chuai1揣 chuai4踹 chuan1川 chuan2船 chuan3喘 chuan4钏 chuang1疮
    chuang2床 chuang3闯 chuang4创 chui1炊 chui2锤 chun1椿 chun2纯 chun3蠢 chuo1戳 chuo4辍 ci1齹
    ci2词 ci3此 ci4赐 cong1匆 cong2丛 cou4凑 cu1粗 cu2徂 cu4蹙 cuan1蹿 cuan2櫕 cuan4窜 cui1催 cui3璀
    cui4翠 cun1村 cun2存 cun3忖 cun4寸 cuo1磋 cuo2虘 cuo4错 da1褡 da2达 da3打 da4大 da5垯 dai1呆
    dai3傣 dai4代 dan1丹 dan3胆 dan4蛋 dang1当 dang3党 dang4荡 dao1刀 dao3导 dao4到 de2德 de5的
    deng1登 deng3等 deng4瞪 di1低 di2迪 di3底 di4第 dian1颠 dian3点 dian4电 diao1雕 diao3屌 diao4吊
    die1爹 die2叠 die4眰 ding1叮 ding3顶 ding4定 diu1丢 dong1东 dong3懂 dong4动 dou1都 dou3抖 dou4豆
    du1督 du2独 du3赌 du4渡 duan1端 duan3短 duan4段 dui1堆 dui4对 dun1墩 dun3趸 dun4钝 duo1多 duo2夺
    duo3躲 duo4舵 e1屙 e2额 e4鄂 ei2诶 en1恩 en4摁 er2而 er3尔 er4二 fa1发 fa2罚 fa3法 fa4珐 fan1翻
    fan2凡 fan3返 fan4范 fang1芳 fang2防 fang3访 fang4放 fei1飞 fei2腓 fei3斐 fei4费 fen1纷 fen2坟
    fen3粉 fen4愤 feng1风 feng2綘 feng3讽 feng4奉 fou2紑 fou3否 fu1肤 fu2符 fu3府 fu4复 ga1伽 ga2噶
    ga3尕 ga4尬 gai1该 gai3改 gai4丐 gan1肝 gan3敢 gan4赣 gang1刚 gang3港 gang4筻 gao1高 gao3稿
    gao4诰 ge1哥 ge2阁 ge3舸 ge4个 gei3给 gen1根 gen3艮 gen4亘 geng1耕 geng3耿 geng4更 gong1工
    gong3巩 gong4贡 gou1沟 gou3狗 gou4构 gu1姑 gu3股 gu4故 gua1瓜 gua3寡 gua4挂 guai1乖 guai3拐
    guai4怪 guan1关 guan3管 guan4贯 guang1光 guang3广 guang4逛 gui1规 gui3鬼 gui4贵 gun3滚 gun4棍
    guo1锅 guo2国 guo3裹 guo4过 ha1哈 ha2蛤 hai1嗨 hai2孩 hai3海 hai4骇 han1憨 han2韩 han3喊 han4汉
    hang1夯 hang2航 hao1薅 hao2毫 hao3好 hao4灏 he1喝 he2河 he4贺 hei1黑 hen2痕 hen3很 hen4恨
    heng1哼 heng2衡 hm5噷 hong1轰 hong2洪 hong3哄 hong4讧 hou2猴 hou3吼 hou4后 hu1乎 hu2湖 hu3虎
    hu4护 hua1花 hua2华 hua4话 huai2淮 huai4坏 huan1欢 huan2环 huan3缓 huan4换 huang1衁 huang2黄
    huang3谎 huang4皝 hui1挥 hui2回 hui3悔 hui4汇 hun1婚 hun2魂 hun4混 huo1吙 huo2佸 huo3鈥 huo4获
    ji1基 ji2级 ji3挤 ji4计 jia1加 jia2颊 jia3甲 jia4架 jian1坚 jian3检 jian4建 jiang1江 jiang3讲
    jiang4匠 jiao1交 jiao3搅 jiao4叫 jie1阶 jie2截 jie3解 jie4界 jin1今 jin3紧 jin4进 jing1京
    jing3警 jing4境 jiong1埛 jiong3炯 jiu1纠 jiu3酒 jiu4就 ju1驹 ju2局 ju3举 ju4具 juan1鹃 juan3卷
    juan4眷 jue1噘 jue2决 jun1军 jun4郡 ka1喀 ka3卡 kai1开 kai3凯 kai4忾 kan1刊 kan3砍 kan4看
    kang1慷 kang2扛 kang4抗 kao1尻 kao3考 kao4靠 ke1颗 ke2壳 ke3可 ke4克 ken3肯 ken4裉 keng1铿
    kong1空 kong3孔 kong4控 kou1抠 kou3口 kou4扣 ku1哭 ku3苦 ku4库 kua1夸 kua3垮 kua4跨 kuai3蒯
    kuai4快 kuan1宽 kuan3款 kuang1筐 kuang2诳 kuang3夼 kuang4况 kui1盔 kui2葵 kui3煃 kui4愧 kun1坤
    kun3閫 kun4困 kuo4扩 la1拉 la2旯 la3喇 la4辣 la5啦 lai2来 lai4赖 lan2兰 lan3览 lan4烂 lang1啷
    lang2廊 lang3朗 lang4埌 lao1捞 lao2劳 lao3老 lao4涝 le1肋 le4乐 le5了 lei1勒 lei2雷 lei3垒
    lei4类 leng2塄 leng3冷 leng4愣 li1哩 li2黎 li3理 li4力 lia3俩 lian2联 lian3脸 lian4练 liang2粮
    liang3两 liang4辆 liao1撩 liao2疗 liao3叾 liao4料 lie3咧 lie4烈 lin1拎 lin2林 lin3凛 lin4赁
    ling2陵 ling3领 ling4另 liu1溜 liu2流 liu3柳 liu4六 long2龙 long3垄 long4梇 lou2楼 lou3篓 lou4陋
    lu1噜 lu2卢 lu3鲁 lu4录 lu5氇 luan2鸾 luan3卵 luan4乱 lun1抡 lun2轮 lun4论 luo1啰 luo2逻 luo3裸
    luo4洛 lv2驴 lv3旅 lv4律 lve4略 ma1妈 ma2麻 ma3马 ma4骂 ma5吗 mai2埋 mai3买 mai4卖 man1颟 man2蛮
    man3满 man4曼 mang1牤 mang2忙 mang3蠎 mao1猫 mao2矛 mao3卯 mao4贸 me1嚒 me5么 mei2梅 mei3美
    mei4妹 men2门 men4焖 men5们 meng1擝 meng2檬 meng3猛 meng4梦 mi1眯 mi2弥 mi3米 mi4密 mian2棉
    mian3沔 mian4面 miao1喵 miao2苗 miao3秒 miao4庙 mie1吀 mie4灭 min2民 min3敏 min5垊 ming2鸣
    ming3姳 ming4命 miu4谬 mo1摸 mo2魔 mo3懡 mo4默 mou1哞 mou2谋 mou3某 mu3亩 mu4目 n2嗯 na2拿 na3哪
    na4纳 nai2腉 nai3奶 nai4奈 nan2男 nan3赧 nang2囊 nang3攮 nao1孬 nao2挠 nao3脑 nao4闹 ne4讷 ne5呢
    nei3馁 nei4内 nen4嫩 neng2能 ni1妮 ni2尼 ni3你 ni4逆 nian1拈 nian2年 nian3碾 nian4念 niang2娘
    niang4酿 niao3袅 niao4脲 nie1捏 nie4涅 nin2您 nin3拰 ning2凝 ning4佞 niu1妞 niu2牛 niu3纽
    nong2农 nong4弄 nou4鐞 nu2奴 nu3努 nu4怒 nuan3暖 nuo2挪 nuo4诺 nv3女 nv4衄 nve4虐 o1噢 o2哦
    ou1欧 ou3偶 ou4怄 pa1啪 pa2爬 pa4怕 pai1拍 pai2牌 pai4派 pan1攀 pan2盘 pan4判 pang1乓 pang2庞
    pang3耪 pang4胖 pao1抛 pao2咆 pao3跑 pao4炮 pei1胚 pei2陪 pei4配 pen1喷 pen2盆 peng1烹 peng2朋
    peng3捧 peng4碰 pi1披 pi2皮 pi3匹 pi4屁 pian1偏 pian2骈 pian4骗 piao1飘 piao2瓢 piao3瞟 piao4票
    pie1撇 pie4嫳 pin1拼 pin2频 pin3品 pin4聘 ping1乒 ping2评 po1坡 po2婆 po3叵 po4破 pou1剖 pou2抔
    pou3婄 pu1噗 pu2濮 pu3普 pu4铺 qi1欺 qi2旗 qi3起 qi4器 qi5簯 qia1掐 qia2拤 qia4恰 qian1千
    qian2钱 qian3谴 qian4欠 qiang1枪 qiang2墙 qiang3羟 qiang4炝 qiao1敲 qiao2桥 qiao3巧 qiao4窍
    qie3且 qie4窃 qin1钦 qin2秦 qin3笉 qin4沁 qing1轻 qing2情 qing3请 qing4庆 qiong2穷 qiu1秋 qiu2求
    qiu3糗 qu1趋 qu2衢 qu3取 qu4去 quan1圈 quan2全 quan3犬 quan4劝 quan5椦 que1缺 que2瘸 que4却
    qun1夋 qun2群 ran2然 ran3染 rang2瓤 rang3壤 rang4让 rao2饶 rao3扰 rao4绕 re3惹 re4热 ren2人
    ren3忍 ren4认 reng1扔 reng2仍 ri4日 rong1茸 rong2荣 rong3冗 rou2柔 rou4肉 ru2如 ru3乳 ru4入
    ruan3软 rui2桵 rui3蕊 rui4瑞 run4润 ruo4弱 sa1撒 sa3洒 sa4萨 sai1腮 sai4赛 san1三 san3伞 san4散
    sang1桑 sang3嗓 sang4丧 sao1骚 sao3嫂 sao4瘙 se4瑟 sen1森 seng1僧 sha1杀 sha2啥 sha3傻 sha4霎
    sha5繌 shai1筛 shai4晒 shan1山 shan3闪 shan4善 shang1商 shang3赏 shang4上 shang5裳 shao1烧
    shao2韶 shao3少 shao4绍 she1奢 she2蛇 she3舍 she4设 shen1深 shen2什 shen3审 shen4肾 sheng1生
    sheng2绳 sheng3省 sheng4剩 shi1师 shi2时 shi3使 shi4世 shi5匙 shou1收 shou3手 shou4授 shou5扌
    shu1书 shu2赎 shu3署 shu4树 shua1唰 shua3耍 shua4誜 shuai1摔 shuai3甩 shuai4帅 shuan1闩
    shuang1双 shuang3塽 shui2谁 shui3水 shui4睡 shui5氵 shun3吮 shun4顺 shuo1说 shuo4硕 si1私 si3死
    si4四 song1松 song3耸 song4送 sou1艘 sou3薮 sou4嗽 su1苏 su2俗 su4速 suan1酸 suan4算 sui1虽
    sui2随 sui3髓 sui4岁 sun1孙 sun3损 suo1傞 suo3所 suo5嗦 ta1他 ta3塔 ta4榻 ta5侤 tai1胎 tai2台
    tai4态 tai5粏 tan1滩 tan2谈 tan3坦 tan4碳 tang1汤 tang2堂 tang3倘 tang4烫 tao1涛 tao2逃 tao3讨
    tao4套 te4特 teng2腾 ti1锑 ti2题 ti3体 ti4替 tian1天 tian2田 tian3腆 tian4掭 tiao1庣 tiao2条
    tiao3脁 tiao4眺 tie1贴 tie3铁 tie4餮 ting1厅 ting2停 ting3艇 tong1通 tong2铜 tong3统 tong4痛
    tou1偷 tou2头 tou4透 tu1突 tu2图 tu3土 tu4兔 tuan1湍 tuan2鏄 tuan3疃 tuan4湪 tui1推 tui2颓
    tui3腿 tui4退 tun1吞 tun2臀 tun3氽 tuo1托 tuo2驼 tuo3妥 tuo4唾 wa1挖 wa2娃 wa3瓦 wa4袜 wa5哇
    wai1喎 wai4外 wan1湾 wan2玩 wan3晚 wan4万 wang1汪 wang2王 wang3网 wang4望 wei1微 wei2维 wei3伟
    wei4未 wen1温 wen2文 wen3稳 wen4问 weng1翁 weng3嵡 weng4瓮 wo1窝 wo3我 wo4卧 wu1屋 wu2无 wu3武
    wu4物 xi1西 xi2席 xi3玺 xi4细 xia1瞎 xia2辖 xia4下 xian1先 xian2闲 xian3显 xian4现 xiang1乡
    xiang2祥 xiang3想 xiang4向 xiao1消 xiao2淆 xiao3小 xiao4笑 xie1些 xie2协 xie3写 xie4谢 xin1心
    xin2鐔 xin4信 xing1星 xing2形 xing3醒 xing4性 xiong1胸 xiong2雄 xiong4敻 xiu1修 xiu3朽 xiu4秀
    xu1须 xu2徐 xu3许 xu4续 xuan1宣 xuan2悬 xuan3选 xuan4炫 xue1薛 xue2学 xue3雪 xue4血 xun1勋
    xun2询 xun4训 ya1鸭 ya2崖 ya3雅 ya4亚 ya5呀 yan1嫣 yan2严 yan3眼 yan4验 yang1鸯 yang2阳 yang3养
    yang4样 yang5羪 yao1腰 yao2摇 yao3闄 yao4药 ye1椰 ye2爷 ye3也 ye4业 yi1一 yi2宜 yi3以 yi4义
    yin1因 yin2银 yin3引 yin4胤 yin5粌 ying1鹰 ying2营 ying3影 ying4硬 yo1哟 yong1拥 yong2颙 yong3永
    yong4用 you1悠 you2尤 you3友 you4又 yu1淤 yu2鱼 yu3宇 yu4域 yuan1冤 yuan2原 yuan3远 yuan4院
    yue1曰 yue4岳 yun1氳 yun2云 yun3陨 yun4孕 za1帀 za2砸 za3咋 zai1灾 zai3宰 zai4在 zan1兂 zan2咱
    zan3儹 zan4赞 zang1赃 zang4葬 zao1遭 zao2凿 zao3早 zao4灶 ze2则 ze4仄 ze5伬 zei2贼 zen3怎 zen4谮
    zeng1增 zeng4赠 zha1渣 zha2闸 zha3眨 zha4诈 zhai1斋 zhai2宅 zhai3窄 zhai4债 zhan1瞻 zhan3展
    zhan4战 zhang1张 zhang3掌 zhang4丈 zhao1钊 zhao3沼 zhao4照 zhe1遮 zhe2哲 zhe3者 zhe4这 zhe5着
    zhen1真 zhen3诊 zhen4镇 zheng1争 zheng3整 zheng4证 zhi1织 zhi2直 zhi3止 zhi4制 zhong1终 zhong3肿
    zhong4仲 zhou1州 zhou2轴 zhou3肘 zhou4宙 zhu1诸 zhu2竹 zhu3主 zhu4住 zhua1抓 zhuai1拽 zhuan1专
    zhuan3转 zhuan4篆 zhuang1装 zhuang4状 zhui1锥 zhui4坠 zhun1谆 zhun3准 zhuo1桌 zhuo2灼 zi1资
    zi3紫 zi4自 zi5子 zong1宗 zong3总 zong4纵 zong5潈 zou1邹 zou3走 zou4奏 zu1租 zu2族 zu3组 zuan1钻
    zuan3纂 zuan4攥 zui1厜 zui3嘴 zui4罪 zun1尊 zun3撙 zuo2昨 zuo3左 zuo4做
"""
_BY_SYLLABLE = {each[:-1]: each[-1] for each in _CHARACTERS.split()}


def syllables(pinyin: str) -> list[str]:
    """The syllables of "chan2 yu2", with "v" for "ü". Raises `ValueError` for what is none."""
    parts = pinyin.lower().replace("u:", "v").replace("ü", "v").split()
    if not parts:
        raise ValueError("there is no syllable")
    for part in parts:
        if not SYLLABLE.fullmatch(part):
            raise ValueError(f"“{part}” is no syllable with the number of its tone, such as yu2")
        if part not in _BY_SYLLABLE:
            raise ValueError(f"“{part}” is no syllable of Mandarin")
    return parts


def is_pinyin(text: str) -> bool:
    """Whether it is nothing but syllables of Mandarin with their tones."""
    try:
        return bool(syllables(text))
    except ValueError:
        return False


def homophones(pinyin: str) -> str:
    """Characters that sound like it."""
    return "".join(_BY_SYLLABLE[syllable] for syllable in syllables(pinyin))
