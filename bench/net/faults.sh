# What breaks, and how. Needs pools.sh.

faults='nothing dns-refusing dns-silent dns-servfail dns-no-srv dhcp-silent dns-dhcp-silent
  first-refusing first-silent first-mute primary-refusing primary-silent primary-mute primary-restarted
  certificate-expired certificate-wrong-name certificate-untrusted large-packets large-packets-everywhere cable loss'

# What breaks and touches no connection that stands: these are cut as well, by a reset from the server's end.
also_cut='nothing dns-refusing dns-silent dns-servfail dns-no-srv dhcp-silent dns-dhcp-silent
  certificate-expired certificate-wrong-name certificate-untrusted large-packets large-packets-everywhere loss'

cable_out=20         # seconds
loss=30              # %
largest=1400         # bytes of an IPv4 packet, as a tunnel has it that swallows what it should answer

named_in() { [[ " $(echo $2) " == *" $1 "* ]]; }

# break_it FAULT ROUND
break_it() {
  local n
  case $1 in
    nothing | cable) ;;
    dns-refusing) kill_server dns ;;
    dns-silent) silence $dns_address ;;
    dns-servfail) dns_says nothing ;;
    dns-no-srv) dns_says addresses ;;
    dhcp-silent) stop_server dhcp ;;
    dns-dhcp-silent) silence $dns_address && stop_server dhcp ;;
    first-refusing) kill_server first ;;
    first-silent) silence $first_front_end ;;
    first-mute) stop_server first ;;
    primary-refusing) kill_server first && kill_server second ;;
    primary-silent) silence $front_ends ;;
    primary-mute) stop_server first && stop_server second ;;
    primary-restarted) restart_primary ;;
    certificate-*) primary_shows "${1#certificate-}" ;;
    large-packets) for ((n = 1; n <= lines; n++)); do cable $n 0 0 1 $largest $primary; done ;;
    large-packets-everywhere) for ((n = 1; n <= lines; n++)); do cable $n 0 0 1 $largest 0.0.0.0/0; done ;;
    loss) for ((n = 1; n <= lines; n++)); do cable $n 0 $loss "$2"; done ;;
    *) die "There is no fault $1." ;;
  esac
}

# Nobody has its port any more, which the kernel says by a reset or by ICMP.
kill_server() {
  local end=$((SECONDS + 5))
  until kill -KILL -- "-${server[$1]}" 2>/dev/null; do # one that was started just now has no group yet
    [ $SECONDS -lt $end ] || die "$1 had died by itself"
    sleep 0.01
  done
}

# Its kernel still takes connections and keeps what is sent.
stop_server() { kill -STOP -- "-${server[$1]}"; }

dns_says() {
  kill_server dns
  zone_has=$1
  until [ -z "$(on_servers ss -Hlun src $dns_address)" ]; do sleep 0.02; done
  rm "$work/named.log"
  dns_up
  until grep -qs ' running$' "$work/named.log"; do sleep 0.02; done
}

restart_primary() {
  kill_server first && kill_server second
  until [ -z "$(on_servers ss -Hltn src $primary)" ]; do sleep 0.02; done
  registrar_up first good $first_front_end
  registrar_up second good "${front_ends#* }"
}

primary_shows() {
  local name
  for name in first second; do
    registrar_certificate $name "$1"
    on_servers kamcmd -s "unix:$work/$name.control" tls.reload >>"$work/reload.log" 2>&1 || die 'no tls.reload'
  done
}
