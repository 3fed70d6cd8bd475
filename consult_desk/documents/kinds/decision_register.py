"""决策实施登记表: six sheets from the proposal to the posted result, the same 动议事由 ticked on each."""

from dataclasses import dataclass

from consult_desk.documents.form_rows import SIX, counted, hands, issuing, pairs, ratio, ticked, wide
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PaperKind, unsaid
from consult_desk.documents.page import Box, Page, label, numeral

_SIZE = 10.5
_FORMS = ("现场集中", "分片召开", "其他")


@dataclass(frozen=True)
class RegisterSheet:
    """One step on a sheet of its own; what has not happened yet is "" or None and stays room to write.

    key: of the step. when: day, moment and place, a line for each sitting. content: paragraph by paragraph. form: how
    they met. township: who of the township sat in, with post. publicity: where and how long it was made public.
    opinion: what the supervision committee found.
    """

    title: str
    body: str
    when: str
    due: int | None
    present: int | None
    content: tuple[str, ...]
    result: str
    reference: str
    form: str
    chair: str
    recorder: str
    township: tuple[str, ...]
    publicity: str
    objections: str
    opinion: str
    key: str = unsaid()


@dataclass(frozen=True)
class DecisionRegisterFacts:
    """The six sheets of one matter. origin: title of the 动议事由, one of origins; the same on all of them."""

    imprint: Imprint
    matter: str
    matter_number: str
    category: str
    origin: str
    sheets: tuple[RegisterSheet, ...]
    origins: tuple[str, ...] = unsaid()


def compose(page: Page, facts: DecisionRegisterFacts) -> None:
    """A page for each step; texts too long for it go on over the next."""
    for number, sheet in enumerate(facts.sheets, 1):
        page.part(f"决策实施登记表（{numeral(number)}）")
        rows = [*_head(facts, sheet), *(_made_public(sheet) if number > 4 else _met(sheet, number))]
        page.form(SIX, [*rows, *issuing(facts.imprint), *_ends(sheet, number)], size=_SIZE)
        page.foot()


def _head(facts: DecisionRegisterFacts, sheet: RegisterSheet) -> list[list[Box]]:
    return [
        pairs(("环节", sheet.title), ("办理的组织", sheet.body), span=2),
        wide("事项名称", facts.matter),
        [label("事项编号"), Box(facts.matter_number, align="centre"), label("事项类别"), Box(facts.category, 3)],
        wide("动议事由", ticked(facts.origins, facts.origin)),
    ]


def _met(sheet: RegisterSheet, number: int) -> list[list[Box]]:
    rows = [
        wide("时间和地点", sheet.when),
        pairs(
            ("应到", counted(sheet.due, "人")), ("实到", counted(sheet.present, "人")),
            ("到会比例", ratio(sheet.present, sheet.due)),
        ),
    ]  # fmt: skip
    if number > 2:
        rows.append(wide("会议形式", ticked(_FORMS, sheet.form)))
        rows.append(wide("乡镇参会\n人员和职务", "\n".join(sheet.township), 1.6))
    rows.append(wide("主要内容", "\n".join(sheet.content), 6.5 if number > 2 else 9.0))
    rows.append(wide("会议结果", "\n".join(filter(None, (sheet.result, _basis(sheet)))), 2.0))
    return rows


def _basis(sheet: RegisterSheet) -> str:
    return f"依据：{sheet.reference}" if sheet.reference else ""


def _made_public(sheet: RegisterSheet) -> list[list[Box]]:
    return [
        wide("公开起止\n时间地点", sheet.publicity, 2.4),
        wide("公开的内容", "\n".join(sheet.content), 6.5),
        wide("公开结果", "\n".join(filter(None, (sheet.result, _basis(sheet)))), 2.0),
        wide("异议和处理", sheet.objections, 1.4),
        wide("监督意见", sheet.opinion, 2.4),
    ]


def _ends(sheet: RegisterSheet, number: int) -> list[list[Box]]:
    if number > 4:
        return [wide("监督人签名", "", 1.8), hands(("负责人签名", ""), ("填表人签名", ""))]
    signs = hands(("主持人签名", sheet.chair), ("记录人签名", sheet.recorder))
    return [signs, wide("参会人员\n签名", "", 2.4 if number > 2 else 3.0)]


KIND = PaperKind(
    "decision_register", "决策实施登记表", DecisionRegisterFacts, compose, returns=True, styles=("official",)
)
