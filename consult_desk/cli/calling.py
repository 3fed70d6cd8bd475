"""Turns JSON into the arguments of an action or view by its signature, and answers back into JSON."""

import dataclasses
import inspect
import json
import types
import typing
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from consult_desk.base.clock import BEIJING
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import read_limited

FILE_LIMIT = 200_000_000
# What a column of whole numbers can hold.
LARGEST = 2**63 - 1


def described(verb: Callable[..., Any]) -> dict[str, object]:
    """Name, description and parameters of an action or view, from its signature and docstring."""
    hints = typing.get_type_hints(verb)
    parameters = {}
    for name, parameter in list(inspect.signature(verb).parameters.items())[1:]:
        told: dict[str, object] = {"type": _named(hints[name])}
        if parameter.default is not inspect.Parameter.empty:
            told["default"] = answered(parameter.default)
        parameters[name] = told
    return {"name": verb.__name__, "about": inspect.getdoc(verb) or "", "parameters": parameters}


def _named(hint: Any) -> object:
    if hint is bytes:
        return "path of a file"
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return {f.name: _named(hints[f.name]) for f in dataclasses.fields(hint)}
    origin = typing.get_origin(hint)
    if origin in (list, Sequence):
        return [_named(typing.get_args(hint)[0])]
    if origin in (typing.Union, types.UnionType):
        inner = [_named(a) for a in typing.get_args(hint) if a is not type(None)]
        return f"{inner[0]} or null" if len(inner) == 1 and isinstance(inner[0], str) else inner
    return getattr(hint, "__name__", str(hint))


def arguments(verb: Callable[..., Any], given: object) -> dict[str, Any]:
    """The arguments of a verb from a JSON object. Raises Refused naming every unknown, missing or unfit one."""
    if not isinstance(given, Mapping):
        raise Refused(Obstacle("参数要写成一个 JSON 对象，例如 {\"matter_id\": 1}", code="arguments"))
    hints = typing.get_type_hints(verb)
    parameters = list(inspect.signature(verb).parameters.values())[1:]
    names = [p.name for p in parameters]
    faults = [Obstacle(f"不认识的参数“{k}”", f"可用的参数：{'、'.join(names)}", code="arguments") for k in given if k not in names]
    found: dict[str, Any] = {}
    for parameter in parameters:
        if parameter.name not in given:
            if parameter.default is inspect.Parameter.empty:
                faults.append(Obstacle(f"缺少参数“{parameter.name}”", "请补上", code="arguments"))
            continue
        try:
            found[parameter.name] = fitted(hints[parameter.name], given[parameter.name])
        except ValueError as error:
            faults.append(Obstacle(f"参数“{parameter.name}”不合要求：{error}", "请核对类型和写法", code="arguments"))
    if faults:
        raise Refused(*faults)
    return found


def fitted(hint: Any, value: Any) -> Any:
    """A JSON value as the type asked for. Raises ValueError in Chinese where it does not fit."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return fitted(next(a for a in typing.get_args(hint) if a is not type(None)), value)
    if origin is list:
        if not isinstance(value, list):
            raise ValueError("应当是列表 […]")
        return [fitted(typing.get_args(hint)[0], v) for v in value]
    if origin is tuple:
        inner = typing.get_args(hint)
        if not isinstance(value, list) or len(value) != len(inner):
            raise ValueError(f"应当是 {len(inner)} 项的列表")
        return tuple(fitted(h, v) for h, v in zip(inner, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise ValueError("应当是对象 {…}")
        key, inner = typing.get_args(hint)
        return {(_number(k) if key is int else k): fitted(inner, v) for k, v in value.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _built(hint, value)
    return _plain(hint, value)


def _number(text: str) -> int:
    if not (text.isascii() and text.removeprefix("-").isdigit()):
        raise ValueError(f"“{text}”应当是编号")
    return int(text)


def _built(kind: type, value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise ValueError("应当是对象 {…}")
    hints = typing.get_type_hints(kind)
    needed = {
        f.name
        for f in dataclasses.fields(kind)
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    }
    for words, names in (("不认识的项", set(value) - set(hints)), ("缺少", needed - set(value))):
        if names:
            raise ValueError(f"{words}：{'、'.join(sorted(names))}")
    return kind(**{k: fitted(hints[k], v) for k, v in value.items()})


def _plain(hint: Any, value: Any) -> Any:
    if hint is bytes:
        return read_limited(Path(_plain(str, value)), max_bytes=FILE_LIMIT)
    if hint in (date, datetime):
        return _when(hint, value)
    if hint is int and (isinstance(value, bool) or not isinstance(value, int)):
        raise ValueError("应当是整数")
    if hint is int and abs(value) > LARGEST:
        raise ValueError("这个数太大了")
    if hint is bool and not isinstance(value, bool):
        raise ValueError("应当是 true 或 false")
    if hint is str and not isinstance(value, str):
        raise ValueError("应当是文字")
    if hint is str and any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("文字里有半个字符")
    return value


def _when(hint: type[date], value: Any) -> date:
    sample = "2026-03-27T09:00" if hint is datetime else "2026-03-27"
    try:
        found = hint.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"应当是 {sample} 这样的日期，没有这一天也不行") from error
    # A moment without a zone is meant on the clock of this PC.
    return found.replace(tzinfo=BEIJING) if isinstance(found, datetime) and found.tzinfo is None else found


def answered(value: Any) -> Any:
    """An answer of the core as plain JSON data; bytes become base64."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: answered(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): answered(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [answered(v) for v in value]
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def printed(value: Any) -> str:
    """An answer as indented JSON text, Chinese readable."""
    return json.dumps(answered(value), ensure_ascii=False, indent=2)
