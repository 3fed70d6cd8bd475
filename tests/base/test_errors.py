"""What stands in the way is said in one sentence with its cure and its article."""

from consult_desk.base.errors import Obstacle, Refused


def test_an_obstacle_reads_as_words_cure_and_article() -> None:
    assert Obstacle("还差 1 人").sentence() == "还差 1 人。"
    full = Obstacle("还差 1 人。", fix="请再通知", reference="村民委员会组织法第三十条")
    assert full.sentence() == "还差 1 人。请再通知。（依据：村民委员会组织法第三十条）"


def test_a_refusal_lists_every_reason() -> None:
    refusal = Refused("甲", Obstacle("乙", code="second"))
    assert str(refusal) == "甲。\n乙。"
    assert [o.code for o in refusal.obstacles] == ["", "second"]
