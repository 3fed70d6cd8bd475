"""Invented facts of the papers of matters, disclosures and registers, rich and poor, for the tests of drawing."""

from dataclasses import replace
from datetime import date

from consult_desk.base.text import base32_code
from consult_desk.documents.kinds.authorization import AuthorizationFacts
from consult_desk.documents.kinds.correction_notice import Change, CorrectionNoticeFacts
from consult_desk.documents.kinds.decision_register import DecisionRegisterFacts, RegisterSheet
from consult_desk.documents.kinds.ledger import LedgerFacts, LedgerLine
from consult_desk.documents.kinds.objection_form import ObjectionFormFacts
from consult_desk.documents.kinds.photo_sheet import PhotoLine, PhotoSheetFacts
from consult_desk.documents.kinds.proposal_form import ProposalFormFacts
from consult_desk.documents.kinds.seal_log import SealLine, SealLogFacts
from consult_desk.documents.kinds.supervision_opinion import SupervisedStep, SupervisionOpinionFacts
from tests.documents.sample_facts import ARTICLE, CHANNELS, HEAD, JOINT, RARE, SUPERVISION, imprint, resolution

ORIGINS = ("党员群众建议", "干部提议", "上级交办")
CATEGORY = "公益事业的兴办和筹资筹劳方案及建设承包方案"
FOLLOW_UPS = ("不影响，继续办理", "暂停实施", "退回重新办理")
ROAD = "村内主干道硬化工程"


def proposal_form() -> ProposalFormFacts:
    """A joint proposal, heard by the committee."""
    return ProposalFormFacts(
        imprint=imprint(number="", issued_on=date(2026, 2, 21), issuers=JOINT),
        matter=ROAD, matter_number="2026-003", category=CATEGORY, origin="党员群众建议", proposer="村民代表联名",
        opened_on=date(2026, 2, 12), joiners=(*RARE, "欧阳建国", "阿依古丽·买买提", "张德福"), joint_base=45,
        background="北沟组和南坡组共128户出行靠一条土路，雨天泥泞，秋收时农机进不来，去年两次有人摔伤。",
        plan=resolution().resolution, budget="186,000.00元",
        fund_source="“一事一议”财政奖补120,000.00元，村集体经济收入66,000.00元", references=(ARTICLE,),
        conflicts="赵𫖯的内弟做水泥生意，讨论和表决时回避", attachments=("工程量清单", "三家报价单"), body="村党支部委员会",
        held_on=date(2026, 2, 20), due=5, present=5, yes=5, no=0, abstain=0,
        opinion="同意作为“四议两公开”事项提交“两委”会议商议。\n应到 5 人，实到 5 人，同意 5 人，通过",
        origins=ORIGINS, chief="党组织\n书记签名",
    )  # fmt: skip


def poor_proposal_form() -> ProposalFormFacts:
    """Two lines, nothing decided."""
    return replace(
        proposal_form(), imprint=imprint(number="", practice=True), matter="修路", joiners=(), joint_base=None, background="",
        plan=("修路。",), budget="", fund_source="", references=(), conflicts="", attachments=(), held_on=None, due=None,
        present=None, yes=None, no=None, abstain=None, opinion="",
    )  # fmt: skip


def correction_notice() -> CorrectionNoticeFacts:
    """Two changes; the posting begins anew."""
    return CorrectionNoticeFacts(
        imprint=imprint(number="青石村公〔2026〕5号", issued_on=date(2026, 3, 20), issuers=JOINT),
        matter=ROAD, matter_number="2026-003", notice="决议公告", notice_number="青石村公〔2026〕3号", old_version=1,
        old_on=date(2026, 3, 16), old_code=base32_code(HEAD), new_number="青石村公〔2026〕4号", new_version=2,
        new_on=date(2026, 3, 20),
        changes=(
            Change("预算", "168,000.00元", "186,000.00元"),
            Change("完成期限", "", "2026年9月30日前"),
            Change("决议内容", resolution().resolution[0], resolution().resolution[0].replace("1.86", "1.68")),
        ),
        reason="录入时把预算的两位数字写颠倒了，会议记录上是186,000元",
        posted_from=date(2026, 3, 20), posted_until=date(2026, 4, 4), posting_days=15,
        posting_reference="《中华人民共和国村民委员会组织法》（2025年修正）第三十五条", places=("村务公开栏", "北沟组公告栏"),
        channels=CHANNELS, supervision=SUPERVISION, anew=True,
    )  # fmt: skip


def poor_correction_notice() -> CorrectionNoticeFacts:
    """No number, no changed words, the same days."""
    return replace(
        correction_notice(), imprint=imprint(number="", practice=True), matter="修路", notice_number="", new_number="",
        changes=(), reason="漏盖了印章", anew=False, places=("村务公开栏",), channels=(("受理电话", "0431-5550 0137"),),
        supervision=(),
    )  # fmt: skip


