#!/bin/sh
# Installs Debian's PostgreSQL for the tests that run on it when apt is here and we are root.
for server in /usr/lib/postgresql/*/bin/postgres; do
	if [ -x "$server" ]; then exit 0; fi
done
if command -v postgres >/dev/null 2>&1; then
	exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	apt-get update --quiet=2 && DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes postgresql >/dev/null && exit 0
fi
echo "No PostgreSQL here and no way to install it: nothing is tried on it. As root: apt-get install postgresql"
