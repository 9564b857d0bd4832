#!/usr/bin/env bash
# Apache 2.4 (mod_deflate): a page that it packs is never "not modified".
#
# One would expect a browser that comes back with the ETag which it was given to be answered 304. Apache gives packed answers an
# ETag of their own, "…-gzip", as it sends them, but holds what the browser sends back against the file's ETag, without the ending: every
# visit gets the whole page, also where `Cache-Control: no-cache` asks for nothing but that question. `DeflateAlterETag NoChange`
# leaves the ETag as it is, and the answer is 304; it may stand in the server's settings alone, not in `.htaccess`.
#
#   findings/apache-not-modified-of-packed.sh   # needs apache2 and curl (Debian's packages); ends with 0 while it is still so
set -euo pipefail
PATH=$PATH:/usr/sbin
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$folder"' EXIT
mkdir "$folder/site"
printf '<p>%0500d' 0 > "$folder/site/page.html"
# Of a file that is a second old the ETag is a weak one; it is the same with those.
touch -d '2026-01-01' "$folder/site/page.html"

# What a second visit is answered, with some more settings, on a port.
visit() {
    cat > "$folder/httpd.conf" << CONF
ServerRoot "$folder"
ServerName localhost
Listen 127.0.0.1:$2
PidFile "$folder/$2.pid"
DefaultRuntimeDir "$folder"
ErrorLog "$folder/error.log"
$(for name in mpm_event authz_core filter deflate; do echo "LoadModule ${name}_module /usr/lib/apache2/modules/mod_$name.so"; done)
DocumentRoot "$folder/site"
SetOutputFilter DEFLATE
$1
CONF
    apache2 -X -f "$folder/httpd.conf" &
    server=$!
    local page=http://127.0.0.1:$2/page.html tag
    tag=$(curl -fsS --retry 20 --retry-delay 1 --retry-connrefused --compressed -o /dev/null -D - "$page" | tr -d '\r' | sed -n 's/^ETag: //p')
    curl -sS --compressed -o /dev/null -w "${1:-by default}: %{http_code} to ${tag##*-}\n" -H "If-None-Match: $tag" "$page"
    kill "$server"
    wait "$server" 2> /dev/null || true
    server=
}

free=$((20000 + RANDOM % 10000))
seen=$(visit "" "$free"; visit "DeflateAlterETag NoChange" $((free + 1)))
seen=$(sed 's/to [^g].*/to its own/' <<< "$seen")
echo "$seen"
diff <(echo "$seen") - << 'SEEN'
by default: 200 to gzip"
DeflateAlterETag NoChange: 304 to its own
SEEN
