"""Names of people in running text: where the family name ends, and what may be a name at all."""

COMPOUND = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 "
    "钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 "
    "呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五".split()
)
# The family names of some nineteen in twenty people; good enough to ask about a name, not to know that one is.
COMMON = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁耿牟卜路詹关苗凌费纪靳盛童欧甄项曲鲍柴霍闫肖褚卫滕屈柏佟窦宁宗游阮桂边冉"
)
_SEPARATORS = frozenset("·•‧・ \u3000")


def surname(name: str) -> str:
    """The family name; of a name of a minority (阿依古丽·买买提) the part before the dot."""
    for at, char in enumerate(name):
        if char in _SEPARATORS:
            return name[:at]
    return name[:2] if name[:2] in COMPOUND and len(name) > 2 else name[:1]
