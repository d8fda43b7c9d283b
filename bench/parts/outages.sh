# Seconds until registered again after something broke: ours beside baresip and linphone, in networks of namespaces with
# two pools each. What breaks is in bench/net/faults.sh, how one network goes through it in bench/net/outage.
#
# $choice: only these faults. LANES=12: so many networks side by side, each with all clients. They wait, mostly.

export LC_ALL=C
install gcc libc6-dev zlib1g-dev iproute2 procps openssl bind9 kamailio kamailio-tls-modules dnsmasq-base \
  baresip-core linphone-cli
[ "$(id -u)" -eq 0 ] && [ -c /dev/net/tun ] || { echo "This needs root and /dev/net/tun." >&2; exit 1; }

export root built
export tools=$built work
export runs=$built/outages.runs # START FAULT CLIENT SECONDS REGISTRAR
export kept=$built/outages.kept # what the clients printed
export certificates
export clients='dialtone lync baresip linphone'
export limit=100 # seconds
lanes=${LANES:-12}
takes=130 # seconds, one network: what it costs is at its beginning, so that these are spread evenly
for file in network servers pools clients faults table outages-table; do
  . "$root/bench/net/$file.sh"
done
for fault in $choice; do
  named_in "$fault" "$faults" || { echo "There is no fault $fault, but these: $(echo $faults)." >&2; exit 64; }
done

# Each network removes what it made when it is told to end.
stop() {
  local networks
  trap '' INT TERM HUP
  networks=$(jobs -rp)
  [ -z "$networks" ] || kill -TERM $networks 2>/dev/null || true
  wait
  rm -rf "$work"
}
work=$(mktemp -d)
trap stop EXIT
trap 'exit 130' INT TERM HUP
certificates=$work
: >"$runs"
rm -rf "$kept"
mkdir -p "$kept"
for tool in cable watch; do
  cc -O2 -o "$tools/$tool" "$root/bench/net/$tool.c"
done
native
remove_left_overs
certificates_up

busy() { awk '$1 == "cpu" { print $2 + $3 + $4 + $7 + $8, $2 + $3 + $4 + $5 + $6 + $7 + $8 }' /proc/stat; }

read -r busy_before all_before <<<"$(busy)"
began=$SECONDS
for ((round = 1; round <= rounds; round++)); do
  for fault in ${choice:-$faults}; do
    while [ "$(jobs -rp | wc -l)" -ge "$lanes" ]; do
      wait -n || true
    done
    echo "$fault, round $round"
    "$root/bench/net/outage" "$fault" "$round" </dev/null &
    sleep $((takes / lanes))
  done
done
wait
read -r busy_after all_after <<<"$(busy)"
table
