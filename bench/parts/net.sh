# One sign-in over a delayed link, and with something broken on the way: ours beside baresip and linphone, in a network
# of namespaces. The cases are here; how they are made is in bench/net.

export LC_ALL=C
install gcc libc6-dev zlib1g-dev iproute2 procps openssl bind9 kamailio kamailio-tls-modules baresip-core linphone-cli
[ "$(id -u)" -eq 0 ] && [ -c /dev/net/tun ] || { echo "This needs root and /dev/net/tun." >&2; exit 1; }

work=$(mktemp -d)
tools=$built
runs=$built/net.runs # KIND CASE CLIENT FIRST_PACKET REGISTERED, in seconds
: >"$runs"
for tool in cable watch mute; do
  cc -O2 -o "$tools/$tool" "$root/bench/net/$tool.c"
done
native
for file in network servers single clients measure table; do
  . "$root/bench/net/$file.sh"
done
trap 'trap "" INT TERM HUP; network_down; rm -rf "$work"' EXIT
ended= # `hear` ends then; bash 5.2 crashes when a trap exits in the middle of its `read`
trap 'ended=yes' INT TERM HUP
remove_left_overs
servers_up
lines_up $((rounds * 3))

# A run is told a seed for the loss on its line; the three clients share seeds.
all=()
for ((i = 1; i <= rounds; i++)); do
  for client in $clients; do
    all+=("$client:$i")
  done
done

# keep KIND CASE [ADDRESS]: writes down how the runs of a batch went, those that met that address first
keep() {
  local n
  for n in "${!names[@]}"; do
    printf '%s\t%s\t%s\t%s\n' "$1" "$2" "${names[n]}" "$(took "$n" "${3-}" | tr ' ' '\t')"
  done | grep -v missed >>"$runs" || true
}

echo 'ours otherwise'
batch healthy 0 0 $(seq -f 'dotnet:%g' "$rounds") $(seq -f 'dhcp:%g' "$rounds")
keep ours otherwise
batch_end

for round_trip in 0 20 50 100; do
  echo "a round trip of $round_trip ms"
  batch healthy $round_trip 0 "${all[@]}"
  keep cold $round_trip
  batch_again
  keep warm $round_trip
  batch_end
done

# fault CASE DOMAIN LOSS [ADDRESS]: with ADDRESS, runs that tried another one first do not count, and are made up for
fault() {
  local turn wanted client kept
  echo "$1"
  wanted=("${all[@]}")
  for turn in 1 2 3; do
    batch "$2" 0 "$3" "${wanted[@]}"
    keep fault "$1" "${4-}"
    batch_end
    wanted=()
    for client in $clients; do
      kept=$(awk -F '\t' -v name="$1" -v client="$client" '
        $2 == name && $3 == client { n++ } END { print n + 0 }' "$runs")
      for ((; kept < rounds; kept++)); do wanted+=("$client:$((kept + 1))"); done
    done
    [ ${#wanted[@]} -gt 0 ] || return 0
  done
}

fault healthy healthy 0
fault 'first of two addresses silent' first-silent 0 $silent
fault 'first target silent' target-silent 0 $silent
fault 'first target takes connections and is mute' target-mute 0 $mute
fault 'first target speaks TLS and is mute' target-mute-secured 0 $mute_secured
for ((n = 1; n <= ${#all[@]}; n++)); do resolvers $n $silent_resolver $dns_address; done
fault 'first resolver silent' healthy 0 $silent_resolver
for ((n = 1; n <= ${#all[@]}; n++)); do resolvers $n $dns_address; done
fault '5 % loss' healthy 5
fault '20 % loss' healthy 20

table
