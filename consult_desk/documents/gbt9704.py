"""The figures of GB/T 9704-2012 (党政机关公文格式) that our papers follow, in points unless said otherwise."""

MM = 72 / 25.4

PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
TOP = 37 * MM  # 天头
LEFT = 28 * MM  # 订口
WIDTH = 156 * MM  # 版心
HEIGHT = 225 * MM
RIGHT = LEFT + WIDTH

LINES = 22
CHARS = 28
LEADING = HEIGHT / LINES
PITCH = WIDTH / CHARS

# 字号
SIZE_1 = 26.0
SIZE_2 = 22.0
SIZE_2S = 18.0
SIZE_3 = 16.0
SIZE_4 = 14.0
SIZE_4S = 12.0
SIZE_5 = 10.5
SIZE_5S = 9.0

RULE_OUTER = 0.35 * MM  # 版记 首末条分隔线
RULE_INNER = 0.25 * MM
RULE_RED = 0.75 * MM
RED = (0.83, 0.05, 0.05)  # Y80 M80 on a screen and on a home printer
GREY = (0.45, 0.45, 0.45)
PALE = (0.93, 0.93, 0.93)

MARK_DROP = 35 * MM  # 发文机关标志上边缘至版心上边缘
RULE_DROP = 4 * MM  # 红色分隔线 below 发文字号
BETWEEN_HEAD = 2 * LEADING  # 发文字号 below 发文机关标志, 标题 below 红色分隔线: two lines left free
FOLIO_DROP = 7 * MM  # 一字线上距版心下边缘
SEAL_AREA = 45 * MM  # room for a stamp; never drawn by this program
