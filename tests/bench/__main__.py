"""Runs every measurement and prints one table."""

from tests.bench.bench_core import bench_journal, bench_rules
from tests.bench.bench_desk import bench_journey, bench_ledger, bench_notice
from tests.bench.timing import Line, table


def measured() -> list[Line]:
    """All lines of the table, in order."""
    lines: list[Line] = []
    guide = bench_journey(lines)
    bench_ledger(lines)
    bench_notice(lines, guide)
    guide.desk.close()
    bench_journal(lines)
    bench_rules(lines)
    return lines


if __name__ == "__main__":
    print(table(measured()))
