# The watcher with 500 checks a minute against a lab in another process, each a whole sign-in with its report and its
# history, beside Prometheus' blackbox exporter, which connects to the same Registrar over TLS, asks OPTIONS and reads
# the first line. SECONDS_LONG=1800 is half an hour. What counts is processor time and memory of the one process.
#
# The watcher holds the last 60 runs of each check, which is what it grows by in its first hour. These are made before,
# in ten minutes, and the watcher that is measured begins with them: what it grows by from then on is not meant to be.

export LC_ALL=C
long=${SECONDS_LONG:-1800} checks=500
install prometheus-blackbox-exporter curl
native
work=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null; wait; rm -rf "$work"' EXIT

TMPDIR=$work "$built/dialtone" lab up --json >"$work/sheet" 2>"$work/lab.log" & started+=($!)
for ((i = 0; i < 100; i++)); do grep -q '^}' "$work/sheet" && break; sleep 0.1; done
# text NAME: the first value of that name in the sheet.
text() { sed -n "s/^ *\"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p" "$work/sheet" | head -1; }

# A user may have eight endpoints, which is few for as many checks where the machine stands still for a second.
umask 077
users=(alice bob erin)
# configure INTERVAL: all checks with it.
configure() {
  local user i place
  {
    printf '{ "listen": "http://127.0.0.1:9561", "stateDirectory": "state", "concurrency": 64,\n  "accounts": {\n'
    for user in "${users[@]}"; do
      sed -n "/\"user\": \"$user\"/ s/.*//; T; n; s/^ *\"password\": \"\(.*\)\",/\1/p" "$work/sheet" \
        >"$work/$user"
      place='{ "address": "sip:%s@contoso.example", "password": { "file": "%s" } }'
      printf "    \"%s\": $place,\n" "$user" "$user" "$user"
    done
    printf '  },\n  "defaults": { "interval": "%s", "transaction": "registration", "auth": ["ntlm"],\n' "$1"
    printf '    "dns": ["%s"], "dhcp": "%s", "dhcp6": "off",\n' "$(text dns)" "$(text dhcp)"
    printf '    "ca": "%s" },\n' "$(text caFile)"
    printf '  "checks": [\n'
    for ((i = 1; i <= checks; i++)); do
      printf '    { "name": "check %d", "account": "%s" },\n' "$i" "${users[i % ${#users[@]}]}"
    done
    printf '  ]\n}\n'
  } >"$work/watch.json"
}

# watch: the watcher, as it is configured now.
watch() {
  "$built/dialtone" watch --config "$work/watch.json" >"$work/watch.log" 2>&1 & watcher=$!
  started+=("$watcher")
}