def photo_sheet() -> PhotoSheetFacts:
    """Six photographs of one notice."""
    kinds = ("近景", "远景", "张贴时", "近景", "撤下时", "撤下时")
    return PhotoSheetFacts(
        imprint=imprint(number="", issued_on=date(2026, 4, 1)), matter=ROAD, matter_number="2026-003",
        notice="决议公告：村内主干道硬化工程　第1版", notice_number="青石村公〔2026〕3号", step="决议公开",
        posted_on=date(2026, 3, 16), until_on=date(2026, 3, 31), removed_on=date(2026, 4, 1), posted_by="张小梅",
        places=("村务公开栏：2026年3月16日9时至2026年4月1日18时", "北沟组公告栏：2026年3月16日10时至2026年4月1日18时"),
        period_words="从 2026-03-16 起公示 15 日，2026-04-01 撤下，已满足",
        photos=tuple(
            PhotoLine(f"{kind}　2026年{'4月1日' if kind == '撤下时' else '3月16日'}　张小梅 摄", HEAD) for kind in kinds
        ),
    )  # fmt: skip


def poor_photo_sheet() -> PhotoSheetFacts:
    """One photograph, still hanging."""
    whole = photo_sheet()
    return replace(
        whole, imprint=imprint(number="", practice=True), matter="修路", notice_number="", removed_on=None, posted_by="",
        places=whole.places[:1], photos=whole.photos[:1],
    )  # fmt: skip


def objection_form() -> ObjectionFormFacts:
    """An objection that was upheld and sent the matter back."""
    return ObjectionFormFacts(
        imprint=imprint(number="", issued_on=date(2026, 3, 27)), number="2026-002", objector="易某", matter=ROAD,
        matter_number="2026-003", notice="决议公告 青石村公〔2026〕3号", received_on=date(2026, 3, 19),
        channel="书面，投入意见箱",
        content=(
            "公告上写路面宽四米五，可我家门口那一段只有三米八，要硬化到四米五就要占我家的菜地，事先没有人来商量。",
            "另外，水泥标号没有写在公告上，请说明。",
        ),
        handler="张小梅", due_on=date(2026, 3, 26), finding="异议成立",
        reply=(
            "经村务监督委员会和施工方现场丈量，您家门口一段（长41米）路基宽确为3.8米，方案没有写明这一段的做法。",
            "这一段按现有路基宽度施工，不占用菜地；水泥标号为C30，已补写进方案，由村民代表会议重新表决后公布。",
        ),
        replied_on=date(2026, 3, 27), due_words="从 2026-03-19 起 7 天内，最迟 2026-03-26，实际 2026-03-27，晚了 1 天",
        followed="退回重新办理", follow_ups=FOLLOW_UPS,
    )


def poor_objection_form() -> ObjectionFormFacts:
    """Received today, nothing found yet."""
    return replace(
        objection_form(), imprint=imprint(number="", practice=True), matter="修路", notice="", channel="", content=("太贵了",),
        handler="", due_on=None, finding="", reply=(), replied_on=None, due_words="", followed="",
    )  # fmt: skip


def authorization() -> AuthorizationFacts:
    """An authorisation for two kinds of matters."""
    return AuthorizationFacts(
        imprint=imprint(number="", issued_on=date(2026, 1, 12)), giver="村民会议", taker="村民代表会议",
        given_on=date(2026, 1, 10), source="2026年第一次村民会议",
        scope="单项预算不超过20万元的公益事业建设。\n村集体机动地、鱼塘的发包方案",
        categories=(CATEGORY, "享受误工补贴的人员及补贴标准"), since=date(2026, 1, 10), until=date(2028, 12, 31),
        posted_on=date(2026, 1, 12), filed_on=None, members="村民",
    )  # fmt: skip


def poor_authorization() -> AuthorizationFacts:
    """One line."""
    return replace(
        authorization(), imprint=imprint(number="", practice=True), source="", scope="修路", categories=("其他涉及村民利益的事项",),
        posted_on=None,
    )  # fmt: skip


def seal_log() -> SealLogFacts:
    """Twelve uses of the seal."""
    lines = tuple(
        SealLine(
            n, date(2026, 1 + n % 12, 5), f"2026-{n % 4 + 1:03d}", ROAD, "决议公告：村内主干道硬化工程", 2 + n % 3, "张德福",
            ("韩秀芝", "李䶮")[n % 2],
        )
        for n in range(1, 13)
    )  # fmt: skip
    total = sum(one.copies for one in lines)
    return SealLogFacts(imprint(number="", issued_on=date(2026, 12, 31)), 2026, lines, total, "青石村村民委员会公章")


def poor_seal_log() -> SealLogFacts:
    """One use."""
    whole = seal_log()
    return replace(whole, imprint=imprint(number="", practice=True), uses=whole.uses[:1], total=3)


