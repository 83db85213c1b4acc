#!/bin/sh
# Installs Debian's Chromium for the browser tests when apt is here and we are root; else says what is left out.
if command -v chromium >/dev/null 2>&1 && command -v msgfmt >/dev/null 2>&1; then
	exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	apt-get update --quiet=2 && DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes \
		chromium fonts-noto-cjk gettext >/dev/null && exit 0
fi
echo "No Chromium here and no way to install it: the browser tests will be skipped. As root: apt-get install chromium fonts-noto-cjk gettext"