# spent PID: milliseconds of processor time since its start. held PID: KiB of resident memory, without what is shared.
spent() { awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000 / hz }' "/proc/$1/stat"; }
held() { awk '/^RssAnon:/ { print $2 }' "/proc/$1/status"; }
# count: how many runs ended, and how many of them healthy.
count() { curl -s http://127.0.0.1:9561/metrics | awk -v only="${1-}" '
  /^dialtone_runs_finished_total/ && (only == "" || index($0, only)) { n += $2 } END { print n + 0 }'; }

configure 10s
watch
sleep 60
empty=$(held "$watcher")
until [ "$(count)" -ge $((61 * checks)) ]; do sleep 5; done
kill -TERM "$watcher"
wait "$watcher" || true

configure 60s
watch
sleep 120 # every check has run, and what is made once is made
begun=$(count) healthy_before=$(count '"healthy"') spent_before=$(spent "$watcher") at=$SECONDS
for ((minute = 0; minute * 60 < long; minute++)); do
  # Between two collections of garbage it grows and shrinks by a third: one moment says little, the mean of many more.
  while ((SECONDS - at < (minute + 1) * 60)); do
    held "$watcher"
    sleep 1
  done >"$work/moments"
  # The mean and the most that was held, how many runs so far, and the handles.
  echo "$(awk '{ n += $1; m = $1 > m ? $1 : m } END { print n / NR, m }' "$work/moments")" \
    "$(($(count) - begun)) $(ls "/proc/$watcher/fd" | wc -l)" >>"$work/minutes"
done
took=$((SECONDS - at))
healthy=$(($(count '"healthy"') - healthy_before))
runs=$(($(count) - begun)) milliseconds=$(awk -v a="$(spent "$watcher")" -v b="$spent_before" 'BEGIN { print a - b }')
first=$(head -5 "$work/minutes" | awk '{ n += $1 } END { print n / NR }')
last=$(tail -5 "$work/minutes" | awk '{ n += $1 } END { print n / NR }')
handles=$(sed -n '1p; $p' "$work/minutes" | cut -d ' ' -f 4 | paste -s -d ' ')
# most [FILE]: of its second fields the greatest, which are KiB, in MiB.
most() { awk '{ m = $2 > m ? $2 : m } END { printf "%.1f", m / 1024 }' "$@"; }
curl -s http://127.0.0.1:9561/metrics >"$built/watch.metrics"
cp "$work/minutes" "$built/watch.minutes"

cat >"$work/blackbox.yml" <<END
modules:
  sip:
    prober: tcp
    timeout: 5s
    tcp:
      tls: true
      tls_config: { ca_file: $(text caFile), server_name: pool01.contoso.example }
      query_response:
        - send: "OPTIONS sip:pool01.contoso.example SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:bob@contoso.example>;tag=1\r\nTo: <sip:bob@contoso.example>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
        - expect: "^SIP/2.0 "
END
prometheus-blackbox-exporter --config.file="$work/blackbox.yml" --web.listen-address=127.0.0.1:9562 \
  >"$work/blackbox.log" 2>&1 & blackbox=$!
started+=("$blackbox")
registrar=$(text address):$(text tlsPort)
sleep 2

# ask URL: 500 of them in a minute; prints how many succeeded.
ask() {
  local good=0
  for ((i = 0; i < checks; i++)); do
    curl -s "$1" | grep -q '^probe_success 1' && good=$((good + 1))
    sleep 0.1
  done
  echo "$good"
}
before=$(spent "$blackbox")
theirs_good=$(ask "http://127.0.0.1:9562/probe?module=sip&target=$registrar")
theirs=$(awk -v a="$(spent "$blackbox")" -v b="$before" -v n=$checks 'BEGIN { print (a - b) / n }')

ours=$(awk -v m="$milliseconds" -v n="$runs" 'BEGIN { print m / n }')
row "processor time of one run" "$(printf '%.1f ms' "$ours")" "blackbox $(printf '%.1f ms' "$theirs")" \
  "$(awk -v x="$ours" -v y="$theirs" 'BEGIN { printf "%.2f", y / x }')" '' ''
row "$runs runs in $took s: share of one core" \
  "$(awk -v m="$milliseconds" -v s="$took" 'BEGIN { printf "%.1f %%", m / s / 10 }')" '' '' '' ''
row "memory, the first five minutes and the last" "$(awk -v a="$first" -v b="$last" \
  'BEGIN { printf "%.1f → %.1f MiB", a / 1024, b / 1024 }')" \
  "blackbox $(awk -v k="$(held "$blackbox")" 'BEGIN { printf "%.1f MiB", k / 1024 }')" '' 'flat' \
  "$(awk -v a="$first" -v b="$last" 'BEGIN { print (b <= 1.05 * a) ? "yes" : "no" }')"
note "Peer: blackbox_exporter $(version prometheus-blackbox-exporter), $theirs_good of $checks probes good."
note "Ours: $healthy of $runs runs healthy; file handles at first and at last: $handles."
note "At most $(most "$work/minutes") MiB; a minute after a start without history $(echo "0 $empty" | most) MiB."
