# Registrations: the lab's Registrar beside Kamailio under one load of SIPp, and our devices, one after another on one
# connection, beside SIPp as client of the same Kamailio. One registration is REGISTER, 401, REGISTER with Digest (MD5),
# 200. What counts is processor time of the program, kernel and all.

# As the command line runs, which hosts the lab: without counting for later optimisation.
export LC_ALL=C DOTNET_TieredPGO=0
install sip-tester kamailio kamailio-tls-modules stunnel4 openssl procps

load=20000  # registrations a round on a server
loop=5000   # and of a client
work=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null; rm -rf "$work"' EXIT

{ echo SEQUENTIAL; for i in $(seq 0 999); do
  printf 'user%03d;[authentication username=user%03d password=Dial-Tone-1]\n' "$i" "$i"
done; } >"$work/users.csv"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 \
  -addext subjectAltName=DNS:127.0.0.1,IP:127.0.0.1 -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
printf '[server:default]\nmethod = TLSv1.2+\ncertificate = %s/cert.pem\nprivate_key = %s/key.pem\n' "$work" "$work" \
  >"$work/tls.cfg"
sed "s|TLS_CONFIG|$work/tls.cfg|" "$root/bench/parts/registrar.cfg" >"$work/registrar.cfg"

# ticks PID…: processor time of processes and their children that ended, in hundredths of a second
ticks() {
  local sum=0 pid
  for pid in "$@"; do
    sum=$((sum + $(sed 's/.*) //' "/proc/$pid/stat" | awk '{ print $12 + $13 }')))
  done
  echo "$sum"
}

# sipp_load ADDRESS:PORT COUNT IN_FLIGHT
sipp_load() {
  sipp "$1" -sf "$root/bench/parts/register.xml" -inf "$work/users.csv" -t t1 -m "$2" -l "$3" -r 100000 -rp 1000 \
    -nostdin -trace_err -error_file "$work/sipp.err" >"$work/sipp.out" 2>&1 ||
    { head -n 3 "$work/sipp.err" >&2; return 1; }
}

# measure NAME COUNT COMMAND…: microseconds of processor time a registration, and registrations a second, of the
# processes in $pids, while the command runs
measure() {
  local name=$1 count=$2 before after began took
  shift 2
  before=$(ticks "${pids[@]}") began=$(date +%s%N)
  "$@"
  took=$(($(date +%s%N) - began)) after=$(ticks "${pids[@]}")
  printf '%s\t%s\t%s\n' "$name" "$(((after - before) * 10000 / count))" "$((count * 1000000000 / took))" >>"$samples"
}

# client NAME COUNT COMMAND…: the same of a command that ends
client() {
  local name=$1 count=$2 TIMEFORMAT='%U %S'
  shift 2
  { time "$@" >/dev/null 2>"$work/client.err"; } 2>"$work/time" || { cat "$work/client.err" >&2; return 1; }
  awk -v name="$name" -v n="$count" '{ printf("%s\t%.1f\t\n", name, ($1 + $2) * 1e6 / n) }' "$work/time" >>"$samples"
}

