# Every page of the watcher over a week of history with ten million steps, by HTTP, as a browser would wait for it: over
# SQLite and over PostgreSQL, each filled by the same code. No check runs meanwhile. Needs 4 GB of disk for the while.

export LC_ALL=C
times=20
install postgresql curl
native
work=$(mktemp -d)
programs=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
started=()
# as_postgres COMMAND…: PostgreSQL refuses to run as root.
as_postgres() { (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@"); }
end() {
  set +e
  kill "${started[@]}" 2>/dev/null
  wait "${started[@]}" 2>/dev/null
  as_postgres "$programs/pg_ctl" -D "$work/pg/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$work"
}
trap end EXIT

chmod 711 "$work"
mkdir "$work/pg"
chown postgres "$work/pg"
as_postgres "$programs/initdb" -D "$work/pg/data" -U postgres --auth=trust >"$work/initdb.log"
as_postgres "$programs/pg_ctl" -D "$work/pg/data" -w -l "$work/pg/log" \
  -o "-c listen_addresses= -c unix_socket_directories=$work/pg" start >/dev/null
as_postgres "$programs/createdb" -h "$work/pg" -U postgres week
export WEEK_DATABASE="Host=$work/pg;Username=postgres;Database=week"

echo 'making the week twice'
dotnet "$bench" history-week --sqlite "$work/week.db" >"$work/week.sqlite"
dotnet "$bench" history-week --postgres WEEK_DATABASE >"$work/week.postgres"
# asked STORE NAME: a figure of the week, in millions.
asked() { awk -F '\t' -v name="$2" '$1 == name { printf "%.2f", $2 / 1e6 }' "$work/week.$1"; }

umask 077
echo none >"$work/password"
# configure STORE PORT HISTORY: the sixty checks of the week, which are not run before tomorrow.
configure() {
  local i
  printf '{ "listen": "http://127.0.0.1:%d", "stateDirectory": "state-%s",\n' "$2" "$1"
  printf '  "history": { %s, "keep": { "size": "64GiB" } },\n' "$3"
  printf '  "accounts": { "bob": { "address": "sip:bob@contoso.example", "password": { "file": "password" } } },\n'
  printf '  "defaults": { "interval": "1d", "transaction": "registration", "account": "bob",\n'
  printf '    "dns": ["127.0.0.1:9"], "dhcp": "off", "dhcp6": "off" },\n'
  printf '  "sites": {\n'
  for ((i = 1; i <= 12; i++)); do printf '    "Site %02d": {},\n' "$i"; done
  printf '  },\n  "checks": [\n'
  for ((i = 0; i < 60; i++)); do
    printf '    { "name": "Sign in %02d", "site": "Site %02d" },\n' $((i + 1)) $((i / 5 + 1))
  done
  printf '  ]\n}\n'
}

# page NAME PATH…: the median and the longest of how long these took, in milliseconds.
page() {
  local name=$1 path
  local took=()
  shift
  for path; do
    took+=("$(curl -sf --compressed -o /dev/null -w '%{time_total}' "$watcher$path")") || {
      echo "$path was not sent" >&2
      return 1
    }
  done
  printf '%s\n' "${took[@]}" | sort -n | awk -v name="$name" '
    { at[NR] = 1000 * $1 }
    END { printf "%s\t%.1f\t%.1f\n", name, (at[int((NR + 1) / 2)] + at[int(NR / 2) + 1]) / 2, at[NR] }
  ' >>"$work/pages.$store"
}

# every QUERY: the pages of twenty checks, of which the first fails all week and the second never.
every() { local i; for ((i = 60; i > 60 - times; i--)); do printf '/checks/Sign%%20in%%20%02d%s\n' "$i" "$1"; done; }
same() { local i; for ((i = 0; i < times; i++)); do echo "$1"; done; }
# links PATH PATTERN: where a page leads to that is like that, each once.
links() {
  curl -sf "$watcher$1" | grep -o "href=\"$2\"" | sed 's/^href="//; s/"$//; s/#.*//; s/&amp;/\&/g' | awk '!seen[$0]++'
}

# measure STORE PORT HISTORY
measure() {
  local path
  local runs=() older=()
  store=$1 watcher=http://127.0.0.1:$2
  configure "$1" "$2" "$3" >"$work/watch-$1.json"
  "$built/dialtone" watch --config "$work/watch-$1.json" >"$work/watch-$1.log" 2>&1 & started+=($!)
  for ((i = 0; i < 300; i++)); do curl -sf -o /dev/null "$watcher/readyz" && break; sleep 0.2; done
  page '/' $(same /)
  page '/checks/NAME, a day' $(every '')
  page '/checks/NAME, an hour' $(every '?span=hour')
  page '/checks/NAME, a week' $(every '?span=week')
  page '/checks/NAME, a week, only bad runs' $(every '?span=week&only=bad')
  for path in $(every ''); do older+=("$(links "$path" '/checks/[^"]*before=[^"]*' | head -1)"); done
  page '/checks/NAME, older runs' "${older[@]}"
  mapfile -t runs < <(links '/checks/Sign%20in%2001?only=bad' '/runs/[^"]*' | head -n $times)
  page '/runs/ID, with what changed' "${runs[@]}"
  page '/runs/ID/report' "${runs[@]/%//report}"
  page '/runs/ID/data.json' "${runs[@]/%//data.json}"
  page '/findings' $(same /findings)
  page '/findings/CODE' $(links /findings '/findings/[^"]*' | head -n $times)
  page '/metrics' $(same /metrics)
}
measure sqlite 9563 '"sqlite": "../week.db"'
measure postgres 9564 '"postgres": { "environment": "WEEK_DATABASE" }'

while IFS=$'\t' read -r name median longest; do
  theirs=$(awk -F '\t' -v name="$name" '$1 == name { print $2 }' "$work/pages.postgres")
  row "$name" "SQLite $(printf '%.1f ms' "$median"), PostgreSQL $(printf '%.1f ms' "$theirs")" '' '' '< 200 ms' \
    "$(awk -v a="$median" -v b="$theirs" 'BEGIN { print (a < 200 && b < 200) ? "yes" : "no" }')"
done <"$work/pages.sqlite"
for store in sqlite postgres; do
  note "$([ $store = sqlite ] && echo SQLite || echo "PostgreSQL $(version "$(dpkg -S "$programs/postgres" | cut -d : -f 1)")"): \
$(asked $store steps) million steps of $(asked $store runs) million runs, $(asked $store bytes) MB; the longest of all is \
$(sort -t $'\t' -k 3 -n "$work/pages.$store" | awk -F '\t' 'END { printf "%s with %.0f ms", $1, $3 }')."
done
cp "$work"/pages.* "$built/"
