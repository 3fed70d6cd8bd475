"""Deeds of the roster: register, correct, let go; seat somebody in a body, end a seat; take an import back."""

from collections.abc import Sequence
from typing import Any

from consult_desk.actions import people as act
from consult_desk.views import bodies, people, person, rosters
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr, typed

SEXES = ((typed("男"), later("男")), (typed("女"), later("女")))
RELATIONS = later("户主、配偶、儿子、女儿、儿媳、孙子……")
MOVES = later("填别的户号，就是把这个人移到那一户")
REGROUPS = later("不换户号只换小组，就是整户换小组")
TERM_HELP = later("和这一届别的人一样就填同一天；党员没有任期，不填")
ID_HELP = later("18 位；有了身份证号，同名的人才分得清")


def _sexes() -> tuple[tuple[str, str], ...]:
    return tuple((sex, tr(title)) for sex, title in SEXES)


def _newcomer(picture: people.RosterChoices, where: Where) -> Sequence[Field]:
    known = tr("现有的小组：{groups}", groups=tr("、").join(picture.groups)) if picture.groups else tr("例如 一组")
    return (
        Field("name", tr("姓名"), "name", high=50),
        Field("sex", tr("性别"), "choice", choices=_sexes()),
        Field("birth", tr("出生日期"), "day"),
        Field("id_number", tr("身份证号"), help=tr(ID_HELP), needed=False, high=18),
        Field("household_no", tr("户号"), help=tr("同一户的人写同一个户号"), default=where.get("household_no"), high=30),
        Field("group", tr("村民小组"), help=known, default=where.get("group"), high=30),
        Field("relation", tr("与户主关系"), help=tr(RELATIONS), needed=False, high=20),
        Field("phone", tr("联系电话"), needed=False, high=40),
        Field("registered", tr("户籍在本村"), "switch", default=True),
    )


def _added(person_id: int, desktop: Desktop, _where: Where) -> None:
    desktop.open_page("person", person_id=person_id)
    desktop.say(tr("已经登记到名册里"))


def _named(where: Where) -> tuple[Field, ...]:
    return () if "person_id" in where else (Field("person_id", tr("哪一个人"), "person"),)


def _person_args(where: Where) -> dict[str, Any]:
    return {"person_id": where["person_id"]}


def _now(kept: str) -> str:
    """The number in force, masked as everywhere; nobody types it again who does not change it."""
    return tr("要改才填，现在是 {now}", now=kept or tr("空的"))


def _correction(picture: person.PersonView, _where: Where) -> Sequence[Field]:
    row = picture.row
    return (
        Field("reason", tr("为什么更正"), "lines", help=tr("例如“户口簿上是另一个字”，至少五个字"), lines=2, high=200),
        Field("name", tr("姓名"), "name", default=row.name, high=50),
        Field("sex", tr("性别"), "choice", choices=_sexes(), default=row.sex),
        Field("birth", tr("出生日期"), "day", default=row.birth),
        Field("id_number", tr("身份证号"), help=_now(row.id_number), needed=False, high=18),
        Field("phone", tr("联系电话"), help=_now(row.phone), needed=False, high=40),
        Field("relation", tr("与户主关系"), help=tr(RELATIONS), default=row.relation, needed=False, high=20),
        Field("household_no", tr("户号"), help=tr(MOVES), default=row.household, needed=False, high=30),
        Field("group", tr("村民小组"), help=tr(REGROUPS), default=row.group, needed=False, high=30),
        Field("registered", tr("户籍在本村"), "switch", default=row.registered),
    )


def _leaving(_picture: Any, where: Where) -> Sequence[Field]:
    return (
        *_named(where),
        Field("until", tr("最后在册的日子"), "day", help=tr("从第二天起不再列入应到名单；以前的会议不受影响")),
        Field("reason", tr("原因"), help=tr("例如：迁往县城、去世"), high=80),
    )


def _leaves(values: dict[str, Any], _picture: Any, _where: Where) -> str:
    until = values["until"]
    return tr("从 {day:%Y-%m-%d} 以后，这个人不再在册，也不再列入任何会议的应到名单。", day=until)


