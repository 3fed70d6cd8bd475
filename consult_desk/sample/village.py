"""Builds the practice village: rosters imported, an authorisation, four matters at different stages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from consult_desk import actions as act
from consult_desk.base.clock import beijing_now
from consult_desk.desk import Desk
from consult_desk.interchange.sample_village import TOWNSHIP, VILLAGE, build_rosters
from consult_desk.sample.guide import PASSPHRASE, Clock, Guide, Votes

DITCH = (
    "一、对三组灌溉渠道1.8公里进行清淤，清除淤泥、杂草和垃圾。\n"
    "二、对渠道两侧易塌方的420米岸坡用浆砌石护坡加固。\n"
    "三、工程由村民委员会组织实施，通过村级小型工程交易程序确定施工队，村务监督委员会全程监督。\n"
    "四、总投资不超过18.6万元，从村集体经济收益中列支，超出部分须重新议决。\n"
    "五、工程于汛期前完工，完工后由村务监督委员会和村民代表验收，结果向全体村民公布。"
)
LIGHTS = (
    "一、更换村文化广场和主要道路的旧路灯46盏，改用太阳能路灯。\n"
    "二、总投资不超过9.2万元，从村集体经济收益中列支。\n三、旧灯杆由村集体统一回收处理。"
)
CLINIC = "一、修缮村卫生室屋顶和门窗，增设无障碍坡道。\n二、总投资不超过6.5万元，申请上级补助4万元，其余从村集体经济收益中列支。"
TEA = "一、将村集体茶园40亩委托给返乡青年合作社经营，期限五年。\n二、收益每年按方案分配，账目每季度公布。"


@dataclass(frozen=True)
class Sample:
    """What was built: the ids of the four matters and the papers of the finished one by kind."""

    home: Path
    finished: int
    hanging: int
    deliberating: int
    proposed: int
    papers: dict[str, int]


def prepare_village(home: Path, clock: Clock) -> Guide:
    """A new desk with the practice village, its rosters, the authorisation and two practice identities."""
    desk = Desk.create(home, now=clock, who="单守田")
    desk.do(
        act.people.found_village,
        name=VILLAGE,
        township=TOWNSHIP,
        contact="单守田 00008650123",
        address="青石村党群服务中心一楼",
        supervision_contact="查正清 00008650456",
        board_places="村务公开栏\n二组小卖部外墙",
        practice=True,
    )
    for name, data in build_rosters().items():
        desk.do(act.people.import_roster, data=data, name=name)
    desk.do(
        act.people.record_authorization,
        scope="公益事业的兴办、筹资筹劳和建设承包方案，村集体经济所得资金和物资的使用",
        categories=["public_welfare", "collective_funds"],
        given_on=clock.day - timedelta(days=60),
        until=clock.day + timedelta(days=600),
        source="青石村村民会议决议",
    )
    desk.do(act.signing.make_identity, role="issuer", name=f"{VILLAGE}村民委员会", passphrase=PASSPHRASE)
    desk.do(act.signing.make_identity, role="supervisor", name=f"{VILLAGE}村务监督委员会", passphrase=PASSPHRASE)
    return Guide(desk, clock)


def open_ditch(guide: Guide) -> int:
    """The main matter: dredge and secure the irrigation ditch of group three."""
    return open_matter(guide, "三组灌溉渠清淤及护坡加固", "public_welfare", "suggestion", DITCH, 18_600_000)


def open_matter(
    guide: Guide, title: str, category: str, origin: str, text: str, budget: int, *, profile: str = ""
) -> int:
    """Open a matter with everything a secretary would fill in. budget in fen."""
    matter: int = guide.desk.do(
        act.matters.open_matter,
        title=title,
        category=category,
        origin=origin,
        text=text,
        background="村民多次反映，两委成员已到现场查看。",
        budget=budget,
        fund_source="村集体经济收益",
        executor="村民委员会",
        profile=profile,
    ).result
    return matter


def resolve(
    guide: Guide, matters: list[int], days: list[date], called: Callable[[int], None] = lambda _meeting: None
) -> list[int]:
    """Propose, confer, deliberate and resolve on four days. called: told of each meeting before it opens.

    Returns the meetings.
    """
    said = [("欧阳立春", "渠道淤了三年，去年三组有四十多亩地浇不上水。"), ("林秀兰", "请把用工和材料账目按月贴出来。")]
    plan: list[tuple[str, str, Votes | None, int]] = [
        ("party_committee", "propose", Votes(5), 0),
        ("two_committees", "consult", None, 0),
        ("party_member_meeting", "deliberate", Votes(27, 1, 2), 2),
        ("rep_meeting", "resolve", Votes(39, 1, 1, secret=True), 4),
    ]
    meetings = []
    for (body, step, votes, absent), day in zip(plan[: len(days)], days, strict=True):
        notice = day - timedelta(days=7) if step == "resolve" else day - timedelta(days=2)
        notice = max(notice, guide.clock.day)
        meetings.append(
            guide.hold(
                body, step, matters, day, votes, absent=absent, notice_on=notice, speeches=said, called=called
            )
        )
    return meetings


def build_sample(home: Path, *, today: date | None = None, say: Callable[[str], None] = lambda _words: None) -> Sample:
    """Make the practice village in a new folder, so that its story ends today. say: told of each stage.

    Raises Trouble when the folder holds a desk already.
    """
    end = today or beijing_now().date()
    begin = end - timedelta(days=110)
    clock = Clock(begin)
    guide = prepare_village(home, clock)

    def day(offset: int) -> date:
        return begin + timedelta(days=offset)

    say("名册已导入")
    ditch = open_ditch(guide)
    lights = open_matter(guide, "文化广场和主要道路路灯更换", "public_welfare", "cadre", LIGHTS, 9_200_000)
    meetings = resolve(guide, [ditch], [day(3), day(8), day(15), day(26)])
    papers = {"meeting_notice": guide.issue("meeting_notice", meetings[3])}
    papers["attendance_sheet"] = guide.issue("attendance_sheet", meetings[3], sign=False)
    papers["minutes"] = guide.issue("minutes", meetings[3], sign=False)
    clock.go(day(27))
    papers["resolution"] = guide.issue("resolution", ditch)
    posting, until = guide.post(ditch, "disclose_resolution", day(27))
    guide.take_down(posting, until)
    guide.supervise(ditch, "disclose_resolution")
    say("第一件事项的决议已公开期满")
    started = until + timedelta(days=1)
    guide.execute(ditch, started, started + timedelta(days=20), started + timedelta(days=23), 18_125_000)
    posted = started + timedelta(days=24)
    clock.go(posted)
    papers["result"] = guide.issue("result", ditch)
    posting, until = guide.post(ditch, "disclose_result", posted)
    guide.take_down(posting, until)
    guide.supervise(ditch, "disclose_result")
    say("第一件事项已办结")
    late = max(until + timedelta(days=1), end - timedelta(days=14))
    clock.go(late)
    tea = open_matter(guide, "集体茶园委托经营方案", "collective_funds", "suggestion", TEA, 0)
    clinic = open_matter(guide, "村卫生室修缮", "public_welfare", "assignment", CLINIC, 6_500_000)
    story = [late + timedelta(days=n) for n in (0, 1, 3, 10)]
    resolve(guide, [lights], story)
    clock.go(story[-1] + timedelta(days=1))
    guide.issue("resolution", lights)
    guide.post(lights, "disclose_resolution", clock.day)
    clock.go(max(clock.day, end - timedelta(days=1)))
    resolve(guide, [clinic], [clock.day, clock.day])
    say("四件事项已就绪")
    guide.desk.close()
    return Sample(home, ditch, lights, clinic, tea, papers)
