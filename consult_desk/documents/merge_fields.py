"""The fields a paper offers to templates, read off its facts; their names are data in resources/paper_templates."""

import dataclasses
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from consult_desk.base import places
from consult_desk.base.text import base32_code, chinese_date
from consult_desk.documents.imprint import Imprint, check_words, version_words
from consult_desk.documents.merge import LIST, Shape, Value

# What every paper offers besides its own facts.
OF_IMPRINT: Mapping[str, Shape] = MappingProxyType(
    {
        "村名": None, "文号": None, "成文日期": None, "版次": None, "更正说明": None, "发布单位": LIST, "补录说明": LIST,
        "核对码": None, "核对方法": None, "表格代码": None,
    }
)  # fmt: skip


@cache
def _names() -> Mapping[str, Mapping[str, str | list[str]]]:
    path = places.resource("paper_templates", "fields.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _named(cls: type[Any], field: str) -> tuple[str, tuple[str, ...]]:
    """The name of a field and its columns; ("", ()) where it has none and is not offered."""
    names = _names()
    found = names.get(cls.__name__, {}).get(field) or names["any"].get(field) or ""
    return (found, ()) if isinstance(found, str) else (found[0], tuple(found[1:]))


def nameless(facts: type[Any]) -> tuple[str, ...]:
    """Fields of these facts that nobody gave a name, as Class.field."""
    return tuple(f"{one.cls.__name__}.{one.field}" for one in _walk(facts) if not one.name)


def known_fields(facts: type[Any]) -> dict[str, Shape]:
    """Every field of a kind of paper with its shape, those of the imprint last. facts: its class of facts."""
    found: dict[str, Shape] = {one.name: one.shape for one in _walk(facts) if one.name}
    return {**found, **OF_IMPRINT}


def field_names(facts: type[Any]) -> dict[str, str]:
    """What each field of a class of facts is called: 决议内容 for resolution."""
    return {one.path[0]: one.name for one in reversed(list(_walk(facts))) if one.name}


def merge_fields(facts: Any) -> dict[str, Value]:
    """The value of every known field: text, texts, or rows by column."""
    found: dict[str, Value] = {one.name: one.value(_at(facts, one.path)) for one in _walk(type(facts)) if one.name}
    return {**found, **_of_imprint(facts.imprint)}


def text_fields(facts: Any) -> dict[str, str]:
    """The fields that may stand within a sentence: texts, and lists joined by 、."""
    return {
        name: value if isinstance(value, str) else "、".join(str(one) for one in value)
        for name, value in merge_fields(facts).items()
        if isinstance(value, str) or not any(isinstance(one, Mapping) for one in value)
    }


def _of_imprint(imprint: Imprint) -> dict[str, Value]:
    head = base32_code(imprint.head) if imprint.head else ""
    return {
        "村名": imprint.village, "文号": imprint.number, "成文日期": chinese_date(imprint.issued_on),
        "版次": str(imprint.version), "更正说明": version_words(imprint), "发布单位": imprint.issuers,
        "补录说明": imprint.late, "核对码": head, "核对方法": check_words(imprint) if head else "", "表格代码": imprint.code,
    }  # fmt: skip


@dataclasses.dataclass(frozen=True)
class _Field:
    cls: type[Any]
    field: str
    path: tuple[str, ...]
    name: str
    shape: Shape
    hint: Any

    def value(self, raw: Any) -> Value:
        """What the field says."""
        if self.shape == LIST:
            return tuple(_words(one) for one in raw)
        if not isinstance(self.shape, tuple):
            return _words(raw)
        if dataclasses.is_dataclass(self.hint):
            inner = [one for one in _walk(self.hint) if one.name]
            return tuple({one.name: _flat(_at(entry, one.path)) for one in inner} for entry in raw)
        return tuple(dict(zip(self.shape, map(_words, entry), strict=True)) for entry in raw)


def _walk(cls: Any, path: tuple[str, ...] = ()) -> Iterator[_Field]:
    hints = typing.get_type_hints(cls)
    for field in dataclasses.fields(cls):
        hint, here = hints[field.name], (*path, field.name)
        if hint is Imprint or hint in (bool, bytes) or field.metadata.get("unsaid"):
            continue
        name, columns = _named(cls, field.name)
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            yield from _walk(hint, here)
        elif hint in (str, int, date) or _optional(hint):
            yield _Field(cls, field.name, here, name, None, hint)
        elif typing.get_origin(hint) is tuple and Ellipsis in typing.get_args(hint):
            inner = typing.get_args(hint)[0]
            if inner in (str, int, date):
                yield _Field(cls, field.name, here, name, LIST, inner)
            elif isinstance(inner, type) and dataclasses.is_dataclass(inner):
                columns = tuple(one.name for one in _walk(inner) if one.name)
                yield _Field(cls, field.name, here, name, columns, inner)
            elif typing.get_origin(inner) is tuple and len(columns) == len(typing.get_args(inner)):
                yield _Field(cls, field.name, here, name, columns, inner)
            elif typing.get_origin(inner) is tuple:
                yield _Field(cls, field.name, here, "", (), inner)


def _optional(hint: Any) -> bool:
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return False
    return all(one in (str, int, date, type(None)) for one in typing.get_args(hint))


def _at(facts: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        facts = getattr(facts, name)
    return facts


def _words(value: Any) -> str:
    if value is None:
        return ""
    return chinese_date(value) if isinstance(value, date) else str(value)


def _flat(value: Any) -> str:
    """A value within a row as text: a list line by line, a pair as name：words."""
    if not isinstance(value, tuple):
        return _words(value)
    lines = []
    for one in value:
        if isinstance(one, tuple):
            lines.append("：".join(_words(part) for part in one))
        elif dataclasses.is_dataclass(one):
            lines.append("，".join(filter(None, (_flat(getattr(one, f.name)) for f in dataclasses.fields(one)))))
        else:
            lines.append(_words(one))
    return "\n".join(lines)