def _seating(picture: tuple[bodies.BodyCard, ...], where: Where) -> Sequence[Field]:
    body = where.get("body", "")
    asked = () if body else (
        Field("body", tr("到哪个组织任职"), "choice", choices=tuple((c.body, tr(c.title)) for c in picture)),
    )  # fmt: skip
    posts = bodies.POSTS.get(body, ())
    usual = tr("常用的：{posts}", posts=tr("、").join(posts)) if posts else tr("例如：主任、委员、代表、正式党员")
    ends = bodies.body_ends(picture, body)
    return (
        *_named(where), *asked,
        Field("composition", tr("登记以后，组成合不合规定"), "composition", default=dict(where)),
        _post(body, posts, usual),
        Field("since", tr("任期从哪一天起"), "day"),
        Field("until", tr("任期到哪一天止"), "day", help=tr(TERM_HELP), default=ends, needed=False),
        *(
            (Field("households", tr("代表几户"), "number", help=tr("由几户推选出来的，就填几"), needed=False, low=0, high=60),)
            if body in ("", "villager_reps", "resident_reps") else ()
        ),
    )  # fmt: skip


def _post(body: str, posts: tuple[str, ...], usual: str) -> Field:
    """The post is free where the law leaves it free; a Party member is a full or a probationary one."""
    if body == "party_member":
        return Field("post", tr("职务"), "choice", choices=tuple((post, post) for post in posts))
    return Field("post", tr("职务"), help=usual, default=posts[-1] if len(posts) == 1 else None, high=30)


def _ending(_picture: Any, where: Where) -> Sequence[Field]:
    return (
        Field("until", tr("最后在任的日子"), "day", help=tr("从第二天起不再算作在任")),
        Field("composition", tr("离任以后，组成合不合规定"), "composition", default=dict(where)),
    )


def _undoing(picture: tuple[rosters.ImportRow, ...], where: Where) -> Sequence[Field]:
    left = [row for row in picture if row.undone_on is None]
    said = [tr("{on:%Y-%m-%d}　{file}　{n} 行", on=row.on, file=row.file_name, n=row.applied) for row in left]
    choices = tuple(zip((row.import_id for row in left), said, strict=True))
    which = () if "import_id" in where else (Field("import_id", tr("哪一次导入"), "choice", choices=choices),)
    return (*which, Field("reason", tr("为什么撤销"), "lines", help=tr("至少五个字，例如“选错了文件”"), lines=2, high=200))


def _undoes(values: dict[str, Any], picture: tuple[rosters.ImportRow, ...], where: Where) -> str:
    number = where.get("import_id", values.get("import_id"))
    row = next((row for row in picture if row.import_id == number), None)
    count = row.applied if row is not None else 0
    return tr("这次导入写进名册的 {n} 行会全部去掉，导入以后对他们做的更正也没有了；日志里仍然查得到。", n=count)


def _undone(gone: int, desktop: Desktop, _where: Where) -> None:
    desktop.say(tr("已经撤销，去掉了 {n} 行", n=gone))


DEEDS: tuple[Deed, ...] = (
    Deed(
        act.add_person, later("登记一位村民"), later("登记到名册"), _newcomer, view=people.roster_choices, done=_added,
        intro=later("一户一户、许多人一起登记，用“导入名册”更快。"),
    ),
    Deed(
        act.correct_person, later("更正资料"), later("更正"), _correction, view=person.person_page, view_args=_person_args,
        intro=later("写错的才更正；以前的会议用的是当时的名单，不会跟着变。"),
    ),
    Deed(
        act.remove_person, later("登记迁出或去世"), later("登记"), _leaving, final=_leaves,
        intro=later("人不会从记录里删掉，只是从这一天以后不再在册。"),
    ),
    Deed(
        act.seat_person, later("登记任职"), later("登记任职"), _seating, view=bodies.bodies,
        intro=later("谁、在哪个组织、什么职务、任期从哪天到哪天；应到名单就是照这个列的。"),
    ),
    Deed(
        act.end_seat, later("登记离任"), later("登记离任"), _ending,
        intro=later("辞职、罢免、换届，都在这里登记到哪一天为止。"),
    ),
    Deed(
        act.undo_import, later("撤销这次导入"), later("撤销导入"), _undoing, view=rosters.roster_imports, final=_undoes,
        done=_undone, intro=later("导入错了文件，可以整次撤回；已经有人任职、签到、表决的就不能撤了。"),
    ),
)  # fmt: skip
