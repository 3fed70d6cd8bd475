"""The closed vocabularies of a matter: key to what a person reads."""

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "open": "办理中", "suspended": "暂停", "withdrawn": "已撤回", "rejected": "未通过", "done": "已办结",
}
COLUMNS = ("propose", "consult", "deliberate", "resolve", "disclose_resolution", "disclose_result")
COLUMN_TITLES = ("提议", "商议", "审议", "决议", "决议公开", "结果公开")
PROPOSER_TITLES: Mapping[str, str] = {
    "party_org": "村党组织", "villagers_committee": "村民委员会", "residents_committee": "居民委员会",
    "supervision_committee": "村务监督委员会", "collective": "村集体经济组织", "villagers": "村民联名",
    "reps": "村民代表联名", "superior": "上级交办",
}
ORIGIN_TITLES: Mapping[str, str] = {"suggestion": "党员群众建议", "cadre": "干部提议", "assignment": "上级交办"}
CATEGORIES: Mapping[str, str] = {
    "planning": "村庄规划、建设等乡村建设重要事项",
    "allowance": "享受误工补贴的人员及补贴标准",
    "collective_funds": "从村集体经济所得资金和物资的使用",
    "public_welfare": "公益事业的兴办和筹资筹劳方案及建设承包方案",
    "key_support": "重点帮扶人员、帮扶方案",
    "other": "其他涉及村民利益的事项",
    "charter": "制定、修改章程",
    "membership": "确认成员",
    "land_plan": "土地承包、宅基地使用、收益权份额量化方案",
    "land_compensation": "土地补偿费等的分配、使用办法",
    "merger": "合并、分立等重大事项",
    "investment": "投资等重大事项",
    "land_contract": "土地承包方案、承包地调整、对外发包",
}