# median NAME FIELD
median() { awk -F '\t' -v n="$1" -v f="$2" '$1 == n { print $f }' "$samples" | sort -n | awk '{ a[NR] = $1 }
  END { if (!NR) exit 1; print (NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2) }'; }

# compare WHAT OURS PEER_LABEL PEER GOAL: a row of processor times, where less is better
compare() {
  local x y ratio met
  x=$(median "$2" 2) y=$(median "$4" 2)
  ratio=$(awk -v x="$x" -v y="$y" 'BEGIN { printf "%.2f", y / x }')
  met=
  [ -z "$5" ] || met=$(awk -v r="$ratio" 'BEGIN { print (r >= 1 ? "yes" : "no") }')
  row "$1" "$(printf '%.0f µs' "$x")" "$3 $(printf '%.0f µs' "$y")" "$ratio" "$5" "$met"
}

mkfifo "$work/hold"
sleep infinity >"$work/hold" & started+=($!)
taskset -c "$core" dotnet "$bench" registrar <"$work/hold" >"$work/ours" & ours=$! started+=($!)
taskset -c "$core" kamailio -DD -E -f "$work/registrar.cfg" -l tcp:127.0.0.1:26060 -l tls:127.0.0.1:26061 \
  -m 64 -M 8 -Y "$work" >"$work/kamailio.log" 2>&1 & kamailio=$! started+=($!)
for _ in $(seq 100); do
  [ -s "$work/ours" ] && ss -ltn | grep -q ':26061 ' && break
  sleep 0.2
done
read -r address port _ <"$work/ours"
sleep 1

pids=("$ours") && sipp_load "$address:$port" 30000 500
sipp_load 127.0.0.1:26060 5000 500
for ((i = 0; i < rounds; i++)); do
  pids=("$ours")
  measure registrar "$load" sipp_load "$address:$port" "$load" 500
  pids=("$kamailio" $(pgrep -P "$kamailio"))
  measure kamailio "$load" sipp_load 127.0.0.1:26060 "$load" 500
done
compare 'a registration at the server, TCP, 500 in flight' registrar Kamailio kamailio '≥ 1.0'
row 'the same, registrations a second' "$(median registrar 3)" "Kamailio $(median kamailio 3)" \
  "$(awk -v x="$(median registrar 3)" -v y="$(median kamailio 3)" 'BEGIN { printf "%.2f", x / y }')" '' ''

# The client has the core to itself now.
kill "$ours"
for pid in "$kamailio" $(pgrep -P "$kamailio"); do
  taskset -pc 0 "$pid" >/dev/null
done
printf 'client = yes\nforeground = yes\npid =\n[sip]\naccept = 127.0.0.1:26062\nconnect = 127.0.0.1:26061\n' \
  >"$work/stunnel.conf"
taskset -c "$core" stunnel4 "$work/stunnel.conf" >"$work/stunnel.log" 2>&1 & stunnel=$! started+=($!)
sleep 1

# ours NAME PORT [ROOT]: it measures itself, after a warm-up on the same connection
ours() {
  local line
  line=$(taskset -c "$core" dotnet "$bench" register "127.0.0.1:$2" "$loop" ${3+"$3"})
  printf '%s\t%s\t%s\n' "$1" ${line% *} "${line#* }" >>"$samples"
}

for ((i = 0; i < rounds; i++)); do
  ours tcp 26060
  client sipp-tcp "$loop" taskset -c "$core" sipp 127.0.0.1:26060 -sf "$root/bench/parts/register.xml" \
    -inf "$work/users.csv" -t t1 -m "$loop" -l 1 -r 100000 -rp 1000 -nostdin
  client sipp-tcp-many "$loop" taskset -c "$core" sipp 127.0.0.1:26060 -sf "$root/bench/parts/register.xml" \
    -inf "$work/users.csv" -t t1 -m "$loop" -l 500 -r 100000 -rp 1000 -nostdin
  ours tls 26061 "$work/cert.pem"
  before=$(ticks "$stunnel")
  client sipp-tls-alone "$loop" taskset -c "$core" sipp 127.0.0.1:26062 -sf "$root/bench/parts/register.xml" \
    -inf "$work/users.csv" -t t1 -m "$loop" -l 1 -r 100000 -rp 1000 -nostdin
  tunnel=$(($(ticks "$stunnel") - before))
  awk -F '\t' -v t="$tunnel" -v n="$loop" '$1 == "sipp-tls-alone" { last = $2 }
    END { printf("sipp-tls\t%.1f\t\n", last + t * 10000 / n) }' "$samples" >"$work/sum" && cat "$work/sum" >>"$samples"
done
compare 'a registration of a client, one TCP connection, one at a time' tcp SIPp sipp-tcp '≥ 1.0'
compare 'the same, SIPp with 500 in flight' tcp SIPp sipp-tcp-many ''
compare 'a registration of a client, one TLS connection, one at a time' tls 'SIPp and stunnel' sipp-tls '≥ 1.0'
row 'allocated for a registration of a client' "$(median tcp 3) bytes" '' '' '' ''
note "Peers: Kamailio $(version kamailio), SIPp $(version sip-tester), stunnel $(version stunnel4)."
