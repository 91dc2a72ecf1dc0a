#!/bin/sh
# nginx cannot choose a free port and does not report that it listens: $1 is the port, $2 a folder for its files.
sed -e "s|PORT|$1|" -e "s|FOLDER|$2|g" "$(dirname "$0")/nginx.conf" > "$2/nginx.conf"
echo "Now listening on: $1"
exec nginx -c "$2/nginx.conf" 2> /dev/null
