"""Invents the practice village 青石村 as the two workbooks a village would bring; the same seed, the same bytes."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, cycle

from consult_desk.base.text import check_digit
from consult_desk.interchange.columns import PEOPLE, SEATS
from consult_desk.interchange.sheets import Value, write_xlsx

VILLAGE = "青石村"
TOWNSHIP = "柳河镇"
GROUPS = ("一组", "二组", "三组")
TERM_SINCE = date(2024, 1, 10)
TERM_UNTIL = date(2029, 1, 9)

# What the two workbooks hold; tests keep these figures true. Ages hold on every day from 2025-06-01 to 2026-12-31,
# since nobody comes of age in between.
HOUSEHOLD_COUNT = 204
PERSON_COUNT = 432
MINOR_COUNT = 86
UNREGISTERED_COUNT = 6
FULL_MEMBER_COUNT = 32
PROBATIONARY_COUNT = 3
COMMITTEE_COUNT = 5
# 村委会组织法: one representative for five to fifteen households (204 / 40 = 5.1), elected by the groups.
REPRESENTATIVE_COUNT = 40
WOMEN_REPRESENTATIVE_COUNT = 16
SUPERVISOR_COUNT = 3
BOARD_COUNT = 5

SECRETARY = "周明德"  # heads both committees (一肩挑) and the collective's board
NAMESAKE = "王建国"  # two different men, told apart by ID number and household
RARE_NAMES = ("龚䶮", "冯㛃", "李𬱖", "刘𫖯", "何𠅤", "唐𬀩", "孙堃", "韩喆")

# No province has code 99 (GB/T 2260 ends at 82), and as a foreign resident's number, which begins with 9, it would
# name issuing province 99 and nationality 901, which do not exist either: these numbers can be nobody's.
_AREA = "999901"
# 00 is the international prefix and no country code begins with 0 (ITU-T E.164): nobody's telephone can ring.
_PHONE_PREFIX = "0000"

# (name, sex, year of birth, group from 0) of everybody the bodies name; each gets a household of two.
_CAST = (
    (SECRETARY, "男", 1972, 0),
    ("林秀兰", "女", 1975, 1),
    ("陈志远", "男", 1980, 2),
    ("曾小满", "女", 1986, 0),
    ("单守田", "男", 1969, 1),
    ("赵玉梅", "女", 1978, 2),
    ("欧阳立春", "男", 1974, 0),
    ("解春燕", "女", 1983, 1),
    ("仇大勇", "男", 1977, 2),
    ("查正清", "男", 1964, 0),
    ("李𬱖", "女", 1981, 1),
    ("孙堃", "男", 1970, 2),
    ("韩喆", "男", 1985, 0),
    ("冯㛃", "女", 1979, 1),
    ("龚䶮", "男", 1971, 2),
    ("刘𫖯", "男", 1976, 0),
    ("何𠅤", "女", 1973, 1),
    ("唐𬀩", "男", 1984, 2),
    (NAMESAKE, "男", 1966, 0),
    (NAMESAKE, "男", 1982, 1),
)
_OFFICES = {
    "党支部委员会": (
        (SECRETARY, "书记"), ("林秀兰", "副书记"), ("陈志远", "委员"), ("曾小满", "委员"), ("单守田", "委员"),
    ),
    "村民委员会": (
        (SECRETARY, "主任"), ("赵玉梅", "副主任"), ("欧阳立春", "委员"), ("解春燕", "委员"), ("仇大勇", "委员"),
    ),
    "村务监督委员会": (("查正清", "主任"), ("李𬱖", "委员"), ("孙堃", "委员")),
    "集体经济组织理事会": (
        (SECRETARY, "理事长"), ("陈志远", "副理事长"), ("赵玉梅", "理事"), ("韩喆", "理事"), ("冯㛃", "理事"),
    ),
}  # fmt: skip
_MEMBERS_OF_CAST = ("赵玉梅", "查正清", "韩喆")
_REPRESENTATIVES_OF_CAST = ("龚䶮", "刘𫖯", "何𠅤", "唐𬀩")

# Kinds of household and how many there are: alone, couple, with one and two children, three generations.
_ALONE, _COUPLE, _ONE_CHILD, _TWO_CHILDREN, _THREE_GENERATIONS = 74, 62, 50, 12, 6
_COMING_OF_AGE = (date(2007, 6, 1), date(2008, 12, 31))
_LAST_BIRTH = date(2025, 5, 31)
_SURNAMES = (
    *"周陈王李张刘赵黄吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔"
    "谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔汤单解仇查区朴盖",
    "欧阳",
    "上官",
    "尉迟",
)
# Given names in pairs: the first character of one pair and the second of another make a name people bear.
_GIVEN = {
    ("男", True): "建国志强明华德胜永福春生长林宝山文斌学军海涛金水立新玉良守义家兴世平光荣振东庆丰",
    ("女", True): "秀英玉兰桂花淑珍凤霞小红丽娟春梅海燕雪琴美玲艳芳素云巧莲爱菊彩虹",
    ("男", False): "子轩浩宇俊杰一鸣博文嘉豪",
    ("女", False): "雨欣梓涵思语佳怡静文晓月",
}


@dataclass
class _Villager:
    name: str
    sex: str
    birth: date
    id_number: str
    household: str
    relation: str
    group: str
    phone: str
    registered: bool = True

    def adult(self) -> bool:
        return self.birth < _COMING_OF_AGE[0]


def build_rosters(seed: int = 2026) -> dict[str, bytes]:
    """The workbooks 村民名册.xlsx and 组织任职名册.xlsx by file name.

    432 invented people in 204 households of three groups, and 93 seats. ID numbers have right check digits and an
    administrative code that does not exist; telephone numbers cannot be dialled.
    """
    village = _Village(random.Random(seed))  # noqa: S311 - invented people, nothing secret
    return {
        "村民名册.xlsx": write_xlsx([(PEOPLE.title, PEOPLE.headings(), village.people())]),
        "组织任职名册.xlsx": write_xlsx([(SEATS.title, SEATS.headings(), village.seats())]),
    }


class _Village:
    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._names = {name for name, *_ in _CAST}
        self._sequence: dict[date, int] = {}
        self._households = [0] * len(GROUPS)
        self._turn = cycle(range(len(GROUPS)))
        self._all: list[_Villager] = []
        self._cast: list[_Villager] = []
        for name, sex, year, group in _CAST:
            self._cast.append(self._couple(year, group, (name, sex)))
        for _ in range(_COUPLE - len(_CAST)):
            self._couple(dice.randint(1948, 1975), self._next_group())
        for children in chain([1] * _ONE_CHILD, [2] * _TWO_CHILDREN):
            self._family(children)
        for _ in range(_THREE_GENERATIONS):
            self._three_generations()
        for number in range(_ALONE):
            self._alone(number)

    def people(self) -> list[list[Value]]:
        """Rows of the village roster, household by household."""
        rows = sorted(self._all, key=lambda v: v.household)
        return [
            [
                v.name, v.sex, v.id_number, v.birth, v.household, v.relation, v.group, v.phone,
                "是" if v.registered else "否", "" if v.registered else "户籍在外村，居住未满一年",
            ]
            for v in rows
        ]  # fmt: skip

    def seats(self) -> list[list[Value]]:
        """Rows of the roster of bodies: members, committees, representatives, supervisors, board."""
        named = {v.name: v for v in self._cast}  # of the two namesakes the younger; the elder is cast[-2]
        elder, younger = self._cast[-2:]
        representatives = self._representatives([named[n] for n in _REPRESENTATIVES_OF_CAST] + [elder])
        committee = [named[name] for name, _ in _OFFICES["党支部委员会"]]
        members = [*committee, *(named[n] for n in _MEMBERS_OF_CAST), younger]
        members += representatives[:10]
        busy = {id(v) for v in chain(self._cast, representatives)}
        others = [v for v in self._all if v.adult() and v.registered and id(v) not in busy]
        self._dice.shuffle(others)
        members += [v for v in others if v.birth.year < 1990][: FULL_MEMBER_COUNT - len(members)]
        probationary = [v for v in others if 1990 <= v.birth.year <= 2003][:PROBATIONARY_COUNT]
        rows = [self._seat(v, "党员", "正式党员", self._joined(v), None) for v in members]
        rows += [self._seat(v, "党员", "预备党员", date(2025, 9, 10), None) for v in probationary]
        for body, posts in _OFFICES.items():
            rows += [self._seat(named[name], body, post, TERM_SINCE, TERM_UNTIL) for name, post in posts]
        rows += [self._seat(v, "村民代表", "代表", TERM_SINCE, TERM_UNTIL) for v in representatives]
        return rows

    def _representatives(self, chosen: list[_Villager]) -> list[_Villager]:
        """Forty adults of forty households, sixteen of them women, 14, 13 and 13 from the groups."""
        homes = {v.household for v in self._cast}
        pool = [v for v in self._all if 1956 <= v.birth.year <= 1998 and v.registered]
        self._dice.shuffle(pool)
        women = WOMEN_REPRESENTATIVE_COUNT - sum(v.sex == "女" for v in chosen)
        men = REPRESENTATIVE_COUNT - len(chosen) - women
        wanted = ["女"] * women + ["男"] * men
        self._dice.shuffle(wanted)
        share = {group: 14 if group == GROUPS[0] else 13 for group in GROUPS}
        for sex in wanted:
            short = max(GROUPS, key=lambda g: share[g] - sum(v.group == g for v in chosen))
            found = next(v for v in pool if v.sex == sex and v.group == short and v.household not in homes)
            homes.add(found.household)
            chosen.append(found)
        return chosen

    def _joined(self, v: _Villager) -> date:
        return date(max(v.birth.year + self._dice.randint(22, 34), 1970) if v.birth.year < 1990 else 2018, 7, 1)

    @staticmethod
    def _seat(v: _Villager, body: str, post: str, since: date, until: date | None) -> list[Value]:
        return [v.name, v.id_number, v.household, body, post, since, until, ""]

    def _next_group(self) -> int:
        """The group that has the fewest households, so that all three end alike."""
        return self._households.index(min(self._households))

    def _new_household(self, group: int) -> str:
        self._households[group] += 1
        return str((group + 1) * 1000 + self._households[group])

    def _couple(self, year: int, group: int, cast: tuple[str, str] | None = None) -> _Villager:
        household = self._new_household(group)
        name, sex = cast or ("", "男")
        head = self._villager(sex, self._birth(year, year), household, "户主", name=name)
        other = "女" if sex == "男" else "男"
        self._villager(other, self._birth(year - 2, year + 3), household, "配偶")
        return head

    def _family(self, children: int) -> None:
        year = self._dice.randint(1978, 1994)
        father = self._couple(year, self._next_group())
        self._children(father, children, ("儿子", "女儿"), max(2009, year + 22))

    def _three_generations(self) -> None:
        year = self._dice.randint(1955, 1964)
        elder = self._couple(year, self._next_group())
        son = self._villager(
            "男", self._birth(year + 24, year + 27), elder.household, "儿子", surname=_surname(elder.name)
        )
        self._villager("女", self._birth(year + 25, year + 28), elder.household, "儿媳")
        self._children(son, 2, ("孙子", "孙女"), 2010)

    def _children(self, father: _Villager, count: int, words: tuple[str, str], first: int) -> None:
        for _ in range(count):
            sex = self._dice.choice(("男", "女"))
            birth = self._birth(max(first, 2009), 2025)
            relation = words[0] if sex == "男" else words[1]
            self._villager(sex, birth, father.household, relation, surname=_surname(father.name))

    def _alone(self, number: int) -> None:
        registered = number >= UNREGISTERED_COUNT  # the first few live here but are registered elsewhere
        young = number % 3 == 0 or not registered
        years = (1980, 2004) if young else (1938, 1965)
        person = self._villager(
            self._dice.choice(("男", "女")), self._birth(*years), self._new_household(self._next_group()), "户主"
        )
        person.registered = registered

    def _birth(self, first: int, last: int) -> date:
        """A day in those years, never one that makes somebody come of age while the practice matters run."""
        while True:
            day = date(first, 1, 1) + timedelta(days=self._dice.randrange(365 * (last - first + 1)))
            if day <= _LAST_BIRTH and not _COMING_OF_AGE[0] <= day <= _COMING_OF_AGE[1]:
                return day

    def _villager(
        self, sex: str, birth: date, household: str, relation: str, *, name: str = "", surname: str = ""
    ) -> _Villager:
        group = GROUPS[int(household[0]) - 1]
        minor = birth > _COMING_OF_AGE[1]
        phone = "" if minor else f"{_PHONE_PREFIX}{self._dice.randrange(10**7):07d}"
        name = name or self._name(sex, surname, minor)
        new = _Villager(name, sex, birth, self._id_number(sex, birth), household, relation, group, phone)
        self._all.append(new)
        return new

    def _name(self, sex: str, surname: str, minor: bool) -> str:
        """A name nobody else has; one in five has a single given character."""
        given = _GIVEN[sex, not minor]
        while True:
            family = surname or self._dice.choice(_SURNAMES)
            first = "" if self._dice.random() < 0.2 else self._dice.choice(given[::2])
            name = family + first + self._dice.choice(given[1::2])
            if name not in self._names:
                self._names.add(name)
                return name

    def _id_number(self, sex: str, birth: date) -> str:
        """The next number of that birthday; the 17th digit is odd for men."""
        sequence = self._sequence.get(birth, 0) + 1
        if sequence % 2 != (sex == "男"):
            sequence += 1
        self._sequence[birth] = sequence
        first = f"{_AREA}{birth:%Y%m%d}{sequence:03d}"
        return first + check_digit(first)


def _surname(name: str) -> str:
    return name[:2] if name[:2] in _SURNAMES else name[0]
