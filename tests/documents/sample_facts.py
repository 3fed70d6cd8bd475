"""Invented facts of the five papers, rich and poor, for the tests of drawing."""

from dataclasses import replace
from datetime import date

from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kinds.attendance_sheet import AttendanceLine, AttendanceSheetFacts
from consult_desk.documents.kinds.ballot import BallotFacts, BallotItem
from consult_desk.documents.kinds.meeting_notice import MeetingNoticeFacts
from consult_desk.documents.kinds.minutes import AgendaRecord, MinutesFacts
from consult_desk.documents.kinds.objection_reply import ObjectionReplyFacts
from consult_desk.documents.kinds.resolution import ResolutionFacts, StepLine
from consult_desk.documents.kinds.result import MilestoneLine, ResultFacts
from consult_desk.documents.kinds.signature_page import SignaturePageFacts

HEAD = "3f9a2c5517e0b84d6a1f0c9e8b7d6a5f4e3d2c1b0a99887766554433221100ff"
RARE = ("李䶮", "王㛃", "张𬱖", "赵𫖯", "孙𠅤", "周𬀩")
ARTICLE = "《中华人民共和国村民委员会组织法》（2025年修正）第二十八条"
CHANNELS = (
    ("受理地点", "青石村党群服务中心一楼村务公开办公室（工作日8:00至17:30）"),
    ("受理电话", "0431-5550 0137"),
    ("意见箱", "村委会大门右侧"),
)
SUPERVISION = (("监督电话", "0431-5550 0138"), ("监督单位", "青石村村务监督委员会，主任韩秀芝"))


