"""A village is founded whole or not at all; places, profiles and rosters are shown before anything is made."""

from datetime import date
from pathlib import Path

import pytest

from consult_desk.actions.founding import Plan, found_home
from consult_desk.base.errors import Cancelled, Refused, Trouble
from consult_desk.desk import DATABASE, Desk
from consult_desk.interchange.sample_village import build_rosters
from consult_desk.sample.guide import Clock
from consult_desk.views.founding import offered_profiles, province_of, roster_glance
from consult_desk.views.people import village_card
from consult_desk.views.signers import signers

DAY = date(2026, 3, 2)
PLAIN = Plan("青石村", "柳河镇", "village", "cn-village-reps")


@pytest.fixture(name="rosters", scope="module")
def rosters_written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("rosters")
    for name, data in build_rosters().items():
        (folder / name).write_bytes(data)
    return tuple(folder / name for name in build_rosters())


def test_everything_planned_is_made(tmp_path: Path, rosters: tuple[Path, ...]) -> None:
    home = tmp_path / "村" / "资料"
    plan = Plan("青石村", "柳河镇", "village", "ha", rosters, "青石村村民委员会", "口令要记牢啊")
    made = found_home(home, plan, now=Clock(DAY))
    assert made.home == home and made.imported > 400 and not list(home.parent.glob(".*"))
    desk = Desk(home, now=Clock(DAY))
    card = desk.ask(village_card)
    assert (card.name, card.township, card.profile, card.practice) == ("青石村", "柳河镇", "ha", False)
    assert card.people > 400
    signer = desk.ask(signers).of("issuer")
    assert signer is not None and signer.label.startswith("青石村村民委员会") and desk.ask(signers).of("supervisor") is None
    desk.close()
    with pytest.raises(Refused, match="已经有议事台的数据"):
        found_home(home, PLAIN, now=Clock(DAY))


def test_what_fails_halfway_leaves_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"not a workbook")
    home = tmp_path / "home"
    home.mkdir()
    for plan, error in (
        (Plan("青石村", "柳河镇", "village", "cn-village-reps", (bad,)), Refused),
        (Plan("青石村", "柳河镇", "village", "cn-village-reps", (tmp_path / "没有.csv",)), Trouble),
        (Plan("", "柳河镇", "village", "cn-village-reps"), Refused),
        (Plan("青石村", "柳河镇", "village", "cn-village-reps", (), "", "短"), Refused),
        (Plan("青石村", "柳河镇", "village", "atlantis"), Refused),
    ):
        with pytest.raises(error):
            found_home(home, plan, now=Clock(DAY))
        assert list(home.iterdir()) == [] and not list(tmp_path.glob(".*"))
    (home / "照片.jpg").write_bytes(b"x")
    with pytest.raises(Refused, match="别的文件"):
        found_home(home, PLAIN, now=Clock(DAY))


def test_it_can_be_stopped(tmp_path: Path) -> None:
    class Impatient:
        def step(self, done: int, total: int, words: str) -> None:
            if done == total:
                raise Cancelled

    with pytest.raises(Cancelled):
        found_home(tmp_path / "home", PLAIN, now=Clock(DAY), progress=Impatient())
    assert list(tmp_path.iterdir()) == []
    made = found_home(tmp_path / "home", PLAIN, now=Clock(DAY))
    assert (made.home / DATABASE).exists() and made.imported == 0


def test_profiles_are_proposed_by_place() -> None:
    assert [province_of(t) for t in ("河南省邓州市桑庄镇", "巴彦苏木", "科尔沁左翼中旗", "红旗镇", "")] == [
        "河南", "内蒙古", "内蒙古", "", ""
    ]  # fmt: skip
    first = {
        (place, kind): offered_profiles(place, kind, DAY)[0].key
        for place, kind in (
            ("河南省邓州市", "village"), ("浙江", "village"), ("江苏", "village"), ("", "gacha"), ("巴彦苏木", "gacha"),
            ("浙江", "community"), ("山东", "collective"),
        )
    }  # fmt: skip
    assert list(first.values()) == [
        "ha", "zj", "cn-village-reps", "cn-village-reps", "nm", "cn-community-reps", "cn-collective-reps"
    ]  # fmt: skip
    offered = offered_profiles("江苏", "village", DAY)
    assert sum(p.recommended for p in offered) == 1 and not any(p.kind == "overlay" for p in offered)
    resolve = next(step for step in offered[0].steps if "决议" in step.title)
    assert "三分之二以上到会" in resolve.words and any("第三十条" in r for r in resolve.references)
    assert offered[0].source


def test_a_roster_is_looked_through_before_anything_is_kept(rosters: tuple[Path, ...]) -> None:
    glance = roster_glance(rosters[0].read_bytes(), rosters[0].name, DAY)
    assert glance.title == "村民名册" and glance.fit > 400 and glance.refused == 0 and glance.faults == ()
    faulty = "姓名,户号,村民小组,性别,出生日期\n周明德,001,一组,男,1980-05-01\n,002,一组,女,1990-01-01\n".encode()
    found = roster_glance(faulty, "名册.csv", DAY)
    assert (found.fit + found.warned, found.refused) == (1, 1) and "第 3 行" in found.faults[0]
    with pytest.raises(Refused):
        roster_glance(b"junk", "名册.xlsx", DAY)
