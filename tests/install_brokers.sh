#!/bin/sh
# Installs Debian's Redis and RabbitMQ for the tests of the Celery mode when apt is here and we are root.
if command -v redis-server >/dev/null 2>&1 && [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]; then
	exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	# RUNLEVEL=1: the tests start servers of their own, Debian's need not run.
	apt-get update --quiet=2 && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes \
		redis-server rabbitmq-server >/dev/null && exit 0
fi
echo "No Redis and RabbitMQ here and no way to install them: the Celery mode is not tried. As root: apt-get install redis-server rabbitmq-server"