def ledger() -> LedgerFacts:
    """Matters at every stage."""
    votes = "同意37\n反对1\n弃权2"
    lines = tuple(
        LedgerLine(
            n, f"2026-{n:03d}", (ROAD, "关于修订《青石村村规民约》的决定", "生活垃圾清运收费标准及“以奖代补”办法")[n % 3],
            ("2026-02-20", "2026-02-27", "2026-03-08", "2026-03-15", "2026-03-16\n至03-31", "2026-10-12\n至10-27")
            if n % 4 else ("2026-02-20", "", "", "", "", ""),
            votes if n % 4 else "", "1件，已答复" if n == 3 else "", "已办结" if n % 4 else "办理中", "",
        )
        for n in range(1, 15)
    )  # fmt: skip
    titles = ("提议", "商议", "审议", "决议", "决议公开", "结果公开")
    return LedgerFacts(imprint(number="", issued_on=date(2026, 12, 31)), 2026, titles, lines, 14, 11, "“四议两公开”工作台账")


def poor_ledger() -> LedgerFacts:
    """One matter, just proposed."""
    whole = ledger()
    line = replace(whole.matters[3], number=1, matter="修路")
    return replace(whole, imprint=imprint(number="", practice=True), matters=(line,), total=1, done=0)


def decision_register() -> DecisionRegisterFacts:
    """All six sheets filled."""
    titles = ("党组织提议", "“两委”商议", "党员大会审议", "村民代表会议决议", "决议公开", "实施结果公开")
    bodies = ("村党支部委员会", "村“两委”联席会议", "全体党员大会", "村民代表会议", "村民委员会", "村民委员会")
    keys = ("propose", "consult", "deliberate", "resolve", "disclose_resolution", "disclose_result")
    sheets = []
    for at, (title, body, key) in enumerate(zip(titles, bodies, keys, strict=True)):
        met = at < 4
        sheets.append(
            RegisterSheet(
                title=title, body=body, when="2026年3月15日9时，青石村党群服务中心二楼会议室" if met else "",
                due=45 if met else None, present=41 if met else None, content=resolution().resolution,
                result="同意 37 票，反对 1 票，弃权 2 票。到会 41 人，需过半数 21 人同意，通过" if met else "张贴期满，没有中断",
                reference=ARTICLE, form=("", "", "现场集中", "分片召开", "", "")[at], chair="张德福" if met else "",
                recorder="张小梅" if met else "", township=("王建设（镇包村干部）",) if at in (2, 3) else (),
                publicity="" if met else "2026年3月16日至2026年3月31日\n村务公开栏、北沟组公告栏", objections="",
                opinion="" if met else "韩秀芝、李䶮（2026年3月20日）：公告贴在醒目位置，内容和会议记录一致", key=key,
            )
        )  # fmt: skip
    return DecisionRegisterFacts(
        imprint(number="", issued_on=date(2026, 10, 28)), ROAD, "2026-003", CATEGORY, "党员群众建议", tuple(sheets), ORIGINS,
    )


def poor_decision_register() -> DecisionRegisterFacts:
    """Nothing has happened but the proposal."""
    whole = decision_register()
    sheets = tuple(
        replace(
            one, when="", due=None, present=None, content=(), result="", reference="", form="", chair="", recorder="",
            township=(), publicity="", opinion="",
        )
        for one in whole.sheets
    )  # fmt: skip
    return replace(whole, imprint=imprint(number="", practice=True), matter="修路", sheets=sheets)


def supervision_opinion() -> SupervisionOpinionFacts:
    """Four steps supervised, one not yet."""
    step = SupervisedStep
    return SupervisionOpinionFacts(
        imprint=imprint(number="", issued_on=date(2026, 4, 2), issuers=("青石村村务监督委员会",)), matter=ROAD,
        matter_number="2026-003", category=CATEGORY,
        steps=(
            step("党组织提议", date(2026, 2, 20), "应到5人，实到5人，同意5人", date(2026, 2, 20), "韩秀芝", "程序合规", ""),
            step("“两委”商议", date(2026, 2, 27), "应到9人，实到8人，同意8人", date(2026, 2, 27), "韩秀芝、李䶮", "程序合规", ""),
            step(
                "村民代表会议决议", date(2026, 3, 15), "应到45人，实到41人，同意37人，反对1人，弃权2人", date(2026, 3, 15),
                "韩秀芝、李䶮、王㛃", "到会人数和计票都当场核对过，一致", "计票时更正过一次唱票错误",
            ),
            step("决议公开", None, "", None, "", "", ""),
        ),
        title="村务监督意见书", committee="村务监督委员会",
    )  # fmt: skip


def poor_supervision_opinion() -> SupervisionOpinionFacts:
    """One step, nothing found."""
    whole = supervision_opinion()
    return replace(whole, imprint=imprint(number="", practice=True), matter="修路", steps=whole.steps[3:])


SAMPLES = {
    name + suffix: (name, make)
    for name, rich, poor in (
        ("proposal_form", proposal_form, poor_proposal_form),
        ("correction_notice", correction_notice, poor_correction_notice),
        ("photo_sheet", photo_sheet, poor_photo_sheet),
        ("objection_form", objection_form, poor_objection_form),
        ("authorization", authorization, poor_authorization),
        ("seal_log", seal_log, poor_seal_log),
        ("ledger", ledger, poor_ledger),
        ("decision_register", decision_register, poor_decision_register),
        ("supervision_opinion", supervision_opinion, poor_supervision_opinion),
    )
    for suffix, make in (("", rich), ("_poor", poor))
}
