# A network of namespaces: one for the servers, and lines to it, each a client's namespace at the far end of a cable of
# its own. Nothing of it touches the machine's own network. Needs $work, a directory for the files of the run, and $tools
# with the programs made from the C files here.

# The tests' own clean-up knows names of this form, and removes what a killed process left.
prefix=dialtone-$$-
servers=${prefix}servers

dns_address=198.51.100.2

line_namespace() { printf '%s%s' "$prefix" "line$1"; }
line_address() { printf '192.0.2.%d' $(($1 * 4 + 2)); }
on_servers() { ip netns exec "$servers" "$@"; }

namespace() {
  ip netns add "$1"
  ip -n "$1" link set lo up
  # Reno is in every kernel. Nothing is carried from one run to the next.
  ip netns exec "$1" sysctl -qw net.ipv4.tcp_congestion_control=reno net.ipv4.tcp_no_metrics_save=1 \
    net.ipv6.conf.all.disable_ipv6=1
}

# network_up ADDRESS…: of the servers, on their loopback interface: clients reach them through a gateway, so that an
# address that is not there stays silent, where on their own Ethernet ARP would tell them after three seconds.
network_up() {
  namespace "$servers"
  local address
  for address; do
    ip -n "$servers" addr add "$address/32" dev lo
  done
  on_servers sysctl -qw net.ipv4.ip_forward=1
}

# silence ADDRESS…: nothing comes back from these any more, not even that nobody is there
silence() {
  local address
  for address; do
    ip -n "$servers" addr del "$address/32" dev lo 2>/dev/null || true
    ip -n "$servers" route add blackhole "$address/32"
  done
}

# line_up N: a client's namespace and its cable. Neighbours are known to each other; ARP costs no round trip.
line_up() {
  local n=$1 here there gateway
  here=$(line_namespace "$n") there=line$n gateway=192.0.2.$((n * 4 + 1))
  namespace "$here"
  mkfifo "$work/cable$n.in" "$work/cable$n.out"
  ip netns exec "$here" "$tools/cable" eth0 "$there" <"$work/cable$n.in" >"$work/cable$n.out" &
  disown $!
  exec {cable_in[n]}>"$work/cable$n.in" {cable_out[n]}<"$work/cable$n.out"
  expect "${cable_out[n]}" ready
  ip -n "$here" link set "$there" netns "$servers"
  ip -n "$here" addr add "$(line_address "$n")/30" dev eth0
  ip -n "$here" link set eth0 address "02:00:00:00:00:$(printf %02x "$n")" up
  ip -n "$here" route add default via "$gateway"
  ip -n "$servers" addr add "$gateway/30" dev "$there"
  ip -n "$servers" link set "$there" address "02:00:00:00:01:$(printf %02x "$n")" up
  ip -n "$here" neigh replace "$gateway" lladdr "02:00:00:00:01:$(printf %02x "$n")" dev eth0
  ip -n "$servers" neigh replace "$(line_address "$n")" lladdr "02:00:00:00:00:$(printf %02x "$n")" dev "$there"
  resolvers "$n" $dns_address
  : >"$work/packets$n"
  ip netns exec "$here" "$tools/watch" eth0 >>"$work/packets$n" &
  disown $!
}

# lines_up COUNT
lines_up() {
  local n
  mkfifo "$work/quiet"
  exec {quiet}<>"$work/quiet"
  for ((n = 1; n <= $1; n++)); do
    line_up $n
  done
}

# cable N ROUND_TRIP_MS LOSS_PERCENT SEED [LARGEST ADDRESS/BITS]
cable() {
  obey "$1" "$(($2 * 500)) ${*:3}"
}

# obey N LINE: see cable.c
obey() {
  printf '%s\n' "$2" >&"${cable_in[$1]}"
  expect "${cable_out[$1]}" ok
}

# resolvers N ADDRESS...: what programs on a line find in /etc/resolv.conf
resolvers() {
  local n=$1
  shift
  mkdir -p "/etc/netns/$(line_namespace "$n")"
  printf 'nameserver %s\n' "$@" >"/etc/netns/$(line_namespace "$n")/resolv.conf"
}

die() {
  echo "$1" >&2
  exit 1
}

# expect FD WORD: a line that is only this word
expect() {
  local word
  read -r -t 10 -u "$1" word && [ "$word" = "$2" ] || die "expected '$2', got '${word-nothing}'"
}

# Kills all that runs on a namespace and removes it. A program may start another between the list and the signal.
namespace_down() {
  local pids
  while pids=$(ip netns pids "$1" 2>/dev/null) && [ -n "$pids" ]; do
    kill -KILL $pids 2>/dev/null
    sleep 0.05
  done
  ip netns del "$1" 2>/dev/null
  rm -rf "/etc/netns/$1"
}

network_down() {
  local name
  for name in $(ip netns list | awk -v prefix="$prefix" 'index($1, prefix) == 1 { print $1 }'); do
    namespace_down "$name"
  done
}

# What a run that was killed could not remove.
remove_left_overs() {
  local name owner
  for name in $(ip netns list | awk '/^dialtone-[0-9]+-/ { print $1 }'); do
    owner=${name#dialtone-}
    [ -e "/proc/${owner%%-*}/exe" ] || namespace_down "$name"
  done
}