def imprint(**changes: object) -> Imprint:
    """The imprint of a first version."""
    plain = Imprint(
        village="青石村", issuers=("青石村村民委员会",), number="青石村公〔2026〕3号", version=1, supersedes="",
        correction="", issued_on=date(2026, 3, 16), head=HEAD, head_size=128,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


JOINT = ("中共青石村支部委员会", "青石村村民委员会")


def meeting_notice() -> MeetingNoticeFacts:
    """Two sittings, three items, called at short notice."""
    return MeetingNoticeFacts(
        imprint=imprint(number="青石村会〔2026〕2号", issued_on=date(2026, 3, 5)),
        meeting="2026年第一次村民代表会议",
        called="全体村民代表",
        sittings=(
            ("青石村党群服务中心二楼会议室", "2026年3月15日（星期日）上午9时"),
            ("北沟组文化广场（雨天改在组长家堂屋）", "2026年3月15日（星期日）下午2时30分"),
        ),
        agenda=(
            "村内主干道硬化工程（决议）", "2026年度机动地承包方案（审议）",
            "生活垃圾清运收费标准及“以奖代补”办法（商议）",
        ),
        convener="青石村村民委员会",
        chair="村民委员会主任张德福",
        notice_given_on=date(2026, 3, 5),
        notice_words="应提前 10 日通知，3月5日发出、3月15日开会，已满足",
        reference="《中华人民共和国村民委员会组织法》（2025年修正）第三十条",
        special_reason="",
        contact="村委会值班室，张小梅，0431-5550 0137",
    )  # fmt: skip


def poor_meeting_notice() -> MeetingNoticeFacts:
    """One sitting, one item, nobody named; called at short notice."""
    return replace(
        meeting_notice(), imprint=imprint(number="", practice=True), called="", sittings=(("村委会", "当晚7时"),),
        agenda=("防汛抢险",), convener="", chair="", notice_words="", reference="", contact="",
        special_reason="上游水库泄洪，需连夜转移低洼处农户",
    )  # fmt: skip


def attendance_sheet(people: int = 45) -> AttendanceSheetFacts:
    """A sheet with rare characters and a person on leave; three pages at 45 people."""
    names = [*RARE, "张德福", "欧阳建国", "阿依古丽·买买提", "吴用", "韩秀芝"]
    lines = tuple(
        AttendanceLine(
            n, names[(n - 1) % len(names)], "村民代表" if n % 4 else "村民代表、村委会委员",
            f"第{'一二三'[n % 3]}村民小组", "男女"[n % 2], "请假：外出务工" if n == 7 else "",
            f"CD-P{n}-M7",
        )
        for n in range(1, people + 1)
    )  # fmt: skip
    return AttendanceSheetFacts(
        imprint=imprint(number="", issued_on=date(2026, 3, 15)),
        meeting="2026年第一次村民代表会议",
        sittings=(("青石村党群服务中心二楼会议室", "2026年3月15日（星期日）上午9时"),),
        due=people,
        quorum_words=f"应到 {people} 人，需 {people * 2 // 3 + (people * 2 % 3 > 0)} 人到会（三分之二以上）",
        lines=lines,
        excluded=(("刘二柱", "户口已于2026年1月迁出本村"),),
    )


def signature_page() -> SignaturePageFacts:
    """Chair, recorder and those present, over two pages."""
    return SignaturePageFacts(
        imprint=imprint(number="", practice=True), meeting="2026年第一次村民代表会议", held_on=date(2026, 3, 15),
        minutes_number=2, digest=HEAD, confirmed_by="张德福、张小梅",
        decisions=("村内主干道硬化工程：通过。", "生活垃圾清运收费标准：本次会议没有表决。"),
        signers=(("主持人", "张德福"), ("记录人", "张小梅"), *(("到会人员", name) for name in (*RARE, "欧阳建国") * 2)),
    )


def ballot(*, practice: bool = True, numbered: bool = False, copies: int = 6) -> BallotFacts:
    """Two matters: one short, four slips a sheet; one long, one slip a sheet."""
    long = tuple(f"第{n}条　" + "村民应当爱护公共设施，保持房前屋后整洁，不得占用巷道堆放柴草杂物。" * 3 for n in range(1, 9))
    return BallotFacts(
        imprint=imprint(number="", practice=practice), meeting="2026年第一次村民代表会议", body="村民代表会议",
        held_on="2026年3月15日",
        items=(
            BallotItem(1, "2026-003", "村内主干道硬化工程", resolution().resolution[:1], copies, numbered),
            BallotItem(2, "2026-005", "关于修订《青石村村规民约》的决定", long, 2, numbered),
        ),
    )


def resolution() -> ResolutionFacts:
    """Joint issuers, five steps, a spoiled ballot, a late entry."""
    step = StepLine
    return ResolutionFacts(
        imprint=imprint(
            issuers=JOINT, late=("“党员大会审议”发生于2026年3月8日，于2026年3月12日补录，原因：会议当天停电。",)
        ),
        matter="村内主干道硬化工程",
        matter_number="2026-003",
        meeting="2026年第一次村民代表会议",
        held_on=date(2026, 3, 15),
        due=45,
        present=41,
        yes=37,
        no=1,
        abstain=2,
        spoiled=1,
        quorum_words="应到 45 人，需 30 人，实到 41 人，达到三分之二以上",
        pass_words="到会 41 人，需过半数 21 人同意，同意 37 人，通过",
        references=(ARTICLE, "《中华人民共和国村民委员会组织法》（2025年修正）第三十条"),
        steps=(
            step("党组织提议", "村党支部委员会", date(2026, 2, 20), "应到 5 人，实到 5 人，同意 5 人"),
            step("“两委”商议", "村党支部和村民委员会联席会议", date(2026, 2, 27), "应到 9 人，实到 8 人，同意 8 人"),
            step("党员大会审议", "全体党员大会", date(2026, 3, 8), "应到 26 人，需 14 人，实到 22 人，同意 21 人，弃权 1 人"),
            step("村民代表会议决议", "村民代表会议", date(2026, 3, 15), "应到 45 人，实到 41 人，同意 37 人"),
        ),
        resolution=(
            "同意将村口至北沟组的主干道（长1.86公里、宽4.5米）硬化为水泥路面，厚度不少于18厘米，两侧各留0.5米路肩。",
            "工程预算186,000.00元，其中“一事一议”财政奖补120,000.00元，村集体经济收入66,000.00元；不向村民筹资，"
            "确需投工的，由村民小组按自愿原则组织，不得摊派。",
            "工程由村民委员会组织公开询价，村务监督委员会全程监督材料进场、隐蔽工程和资金支付；结果另行公告。",
        ),
        budget="186,000.00元",
        fund_source="“一事一议”财政奖补120,000.00元，村集体经济收入66,000.00元",
        executor="青石村村民委员会（负责人：张德福）",
        deadline="2026年9月30日前",
        posted_from=date(2026, 3, 16),
        posted_until=date(2026, 3, 31),
        posting_days=15,
        posting_reference="《中华人民共和国村民委员会组织法》（2025年修正）第三十五条",
        places=("村务公开栏", "北沟组公告栏", "南坡组公告栏"),
        channels=CHANNELS,
        supervision=SUPERVISION,
    )  # fmt: skip


def poor_resolution() -> ResolutionFacts:
    """The least a resolution can say."""
    return replace(
        resolution(), imprint=imprint(number="", practice=True), matter="修路", spoiled=0, references=(), steps=(),
        resolution=("同意修路。",), budget="", fund_source="", executor="", deadline="", places=("村务公开栏",),
        channels=(("受理电话", "0431-5550 0137"),), supervision=(),
    )  # fmt: skip


def result() -> ResultFacts:
    """A second version, with milestones and money."""
    return ResultFacts(
        imprint=imprint(
            issuers=JOINT, number="青石村公〔2026〕9号", version=2, supersedes="青石村公〔2026〕9号 第1版",
            correction="实际支出少计一笔检测费", issued_on=date(2026, 10, 12),
        ),
        matter="村内主干道硬化工程",
        matter_number="2026-003",
        resolution_number="青石村公〔2026〕3号",
        resolved_on=date(2026, 3, 15),
        executor="青石村村民委员会（负责人：张德福）",
        started_on=date(2026, 4, 20),
        finished_on=date(2026, 9, 18),
        milestones=(
            MilestoneLine("路基整平压实", 30, date(2026, 5, 25)),
            MilestoneLine("水泥路面浇筑、切缝和养护", 50, date(2026, 8, 30)),
            MilestoneLine("路肩培土、错车道和安全标志", 20, date(2026, 9, 18)),
        ),
        progress=100,
        budget="186,000.00元",
        actual="182,350.00元",
        difference="节余3,650.00元",
        fund_source="“一事一议”财政奖补120,000.00元，村集体经济收入62,350.00元",
        contractor="兴达路桥工程队（公开询价，三家报价中最低）",
        accepted_on=date(2026, 9, 28),
        accepted_by=("张德福", "韩秀芝", "李䶮", "王㛃", "张𬱖"),
        finding="钻芯三处，厚度18.2至18.6厘米，符合决议要求，同意验收",
        outstanding="北沟组岔口反光镜一面，供货商缺货，10月底前补装",
        posted_from=date(2026, 10, 12),
        posted_until=date(2026, 10, 27),
        posting_days=15,
        posting_reference="《中华人民共和国村民委员会组织法》（2025年修正）第三十五条",
        places=("村务公开栏", "北沟组公告栏"),
        channels=CHANNELS,
        supervision=SUPERVISION,
    )  # fmt: skip


def poor_result() -> ResultFacts:
    """No money, no milestones, nothing outstanding."""
    return replace(
        result(), imprint=imprint(number=""), matter="关于修订《青石村村规民约》的决定", milestones=(), budget="",
        actual="", difference="", fund_source="", contractor="", outstanding="", resolution_number="",
    )  # fmt: skip


def minutes() -> MinutesFacts:
    """One meeting, two sittings, two items, one of them voted."""
    return MinutesFacts(
        imprint=imprint(number="", issued_on=date(2026, 3, 15), late=("“点名”于2026年3月16日补录，原因：停电。",)),
        meeting="2026年第一次村民代表会议",
        held_on=date(2026, 3, 15),
        sittings=(("青石村党群服务中心二楼会议室", "2026年3月15日上午9时"), ("北沟组文化广场", "2026年3月15日下午2时")),
        convener="青石村村民委员会",
        chair="张德福",
        recorder="张小梅",
        due=45,
        present=41,
        present_names=("张德福", *RARE, "欧阳建国", "阿依古丽·买买提", "韩秀芝") * 4,
        leave=(("吴用", "外出务工"), ("林冲", "住院")),
        absent=("武大",),
        excluded=(("刘二柱", "户口已迁出"),),
        observers=("王建设（镇包村干部）",),
        proxies=(("李四", "李五"),),
        quorum_words="应到 45 人，需 30 人，实到 41 人，已满足",
        quorum_reference="《中华人民共和国村民委员会组织法》（2025年修正）第三十条",
        notice_words="3月5日发出通知，满 10 日",
        items=(
            AgendaRecord(
                title="村内主干道硬化工程", matter_number="2026-003", step="村民代表会议决议",
                text=("同意硬化村口至北沟组主干道1.86公里。", "预算186,000.00元。"),
                speeches=(("李䶮", "建议错车道增加到三处，避开王家老井。"), ("张德福", "同意，写进施工要求。")),
                recused=(("赵𫖯", "承包人亲属"),), method="无记名投票",
                counts=(("发出", 40), ("收回", 40), ("有效", 39), ("无效", 1), ("同意", 37), ("反对", 1), ("弃权", 1)),
                tellers=(("监票人", "韩秀芝"), ("计票人", "欧阳建国")),
                quorum_words="到会 41 人，满足", pass_words="到会 41 人，需过半数 21 人同意，同意 37 人，通过",
                reference=ARTICLE, decision="通过《村内主干道硬化工程方案》。",
            ),
            AgendaRecord(
                title="生活垃圾清运收费标准", matter_number="2026-005", step="“两委”商议", text=("每户每年60元。",),
                speeches=(), recused=(), method="", counts=(), tellers=(), quorum_words="", pass_words="",
                reference="", decision="会后再征求意见。", discussion="代表们认为标准偏高，\n建议分户型收取。",
            ),
        ),
        signers=("主持人", "记录人"),
        opening="会议由青石村村民委员会召集，张德福主持，张小梅记录。主持人宣布到会情况和会议议程，会议开始。",
        closing="会议议程进行完毕，主持人宣布散会。",
        remarks="会场外有村民二十余人旁听。\n会后当场封存表决票。",
    )  # fmt: skip


def objection_reply() -> ObjectionReplyFacts:
    """An objection that was upheld, answered a day late, by somebody with a rare name."""
    return ObjectionReplyFacts(
        imprint=imprint(number="青石村答〔2026〕1号", issued_on=date(2026, 3, 27), issuers=JOINT),
        objector="易𬱖",
        matter="村内主干道硬化工程",
        matter_number="2026-003",
        received_on=date(2026, 3, 19),
        channel="书面，投入意见箱",
        content=(
            "公告上写路面宽四米五，可我家门口那一段只有三米八，要硬化到四米五就要占我家的菜地，事先没有人来商量。",
            "另外，水泥标号没有写在公告上，请说明。",
        ),
        finding="成立",
        reply=(
            "经村务监督委员会和施工方现场丈量，您家门口一段（北沟组12号至14号，长41米）路基宽确为3.8米，方案没有写明这一段的做法。",
            "这一段按现有路基宽度3.8米施工，不占用菜地；水泥标号为C30，已补写进方案，由村民代表会议重新表决后公布。",
        ),
        effect="把这件事项退回前面的步骤重新办理",
        handler="村民委员会委员张小梅",
        replied_on=date(2026, 3, 27),
        due_words="答复群众异议：从 2026-03-19 起 7 天内，最迟 2026-03-26，实际 2026-03-27，晚了 1 天",
        reference="《重庆市村级民主管理办法（样例）》第十九条",
        contacts=(("联系人和电话", "张小梅，0431-5550 0137"), ("村务监督委员会", "韩秀芝，0431-5550 0138")),
    )


def poor_objection_reply() -> ObjectionReplyFacts:
    """An objection not upheld, without a time limit, in the practice village."""
    return replace(
        objection_reply(), imprint=imprint(number="", practice=True, issued_on=date(2026, 3, 27)), objector="李䶮",
        channel="", finding="不成立",
        content=("单价偏高",), reply=("单价经过三家比选，最低价中选，比选记录可以到村委会查看。",), effect="", due_words="",
        reference="", contacts=(), handler="单守田",
    )  # fmt: skip
