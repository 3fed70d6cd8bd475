"""The one catalogue of what the window says: Chinese is the source, English comes from resources/locale/en."""

import json
from functools import cache

from consult_desk.base import places

LANGUAGES = {"zh": "中文", "en": "English"}  # each in its own words, so that anybody finds the way back
_language = "zh"


def tr(words: str, /, **values: object) -> str:
    """Say a Chinese sentence of ours in the language in force, its {names} filled in; what is not known stays Chinese."""
    said = _catalogue(_language).get(words, words) if _language != "zh" else words
    return said.format(**values) if values else said


def later(words: str, /) -> str:
    """Mark a constant of ours for the catalogue; tr(constant) says it once the language is known."""
    return words


def typed(words: str, /) -> str:
    """Mark what a person may type in Chinese, or a pattern of it: it is the same in every language."""
    return words


def language() -> str:
    """zh or en."""
    return _language


def set_language(wanted: str) -> None:
    """Speak this language from the next tr() on; an unknown one is Chinese."""
    global _language
    _language = wanted if wanted in LANGUAGES else "zh"


@cache
def _catalogue(wanted: str) -> dict[str, str]:
    folder = places.resource("locale", wanted)
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        found.update(json.loads(path.read_text(encoding="utf-8")))
    return found
