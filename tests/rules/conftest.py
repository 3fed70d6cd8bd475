"""What the tests of the rules share: the shipped profiles, and a bench to write profiles on."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from consult_desk.base.errors import Refused
from consult_desk.rules.profile import RuleProfile, load_profiles

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "profiles"

BASE = """
key = "base"
title = "国家"
scope = "village"
kind = "baseline"
source = "法"
steps = ["resolve", "post"]

[resolve]
title = "代表会议决议"
body = "rep_meeting"
body_title = "村民代表会议"
kind = "deliberation"

[post]
title = "公开"
body = "villagers_committee"
body_title = "村民委员会"
kind = "posting"
"""

Bench = Callable[..., dict[str, RuleProfile]]


@pytest.fixture(scope="session")
def shipped_folder() -> Path:
    """The folder of profiles in the checkout."""
    return SHIPPED


@pytest.fixture(scope="session")
def shipped() -> Mapping[str, RuleProfile]:
    """All profiles of the checkout, loaded once."""
    return load_profiles(SHIPPED)


def value(fields: str, since: str = "2020-01-01", reference: str = "某法第一条") -> str:
    """One dated value in TOML."""
    return f'since = {since}\nreference = "{reference}"\n{fields}\n'


def rule(path: str, *values: str) -> str:
    """One rule of dated values in TOML."""
    return "".join(f"[[{path}.value]]\n{entry}" for entry in values)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Writes `base` (with rules) and, if given, an overlay `local` on it, and loads both."""

    def load(
        rules: str = "", local: str | None = None, kind: str = "overlay", head: str = "", base: str = BASE
    ) -> dict[str, RuleProfile]:
        texts = {"base": base + rules}
        if local is not None:
            texts["local"] = (
                f'key = "local"\ntitle = "地方"\nscope = "village"\nkind = "{kind}"\nextends = "base"\n{head}\n{local}'
            )
        for key, text in texts.items():
            (tmp_path / key).mkdir(exist_ok=True)
            (tmp_path / key / "profile.toml").write_text(text, encoding="utf-8")
        return load_profiles(tmp_path)

    return load


def refusal(call: Callable[[], object]) -> str:
    """The words with which a call is refused."""
    with pytest.raises(Refused) as caught:
        call()
    return str(caught.value)
