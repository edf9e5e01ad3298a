#!/bin/sh
# Starts MariaDB on /var/lib/mysql, which it fills the first time; the passwords come from the environment.
set -eu
data=/var/lib/mysql
mkdir -p /run/mysqld /tmp
if [ ! -d $data/mysql ]; then
	mariadb-install-db --no-defaults --user=root --datadir=$data --auth-root-authentication-method=normal >/dev/null
fi
cat >/tmp/init.sql <<EOF
CREATE DATABASE IF NOT EXISTS \`$MYSQL_DATABASE\`;
CREATE OR REPLACE USER 'root'@'%' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';
GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;
ALTER USER 'root'@'localhost' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';
CREATE OR REPLACE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$MYSQL_PASSWORD';
GRANT ALL ON \`$MYSQL_DATABASE\`.* TO '$MYSQL_USER'@'%';
EOF
exec mariadbd --no-defaults --user=root --datadir=$data --socket=/run/mysqld/mysqld.sock --init-file=/tmp/init.sql \
	--bind-address=0.0.0.0 --port=3306 --innodb-buffer-pool-size=16M --performance-schema=OFF
