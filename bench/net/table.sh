# Makes the rows of the table from the runs. Needs $runs and bench/lib.sh.

# median KIND CASE CLIENT FIELD: in seconds; "-" when most did not come, and nothing when there were no runs
median() {
  awk -F '\t' -v kind="$1" -v name="$2" -v client="$3" -v field="$4" -v limit="$limit" '
    $1 == kind && $2 == name && $3 == client { print ($field == "-" || $field > limit) ? 1e9 : $field }' "$runs" |
    sort -g |
    awk '{ list[NR] = $1 }
      END { if (NR) { m = (list[int((NR + 1) / 2)] + list[int(NR / 2) + 1]) / 2; print (m >= 1e8) ? "-" : m } }'
}

# fitted KIND CLIENT: "SLOPE INTERCEPT_MS" by least squares over the medians of the delays, the slope to one digit like
# the goal; nothing when a delay is missing
fitted() {
  local round_trip
  for round_trip in 20 50 100; do
    printf '%s %s\n' $round_trip "$(median "$1" $round_trip "$2" 5)"
  done | awk '
    NF < 2 || $2 == "-" { exit }
    { n++; x += $1; y += $2 * 1000; xx += $1 * $1; xy += $1 * $2 * 1000 }
    END { if (n == 3) { s = (n * xy - x * y) / (n * xx - x * x); printf "%.1f %.0f\n", s, (y - s * x) / n } }'
}

# shown SECONDS
shown() {
  case $1 in
    '') echo 'not measured' ;;
    -) echo "not within $limit s" ;;
    *)
      awk -v t="$1" 'BEGIN {
        if (t < 0.1) printf "%.0f ms\n", t * 1000; else printf (t < 10) ? "%.2f s\n" : "%.1f s\n", t
      }'
      ;;
  esac
}

# ratio OURS THEIRS...: the best of theirs against ours
ratio() {
  local ours=$1
  shift
  printf '%s\n' "$@" | grep -E '^[0-9]' | sort -g | awk -v ours="$ours" 'NR == 1 && ours > 0 { printf "%.1f", $1 / ours }'
}

# met VALUE MAX
met() { awk -v value="$1" -v max="$2" 'BEGIN { print value ~ /^[0-9]/ && value <= max ? "yes" : "no" }'; }

# slopes LABEL KIND MAX
slopes() {
  local client theirs='' ours slope intercept best=()
  for client in $clients; do
    read -r slope intercept <<<"$(fitted "$2" "$client")"
    if [ "$client" = dialtone ]; then
      ours=$slope
      row_ours="${slope:-not measured}${slope:+ round trips and $intercept ms}"
    else
      theirs+="${theirs:+, }$client ${slope:-not within $again_limit s}${slope:+ and $intercept ms}"
      best+=("${slope:-}")
    fi
  done
  row "$1" "$row_ours" "$theirs" "$(ratio "${ours:-0}" "${best[@]}")" "≤ $3 round trips" "$(met "${ours:-no}" "$3")"
}

# times LABEL KIND CASE FIELD [MAX_SECONDS]
times() {
  local client value theirs='' ours='' best=()
  for client in $clients; do
    value=$(median "$2" "$3" "$client" "$4")
    if [ "$client" = dialtone ]; then
      ours=$value
    else
      theirs+="${theirs:+, }$client $(shown "$value")"
      best+=("$value")
    fi
  done
  row "$1" "$(shown "$ours")" "$theirs" "$(ratio "$ours" "${best[@]}")" "${5:+≤ $5 s}" "${5:+$(met "$ours" "$5")}"
}

table() {
  local round_trip
  note "Peers: baresip $(version baresip-core), linphone $(version linphone-cli)."
  note "Servers: Kamailio $(version kamailio), BIND $(version bind9)."
  slopes 'cold sign-in' cold 5.0
  slopes 'warm sign-in' warm 3.0
  for round_trip in 0 20 50 100; do
    times "cold, round trip of $round_trip ms" cold $round_trip 5
  done
  times 'from exec to the first packet' cold 0 4
  row 'the same, as `./dialtone` runs it' "$(shown "$(median ours otherwise dotnet 4)")" '' '' '' ''
  times 'healthy' fault healthy 5
  row 'healthy, and no answer from DHCP' "$(shown "$(median ours otherwise dhcp 5)")" '' '' '' ''
  times 'first of two addresses silent' fault 'first of two addresses silent' 5 0.5
  times 'first target silent' fault 'first target silent' 5 6
  times 'first target takes connections and is mute' fault 'first target takes connections and is mute' 5 10
  times 'first target speaks TLS and is mute' fault 'first target speaks TLS and is mute' 5 10
  times 'first resolver silent' fault 'first resolver silent' 5 0.5
  times '5 % loss' fault '5 % loss' 5
  times '20 % loss' fault '20 % loss' 5
}
