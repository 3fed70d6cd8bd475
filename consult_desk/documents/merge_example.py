"""An example of a Word template for one kind of paper: every field it knows, to be moved about in Word."""

from collections.abc import Mapping

from consult_desk.documents.merge import LIST, NUMBER, Shape


def example_template(title: str, known: Mapping[str, Shape]) -> bytes:
    """A Word file with every field of a kind once: texts in a table, lists as paragraphs, rows as tables."""
    from consult_desk.documents.layout import layout_of
    from consult_desk.documents.word import HEADING, Page

    page = Page("", layout_of())
    page.title(f"{title}（示例模板）")
    page.text("把要用的字段搬到您的版式里，不用的删掉，字体随意改；改好后存成这个文书的名称。花括号里的字不要改。")
    texts = [(name, f"{{{{{name}}}}}") for name, shape in known.items() if shape is None]
    grid = page.grid([page.layout.width * 0.4, page.layout.width * 0.6], len(texts))
    for row, (name, words) in zip(list(grid.rows), texts, strict=True):
        page.cell(row.cells[0], name, page.layout.width * 0.4, 14.0, font=HEADING)
        page.cell(row.cells[1], words, page.layout.width * 0.6, 14.0)
    for name, shape in known.items():
        if shape == LIST:
            page.text(f"{name}（有几条就有几段）：")
            page.text(f"{{{{{name}}}}}")
        elif isinstance(shape, tuple):
            page.text(f"{name}（有几条就有几行）：")
            columns = (NUMBER, *shape)
            width = page.layout.width / len(columns)
            head, body = list(page.grid([width] * len(columns), 2).rows)
            for at, column in enumerate(columns):
                page.cell(head.cells[at], column, width, 12.0, font=HEADING)
                mark = f"{{{{#{name}}}}}" if at == 0 else ""
                page.cell(body.cells[at], f"{mark}{{{{{column}}}}}", width, 12.0)
    return page.bytes()
