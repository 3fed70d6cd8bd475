"""A fault of the program: its report says where it was, and tells a stranger nothing about anybody."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.house.tree import ROOT
from tests.ui.fixtures import QUIET, home_copied, opened_window, small_village_made, words  # noqa: F401
from ui import crash
from ui.crash import CrashDialog
from ui.report import masked, report
from ui.window import Window

pytestmark = QUIET

ID, PHONE = "330102197001011237", "13800138000"


def trace_of(error: BaseException) -> str:
    import traceback

    try:
        raise error
    except BaseException as caught:
        return "".join(traceback.format_exception(caught))


PERSONAL = {
    "a name": (KeyError("周明德"), ["周明德"]),
    "a name in a sentence": (ValueError("周明德不在名册里"), ["周明德", "明德"]),
    "a rare name": (ValueError("𬱖𬱖 is absent"), ["𬱖"]),
    "a name with dots": (ValueError("阿卜杜拉·买买提江 voted"), ["阿卜杜拉", "买买提江"]),
    "a Mongolian name": (ValueError("ᠪᠠᠶᠠᠷ ᠮᠠ"), ["ᠪᠠᠶᠠᠷ"]),
    "a Tibetan name": (ValueError("བཀྲ་ཤིས"), ["བཀྲ"]),
    "a Uyghur name": (ValueError("ئەخمەت"), ["ئەخمەت"]),
    "letters of a name": (KeyError("zhoumingde"), ["zhoumingde"]),
    "an ID number": (ValueError(ID), [ID]),
    "an ID number in groups": (ValueError("330102 19700101 1237"), ["19700101", "1237"]),
    "a full-width number": (ValueError("３３０１０２１９７００１０１１２３７"), ["３３０１０２"]),
    "a telephone": (ValueError(f"call {PHONE}"), [PHONE]),
    "a telephone with dashes": (ValueError("138-0013-8000"), ["0013", "8000"]),
    "a bank account": (ValueError("6222 0212 3456 7890 123"), ["6222", "7890"]),
    "a birth date": (ValueError("born 1970-01-01 or datetime.date(1970, 1, 1)"), ["1970"]),
    "the user of a folder": (FileNotFoundError(2, "No such file", "/home/zhangsan/青石村资料/desk.db"), ["zhangsan", "青石村"]),
    "the user of a Windows folder": (OSError("C:\\Users\\张三\\青石村 资料\\desk.db is gone"), ["张三", "青石村"]),
    "a share": (OSError("\\\\server\\青石村\\x.db"), ["青石村", "server"]),
    "rows of SQL": (
        RuntimeError("(sqlite3.IntegrityError) UNIQUE\n[SQL: INSERT INTO person (name) VALUES (?)]\n"
                     "[parameters: ('周明德', 'zhoumingde', '330102197001011237')]"),
        ["周明德", "zhoumingde", ID],
    ),
    "a message that poses as a frame": (
        RuntimeError(f'x\n  File "{__file__}", line 1, in 周明德\n    周明德 住 {ID}'), ["周明德", ID]
    ),
    "a message that poses as a caret": (RuntimeError(f'x\n  File "{__file__}", line 1, in f\n    ~~~^^^ 周明德'), ["周明德"]),
    "a dictionary": (RuntimeError(repr({"name": "周明德", "phone": PHONE, "house": "3-12"})), ["周明德", PHONE]),
    "bytes": (UnicodeDecodeError("utf-8", "周明德".encode(), 0, 1, "周明德"), ["周明德"]),
}  # fmt: skip


@pytest.mark.parametrize("case", PERSONAL, ids=lambda c: c.replace(" ", "-"))
def test_a_report_names_nobody(case: str) -> None:
    error, secrets = PERSONAL[case]
    # The trace as another program would print it: only the message, no line of this file that holds the same words.
    frame = f'Traceback (most recent call last):\n  File "{ROOT}/ui/window.py", line 1, in begin'
    trace = f"{frame}\n{trace_of(error).splitlines()[-1]}"
    message = "\n".join(str(error).splitlines())
    said = report(f"{trace}\n{type(error).__name__}: {message}")
    assert not [secret for secret in secrets if secret in said], said
    assert type(error).__name__ in said and 'File "ui/window.py", line 1' in said


@given(st.text(alphabet="王李赵周明德秀兰芳伟立春", min_size=2, max_size=4))
def test_no_name_of_any_shape_survives(name: str) -> None:
    for shape in ("{}", "KeyError: '{}'", "ValueError: {}，请核对", "第 3 行 {} 和别人重复", "x={}y"):
        assert name not in masked(shape.format(name))


def test_a_report_still_says_where_and_why() -> None:
    def inner() -> None:
        {}["matter_id"]

    try:
        inner()
    except KeyError as error:
        said = report(trace_of(error))
    assert '{}["matter_id"]' in said and "KeyError: 'matter_id'" in said
    assert 'File "tests/ui/test_crash.py"' in said and "in inner" in said and str(ROOT) not in said
    assert "Python 3." in said and "Qt 6." in said


def test_without_sources_more_is_masked_not_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.report._program", lambda: frozenset())
    assert "周" not in masked("ValueError: '周明德' matter_id") and "'matter_id'" not in masked("KeyError: 'matter_id'")


def test_the_report_can_be_saved_and_a_full_disk_is_said(
    opened: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash.show("ZeroDivisionError: division by zero", opened)
    dialog = opened.findChild(CrashDialog)
    assert dialog is not None
    target = tmp_path / "报告.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    dialog.save.click()
    assert "ZeroDivisionError" in target.read_text(encoding="utf-8")
    assert "已经保存到" in words(dialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "no" / "x.txt"), ""))
    dialog.save.click()
    assert "已经保存到" not in words(dialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: ("", ""))
    dialog.save.click()
    dialog.copy.click()
    assert "ZeroDivisionError" in QApplication.clipboard().text() and "已经复制" in words(dialog)
    dialog.ok.click()
    assert not dialog.isVisible()


def test_a_storm_of_faults_opens_one_dialog(opened: Window, qtbot: QtBot) -> None:
    for number in range(20):
        crash.show(f"RuntimeError: {number}", opened)
    dialogs = [d for d in opened.findChildren(CrashDialog) if d.isVisible()]
    assert len(dialogs) == 1 and dialogs[0].further == 19
    assert "又出了 19 次错" in words(dialogs[0])
    dialogs[0].accept()


def test_a_fault_while_showing_a_fault_does_not_go_round(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def broken(_trace: str) -> None:
        raise RuntimeError("no dialog")

    crash.install(broken)
    error = ValueError("first")
    sys.excepthook(ValueError, error, None)
    assert "ValueError: first" in capsys.readouterr().err
