"""A text with what went and what came marked by signs, lines and colours, so that no colour is needed to tell."""

from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from ui import look
from ui.words import tr

SIGNS = {"gone": "－", "new": "＋", "same": ""}


class Difference(QTextEdit):
    """Pieces of (kind, text), kind same, gone or new; always plain text, to read, select and copy."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setProperty("role", "reading")
        self.setAccessibleName(tr("两版的差别"))
        self.setMinimumHeight(look.theme().px(220))

    def show_pieces(self, pieces: Sequence[tuple[str, str]]) -> None:
        """Show these runs one after another."""
        theme = look.theme()
        self.clear()
        cursor = QTextCursor(self.document())
        for kind, text in pieces:
            style = QTextCharFormat()
            if kind == "gone":
                style.setForeground(theme.color("bad"))
                style.setBackground(theme.color("bad_soft"))
                style.setFontStrikeOut(True)
            elif kind == "new":
                style.setForeground(theme.color("on_accent_soft"))
                style.setBackground(theme.color("accent_soft"))
                style.setFontUnderline(True)
            if kind != "same":
                sign = QTextCharFormat(style)
                sign.setFontStrikeOut(False)
                sign.setFontUnderline(False)
                # A line that came whole bears its sign in front of itself, not at the end of the line above.
                while text.startswith("\n") and len(text) > 1:
                    cursor.insertText("\n", QTextCharFormat())
                    text = text[1:]
                cursor.insertText(SIGNS[kind], sign)
            cursor.insertText(text, style)
        self.moveCursor(QTextCursor.MoveOperation.Start)
