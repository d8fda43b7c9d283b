# Makes the rows of the table of outages. Needs table.sh, faults.sh, $runs and bench/lib.sh.

starts='signed-in remembering fresh'
alike=0.05 # seconds: what the machine's other work makes uncertain

what_breaks() {
  case $1 in
    nothing) echo 'nothing broken' ;;
    dns-refusing) echo 'DNS refusing' ;;
    dns-silent) echo 'DNS silent' ;;
    dns-servfail) echo 'DNS answering SERVFAIL' ;;
    dns-no-srv) echo 'no SRV records' ;;
    dhcp-silent) echo 'DHCP silent' ;;
    dns-dhcp-silent) echo 'DNS and DHCP both silent' ;;
    first-refusing) echo 'first Front End refusing' ;;
    first-silent) echo 'first Front End silent' ;;
    first-mute) echo 'first Front End accepting but mute' ;;
    primary-refusing) echo 'whole primary refusing' ;;
    primary-silent) echo 'whole primary silent' ;;
    primary-mute) echo 'whole primary accepting but mute' ;;
    primary-restarted) echo 'whole primary restarted' ;;
    certificate-expired) echo 'certificate of the primary expired' ;;
    certificate-wrong-name) echo 'certificate of the primary for another name' ;;
    certificate-untrusted) echo 'certificate of the primary untrusted' ;;
    large-packets) echo 'large packets vanish before the primary' ;;
    large-packets-everywhere) echo 'large packets vanish everywhere' ;;
    cable) echo "cable out for $cable_out s and in again" ;;
    loss) echo "$loss % loss" ;;
  esac
}

# row_name START FAULT
row_name() {
  case $1 in
    signed-in)
      printf 'signed in; %s' "$(what_breaks "$2")"
      ! named_in "$2" "$also_cut" || printf ', connection reset'
      ;;
    remembering) printf 'cold, with memory; %s' "$(what_breaks "$2")" ;;
    fresh) printf 'cold, without memory; %s' "$(what_breaks "$2")" ;;
  esac
}

# goal START FAULT: in seconds; "-" where no path exists
goal() {
  case $2 in
    primary-refusing) echo 0.3 ;;
    first-silent | first-mute | primary-silent | primary-mute) echo 10 ;;
    cable) echo 1 ;;
    dns-dhcp-silent)
      case $1 in
        remembering) echo 8 ;;
        fresh) echo - ;;
      esac
      ;;
  esac
}

# accepted START FAULT CLIENT: whether it registered behind a certificate that it should have refused
accepted() {
  case $2 in certificate-*) ;; *) return 1 ;; esac
  awk -F '\t' -v start="$1" -v fault="$2" -v client="$3" -v others="$backup" '
    $1 == start && $2 == fault && $3 == client && $4 != "-" { n++; if ($5 != others) bad++ }
    END { exit !(2 * bad > n) }' "$runs"
}

least() { printf '%s\n' "$@" | sort -g | head -n 1; }

# outage START FAULT
outage() {
  local client value ours lync theirs='' best=() quickest wanted met=''
  ours=$(median "$1" "$2" dialtone 4)
  lync=$(median "$1" "$2" lync 4)
  for client in baresip linphone; do
    value=$(median "$1" "$2" "$client" 4)
    theirs+="${theirs:+, }$client $(shown "$value")"
    if accepted "$1" "$2" "$client"; then
      theirs+=' there'
    else
      best+=("$value")
    fi
  done
  quickest=$(printf '%s\n' "${best[@]}" | grep -E '^[0-9]' | sort -g | head -n 1)
  wanted=$(goal "$1" "$2")
  if [ "$wanted" != - ]; then
    met=$(met "$ours" "$(least "${wanted:-$limit}" ${quickest:+$(awk "BEGIN { print $quickest + $alike }")})")
    [ -n "$wanted" ] && wanted="≤ $wanted s" || wanted=${quickest:+as the quickest}
    wanted=${wanted:-signed in}
  fi
  row "$(row_name "$1" "$2")" "$(shown "$ours"), as lync-phone $(shown "$lync")" "$theirs" \
    "$(ratio "${ours:-0}" "${best[@]}")" "${wanted#-}" "$met"
}

table() {
  local fault start missing
  note "Peers: baresip $(version baresip-core), linphone $(version linphone-cli)."
  note "Servers: Kamailio $(version kamailio), BIND $(version bind9), dnsmasq $(version dnsmasq-base)."
  note "Rounds: $rounds; $lanes networks side by side; $((SECONDS - began)) s in all, in which the machine was busy for \
$((100 * (busy_after - busy_before) / (all_after - all_before))) %."
  missing=$((rounds * $(wc -w <<<"${choice:-$faults}") * $(wc -w <<<"$clients") * 3 - $(wc -l <"$runs")))
  [ $missing -eq 0 ] || note "$missing runs do not count: they did not meet what broke."
  for start in $starts; do
    for fault in ${choice:-$faults}; do
      outage "$start" "$fault"
    done
  done
}
