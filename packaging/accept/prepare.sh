#!/usr/bin/env bash
# Installs the judges that `make accept` asks and that the program itself does not need: PDFBox Preflight, LibreOffice.
# Without root nothing is installed; judges that are missing are named and left out.
set -euo pipefail

needed=()
[ -e /usr/share/java/preflight.jar ] || needed+=(libpdfbox2-java libactivation-java libjaxb-api-java)
command -v javac >/dev/null 2>&1 || needed+=(default-jdk-headless)
command -v soffice >/dev/null 2>&1 || needed+=(libreoffice-writer-nogui libreoffice-calc-nogui)
[ ${#needed[@]} -gt 0 ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing judges: ${needed[*]}; ask an administrator to run: apt-get install ${needed[*]}" >&2
    exit 0
fi
echo "Installing judges: ${needed[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq || true
apt-get install -y -qq --no-install-recommends "${needed[@]}" >/dev/null
