"""Invented facts of the papers of meetings, rich and poor, for the tests of drawing."""

from dataclasses import replace
from datetime import date

from consult_desk.documents.item_record import ItemHeard, ItemRecordFacts
from consult_desk.documents.kinds.personal_notice import Called, PersonalNoticeFacts
from tests.documents.sample_facts import JOINT, RARE, imprint

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
