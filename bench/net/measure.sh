# Runs clients over the lines and says how long each took. Needs clients.sh.
#
# A batch starts its runs $gap seconds apart, each on a line of its own, and ends when all have registered or waited
# $limit seconds. Most of a slow run is waiting, so that runs side by side do not slow each other down.

clients='dialtone baresip linphone'
gap=1
limit=70         # what happens after 64 times T1 (RFC 3261), twice, is still seen
again_limit=5    # after their connections were cut
standing=11      # a registration that was younger when it was lost makes ours wait: a Registrar may be dropping users

# drain: forgets what the Registrar said so far
drain() {
  local line
  while read -r -t 0.01 -u "$registrar_log" line; do :; done
}

# await SECONDS: until all lines in $waiting have registered
await() {
  local end=$((SECONDS + $1))
  while [ ${#waiting[@]} -gt 0 ] && [ $SECONDS -lt $end ]; do
    hear 1
  done
}

# Waits for every 200 that has left to arrive, which takes several tries where frames are lost.
arrive() {
  local n end=$((SECONDS + limit))
  for n in "${!stored[@]}"; do
    while [ $SECONDS -lt $end ]; do
      case $(took "$n") in *-) sleep 0.2 ;; *) break ;; esac
    done
  done
}

# batch DOMAIN ROUND_TRIP_MS LOSS_PERCENT RUN...: each run is CLIENT:SEED, on line 1, 2, …
batch() {
  local domain=$1 round_trip=$2 lost=$3 run n=0
  shift 3
  drain
  stored=() waiting=() began=() names=() pids=()
  for run; do
    n=$((n + 1))
    names[n]=${run%:*}
    cable $n "$round_trip" "$lost" "${run#*:}"
    : >"$work/packets$n"
  done
  n=0
  for run; do
    n=$((n + 1))
    start "${run%:*}" $n "$domain.contoso.example"
    pids[n]=$!
    disown $! 2>/dev/null || true
    waiting[n]=yes
    # Also while the next ones are being started, the Registrar may have something to say: it waits in the pipe.
    sleep $gap
  done
  await $limit
  for n in "${!names[@]}"; do
    began[n]=$(cat "$work/started$n")
  done
  arrive
}

# The same clients again, after their connections were cut under them.
batch_again() {
  local n
  sleep $standing
  drain
  stored=() waiting=() began=()
  for n in "${!names[@]}"; do
    : >"$work/packets$n"
    began[n]=$EPOCHREALTIME
    waiting[n]=yes
    cut_line "$n"
    sleep 0.5
  done
  await $again_limit
  if ! grep -q ' in .*R$' "$work"/packets*; then
    note 'This kernel does not let ss -K cut connections, so that nothing was warm.'
  fi
  arrive
}

# Kills the clients of a batch, and the connections that would outlive them.
batch_end() {
  local n
  for n in "${!pids[@]}"; do
    kill -KILL "${pids[n]}" || true
    cut_line "$n"
    ip netns exec "$(line_namespace "$n")" ss -K state all dst 198.51.100.0/24 >/dev/null || true
  done 2>/dev/null
  sleep 0.3
}

# took LINE [ADDRESS]: "FIRST REGISTERED" in seconds: from the start of the program to its first packet, and from there
# to the 200; "-" for what did not come. With ADDRESS: "- missed" when something else was tried before that address.
#
# The 200 is the first data from the Registrar after it had stored the binding: it leaves then, and nothing else does.
took() {
  awk -v began="${began[$1]}" -v stored="${stored[$1]-}" -v wanted="${2-}" '
    function host(at) { sub(/:.*/, "", at); return at }
    $1 < began { next }
    !first && $2 == "out" && ($3 == "udp" || $7 == "S") { first = $1 }
    $2 == "out" && $5 ~ /:53$/ && !asked { asked = host($5) }
    $2 == "out" && $7 == "S" && !dialled { dialled = host($5) }
    stored && !done && $2 == "in" && $4 ~ /:5061$/ && $6 > 0 && $1 >= stored { done = $1 }
    END {
      if (wanted && asked != wanted && dialled != wanted) print "- missed"
      else printf "%s %s\n", first ? sprintf("%.4f", first - began) : "-", done ? sprintf("%.4f", done - first) : "-"
    }' "$work/packets$1"
}
