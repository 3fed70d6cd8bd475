"""Articles are cited law by law, in order, each once."""

import pytest

from consult_desk.base.citing import article_number, cite


@pytest.mark.parametrize(
    ("numeral", "value"), [("五", 5), ("十", 10), ("十二", 12), ("二十八", 28), ("二百零三", 203), ("一百一十", 110)]
)
def test_chinese_numerals(numeral: str, value: int) -> None:
    assert article_number(numeral) == value


def test_one_law_is_named_once_and_its_articles_stand_in_order() -> None:
    law = "村民委员会组织法（2025修正）"
    assert cite([f"{law}第三十条", f"{law}第二十九条；{law}第二十八条", f"{law}第三十条"]) == (
        f"{law}第二十八条、第二十九条、第三十条"
    )


def test_laws_keep_their_order_and_sources_without_articles_stay() -> None:
    assert cite(["民法典第二百零一条、第二百零三条", "某县口径", "", "另一法第五条"]) == (
        "民法典第二百零一条、第二百零三条；某县口径；另一法第五条"
    )
