#!/usr/bin/env bash
# Every check of the house, in the order in which they fail fastest; all of them run, then one verdict.
# The last line is always "N passed, N failed", failed checks counted among the failed.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
log="$(mktemp)"
trap 'rm -f "$log" "$log".xml' EXIT
broken=()

check() { # name, command…
    local name="$1"
    shift
    printf '\n== %s\n' "$name"
    "$@" || broken+=("$name")
}

check "ruff" "$bin/ruff" check --no-cache .
check "mypy --strict" "$bin/mypy" --no-error-summary
check "import contracts" "$bin/lint-imports" --no-cache

rm -f .coverage .coverage.*
check "tests" "$bin/python" -m pytest -q -p no:cacheprovider -n "${TEST_WORKERS:-2}" \
    --cov --cov-report= --cov-fail-under=0 --junit-xml="$log.xml"
check "coverage of the whole core, 90 %" "$bin/coverage" report --fail-under=90
# What judges is covered whole; the forms and words of local rules count with the core above.
check "coverage of the judges, 100 %" "$bin/coverage" report --include='consult_desk/rules/*' \
    --omit='consult_desk/rules/overlay*.py,consult_desk/rules/case_words.py,consult_desk/rules/wording.py' --fail-under=100

printf '\n'
if [ ${#broken[@]} -gt 0 ]; then
    printf 'Broken: %s\n' "${broken[@]}"
fi
"$bin/python" - "$log.xml" "${#broken[@]}" "${broken[*]-}" <<'PY'
"""Says once more how many tests passed and failed, as the last line."""
import sys
from pathlib import Path
from xml.etree import ElementTree

report, broken, names = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
passed = failed = skipped = 0
if report.exists():
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        total = int(suite.get("tests", "0"))
        bad = int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
        idle = int(suite.get("skipped", "0"))
        passed, failed, skipped = passed + total - bad - idle, failed + bad, skipped + idle
failed += broken - ("tests" in names.split(" ") and failed > 0)
print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(1 if broken else 0)
PY
