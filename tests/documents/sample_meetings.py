"""Invented facts of the papers of meetings, rich and poor, for the tests of drawing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from consult_desk.documents.item_record import ItemHeard, ItemRecordFacts
from consult_desk.documents.kinds.personal_notice import Called, PersonalNoticeFacts
from consult_desk.documents.kinds.resolution_document import ResolutionDocumentFacts
from consult_desk.documents.kinds.summary_minutes import SummaryItem, SummaryMinutesFacts
from consult_desk.documents.kinds.tally_sheet import TallyCount, TallyItem, TallySheetFacts
from tests.documents.sample_facts import ARTICLE, JOINT, RARE, attendance_sheet, ballot, imprint, minutes

MEETING = "2026年第一次村民代表会议"
SITTINGS = (
    ("青石村党群服务中心二楼会议室", "2026年3月15日（星期日）上午9时"),
    ("北沟组文化广场（雨天改在组长家堂屋）", "2026年3月15日（星期日）下午2时30分"),
)
NAMES = (*RARE, "张德福", "欧阳建国", "阿依古丽·买买提", "吴用", "韩秀芝")


def personal_notice(people: int = 5) -> PersonalNoticeFacts:
    """Two sittings, three items, some notices delivered already."""
    return PersonalNoticeFacts(
        imprint=imprint(number="青石村会〔2026〕2号", issued_on=date(2026, 3, 5)),
        meeting=MEETING,
        sittings=SITTINGS,
        agenda=(
            "村内主干道硬化工程（决议）", "2026年度机动地承包方案（审议）",
            "生活垃圾清运收费标准及“以奖代补”办法（商议）",
        ),
        convener="青石村村民委员会",
        chair="张德福",
        given_on=date(2026, 3, 5),
        special_reason="",
        contact="村委会值班室，张小梅，0431-5550 0137",
        people=tuple(
            Called(
                NAMES[n % len(NAMES)], "村民代表" if n % 4 else "村民代表、村委会委员", f"第{'一二三'[n % 3]}村民小组",
                "当面送达，2026年3月6日" if n % 2 else "",
            )
            for n in range(people)
        ),
    )  # fmt: skip


def poor_personal_notice() -> PersonalNoticeFacts:
    """One person, one item, called at short notice in the practice village."""
    return replace(
        personal_notice(1), imprint=imprint(number="", practice=True, issuers=JOINT), sittings=(("村委会", "当晚7时"),),
        agenda=("防汛抢险",), convener="", chair="", special_reason="上游水库泄洪，需连夜转移低洼处农户", contact="",
        people=(Called("李䶮", "", ""),),
    )


PLAN = (
    "一、将村口至北沟组的主干道（长1.86公里、宽4.5米）硬化为水泥路面，厚度不少于18厘米，两侧各留0.5米路肩。",
    "二、工程预算186,000.00元，其中“一事一议”财政奖补120,000.00元，村集体经济收入66,000.00元；不向村民筹资。",
    "三、工程由村民委员会组织公开询价，村务监督委员会全程监督材料进场、隐蔽工程和资金支付；结果另行公告。",
)
# Some 3,000 characters with line breaks, as the rules of a village are.
LONG = tuple(
    f"第{n}条　" + "村民应当爱护公共设施，保持房前屋后整洁，不得占用巷道堆放柴草杂物，不得向沟渠倾倒垃圾和污水。" * (1 + n % 3)
    for n in range(1, 36)
)


def item_heard() -> ItemHeard:
    """A matter that was amended, voted by ballot and sent on."""
    return ItemHeard(
        title="村内主干道硬化工程", matter_number="2026-003", origin="党员、群众建议", proposer="北沟组党员李䶮等3人联名",
        plan=PLAN, plan_words="第1稿，2026年2月20日村党组织提议时的文字",
        speeches=(
            ("李䶮", "建议错车道增加到三处，避开王家老井；冬天结冰，弯道要加防滑槽。"),
            ("张德福", "同意增加错车道，写进施工要求；防滑槽要加多少钱，请张小梅算一下。"),
            ("张小梅", "防滑槽大约2,300元，可以从预备费里出。"),
        ),
        discussion="", amendments=("2026年2月27日：按李䶮的意见，错车道由两处改为三处，弯道加防滑槽",),
        recused=(("赵𫖯", "承包人亲属"),), present=8, method="无记名投票",
        counts=(("发出票", 8), ("收回票", 8), ("有效票", 7), ("无效票", 1)), yes=6, no=1, abstain=0,
        tellers=(("监票人", "韩秀芝"), ("计票人", "欧阳建国"), ("唱票人", "吴用")),
        quorum_words="应到 9 人，需 5 人，实到 8 人，已满足", pass_words="到会 8 人，需过半数 5 人同意，同意 6 人，通过",
        reference="《中华人民共和国村民委员会组织法》（2025年修正）第二十八条", result="通过",
        revised=(*PLAN[:1], "增设错车道三处，弯道设防滑槽。", *PLAN[1:]), sent_on=date(2026, 2, 27), sent_to="党员大会审议",
    )  # fmt: skip


def consultation_record() -> ItemRecordFacts:
    """Two matters of the two committees: one amended and voted, one with a long text and no vote."""
    long = replace(
        item_heard(), title="关于修订《青石村村规民约》的决定", matter_number="2026-005", plan=LONG, speeches=(), amendments=(),
        recused=(), method="", counts=(), yes=None, no=None, abstain=None, tellers=(), quorum_words="", pass_words="",
        reference="", result="本次会议没有表决", revised=(), sent_on=None, sent_to="",
        discussion="委员们逐条讨论，\n第三、七、十一条意见不一，会后再征求群众意见。",
    )
    return ItemRecordFacts(
        imprint=imprint(number="", issued_on=date(2026, 2, 27), late=("补录：表决发生于2026年2月27日，2026年3月1日录入",)),
        meeting="2026年2月村“两委”联席会议", body="村“两委”会议", form="现场会议",
        sittings=(("青石村党群服务中心二楼会议室", "2026年2月27日上午9时"),), convener="村党支部", chair="张德福",
        recorder="张小梅", members=9, voters=9, due=9, leave=(("吴用", "外出务工"),), absent=(), excluded=(),
        township=("王建设（柳河镇党委委员、包村干部）",), observers=("韩秀芝（村务监督委员会主任）",),
        items=(item_heard(), long),
    )


def poor_consultation_record() -> ItemRecordFacts:
    """One matter in one line, nothing said, all for it, in the practice village."""
    one = replace(
        item_heard(), title="修路", origin="群众建议", proposer="村党支部", plan=("修路。",), plan_words="", speeches=(),
        amendments=(), recused=(), method="举手表决", counts=(), yes=5, no=0, abstain=0, tellers=(), reference="",
        revised=(), quorum_words="", pass_words="", present=5,
    )
    return replace(
        consultation_record(), imprint=imprint(number="", practice=True), leave=(), township=(), observers=(), items=(one,),
        due=5, members=5, voters=5,
    )


def deliberation_record() -> ItemRecordFacts:
    """A matter before 62 Party members in two sittings, some of them not counted."""
    return replace(
        consultation_record(), meeting="2026年3月党员大会", body="党员大会", form="现场会议，分2场", sittings=SITTINGS,
        members=62, voters=58, due=55, leave=tuple((name, "外出务工") for name in NAMES), absent=("武大",),
        excluded=(("刘二柱", "预备党员没有表决权"), ("林冲", "住院治疗，行动不便"), ("鲁达", "流动党员，关系已转出")),
        items=(replace(item_heard(), present=43, yes=40, no=2, abstain=1, sent_to="村民代表会议决议"),),
    )


def poor_deliberation_record() -> ItemRecordFacts:
    """One line before seven members."""
    return replace(poor_consultation_record(), meeting="2026年3月党员大会", body="党员大会", due=7, members=7, voters=7)


def tally_sheet() -> TallySheetFacts:
    """One item counted in two sittings, one with many votes, one still blank."""
    one = TallyCount(*SITTINGS[0], "无记名投票", 22, 22, 22, 21, 1, 19, 1, 1)
    other = TallyCount(*SITTINGS[1], "无记名投票", 19, 19, 18, 18, 0, 18, 0, 0)
    total = TallyCount("", "", "无记名投票", 41, 41, 40, 39, 1, 37, 1, 1)
    tellers = (("唱票人", "吴用"), ("计票人", "欧阳建国"), ("监票人", "韩秀芝、李䶮"))
    voted = TallyItem(
        1, "村内主干道硬化工程", "2026-003", (one, other), total, "同意37票，占到会有表决权的41人的90.24%",
        "到会 41 人，需过半数 21 人同意，同意 37 人，通过", "《中华人民共和国村民委员会组织法》（2025年修正）第三十条", "通过",
        tellers, 45,
    )  # fmt: skip
    many = TallyCount(*SITTINGS[0], "举手表决", 388, None, None, None, None, 326, 42, 20)
    counted = replace(
        voted, number=2, title="关于修订《青石村村规民约》的决定", matter_number="2026-005", counts=(many,), total=None, tellers=(),
        share="同意326票，占到会有表决权的388人的84.02%", pass_words="", voters=402,
    )
    return TallySheetFacts(imprint(number="", issued_on=date(2026, 3, 15)), MEETING, (voted, counted))


def poor_tally_sheet() -> TallySheetFacts:
    """Blank, to be filled with a pen."""
    blank = TallyCount("村委会", "当晚7时", *("",), *(None,) * 8)
    item = TallyItem(1, "修路", "2026-003", (blank,), None, "", "", "", "", (), 24)
    return TallySheetFacts(imprint(number="", practice=True), MEETING, (item,))


def summary_minutes() -> SummaryMinutesFacts:
    """Two matters agreed, one put off; 41 present."""
    return SummaryMinutesFacts(
        imprint=imprint(number="青石村纪〔2026〕1号", issued_on=date(2026, 3, 16), issuers=JOINT),
        mark="青石村村民代表会议纪要", meeting=MEETING, held_on=date(2026, 3, 15), sittings=SITTINGS, convener="青石村村民委员会",
        chair="张德福", due=45, present_count=41, quorum_words="应到 45 人，需 30 人，实到 41 人，已满足",
        items=(
            SummaryItem(
                "村内主干道硬化工程", "2026-003", "村民代表会议决议", "通过了这一事项", "同意37票，反对1票，弃权1票", PLAN,
                "青石村村民委员会（负责人：张德福）", "2026年9月30日",
            ),
            SummaryItem(
                "关于修订《青石村村规民约》的决定", "2026-005", "村民代表会议决议", "通过了这一事项", "同意40票，反对0票，弃权1票",
                LONG[:6], "", "",
            ),
            SummaryItem("生活垃圾清运收费标准", "2026-006", "“两委”商议", "没有表决这一事项", "", (), "", "", False),
        ),
        present=(*NAMES * 4,)[:41], leave=("吴用", "林冲"), absent=("武大",), observers=("王建设（镇包村干部）",),
    )  # fmt: skip


def poor_summary_minutes() -> SummaryMinutesFacts:
    """One matter in one line, three present."""
    item = SummaryItem("修路", "", "决议", "通过了这一事项", "同意3票，反对0票，弃权0票", ("修路。",), "", "")
    return replace(
        summary_minutes(), imprint=imprint(number="", practice=True), sittings=(("村委会", "2026年3月15日9时"),), convener="",
        chair="", due=3, present_count=3, quorum_words="", items=(item,), present=NAMES[:3], leave=(), absent=(), observers=(),
    )


def resolution_document() -> ResolutionDocumentFacts:
    """Decided by representatives under an authorisation, by ballot, in two sittings."""
    return ResolutionDocumentFacts(
        imprint=imprint(number="青石村决〔2026〕1号", issued_on=date(2026, 3, 15), issuers=JOINT, late=("补录：表决补录一次",)),
        matter="村内主干道硬化工程", matter_number="2026-003", meeting=MEETING, body="村民代表会议",
        counted="按村民代表会议组成人员", authorization="村民会议2025年第1次会议授权，范围：公益事业，2025年6月2日至2027年6月1日",
        notice_words="应提前 10 日通知，3月5日发出、3月15日开会，已满足", held_on=date(2026, 3, 15), sittings=SITTINGS,
        convener="青石村村民委员会", chair="张德福", recorder="张小梅", due=45, present=41,
        women="村民代表中的妇女应到16人，实到15人", method="无记名投票",
        counts=(("发出票", 41), ("收回票", 40), ("有效票", 39), ("无效票", 1)), yes=37, no=1, abstain=1,
        quorum_words="应到 45 人，需 30 人，实到 41 人，达到三分之二以上",
        pass_words="到会 41 人，需过半数 21 人同意，同意 37 人，通过",
        references=(ARTICLE, "《中华人民共和国村民委员会组织法》（2025年修正）第三十条"), text=PLAN, budget="186,000.00元",
        fund_source="“一事一议”财政奖补120,000.00元，村集体经济收入66,000.00元", executor="青石村村民委员会（负责人：张德福）",
        deadline="2026年9月30日", signers=("主持人", "记录人", "监票人"), needs_authorization=True,
    )  # fmt: skip


def poor_resolution_document() -> ResolutionDocumentFacts:
    """One line, decided by the assembly by show of hands, nothing known of its execution."""
    return replace(
        resolution_document(), imprint=imprint(number="", practice=True), matter="修路", body="村民会议",
        counted="按十八周岁以上村民", authorization="", needs_authorization=False, sittings=(("村委会", "2026年3月15日9时"),),
        women="", method="举手表决", counts=(), references=(), text=("同意修路。",), budget="", fund_source="", executor="",
        deadline="", signers=("主持人", "记录人"), notice_words="",
    )


def extreme() -> dict[str, Any]:
    """Long texts and 400 names, by kind."""
    people = tuple(f"{NAMES[n % len(NAMES)]}" for n in range(400))
    return {
        "resolution_document": replace(resolution_document(), text=LONG),
        "summary_minutes": replace(
            summary_minutes(), due=402, present_count=400, present=people, leave=people[:30],
            items=(replace(summary_minutes().items[0], text=LONG),),
        ),
        "personal_notice": personal_notice(40),
        "minutes_pdf": replace(
            minutes(), due=402, present=400, present_names=people, leave=tuple((name, "外出务工") for name in people[:60]),
            items=(replace(minutes().items[0], text=LONG), *minutes().items[1:]),
        ),
        "attendance_sheet": attendance_sheet(400),
        "ballot": replace(ballot(), items=(replace(ballot().items[0], text=LONG, copies=3),)),
    }  # fmt: skip


SAMPLES: dict[str, tuple[str, Callable[[], Any]]] = {
    "tally_sheet": ("tally_sheet", tally_sheet),
    "tally_sheet_poor": ("tally_sheet", poor_tally_sheet),
    "consultation_record": ("consultation_record", consultation_record),
    "consultation_record_poor": ("consultation_record", poor_consultation_record),
    "deliberation_record": ("deliberation_record", deliberation_record),
    "deliberation_record_poor": ("deliberation_record", poor_deliberation_record),
    "summary_minutes": ("summary_minutes", summary_minutes),
    "summary_minutes_poor": ("summary_minutes", poor_summary_minutes),
    "resolution_document": ("resolution_document", resolution_document),
    "resolution_document_poor": ("resolution_document", poor_resolution_document),
}
# Slips have no page numbers and are looked at beside the ballots.
SLIPS: dict[str, tuple[str, Callable[[], Any]]] = {
    "personal_notice": ("personal_notice", personal_notice),
    "personal_notice_poor": ("personal_notice", poor_personal_notice),
}
