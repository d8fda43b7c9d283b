# The simulated world: how fast phones sign in there, SIP as bytes, and what one takes while it rests. Nobody else's program
# does this; the goals are our own.

# As the command line runs: the compiler does not count while a hundred thousand phones sign in.
for ((i = 0; i < rounds; i++)); do
  sample ours env DOTNET_TieredPGO=0 dotnet "$bench" world
done

# figure LABEL NAME AWK GOAL TEST: a row from the median of a figure x. AWK makes the value shown, TEST says whether it met GOAL.
figure() {
  local fields
  fields=$(awk -F '\t' -v name="$2" '
    function grouped(n,   s) { s = sprintf("%d", n + 0.5); while (s ~ /^[0-9]+[0-9][0-9][0-9]/ && s !~ /^[0-9]?[0-9]?[0-9],/) \
      sub(/[0-9][0-9][0-9](,|$)/, ",&", s); return s }
    $2 == name { a[++n] = $3 }
    END {
      if (!n) exit 1
      for (i = 2; i <= n; i++) for (j = i; j > 1 && a[j] < a[j - 1]; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
      x = a[int((n + 1) / 2)]
      printf("%s|%s", '"$3"', '"${5:-1}"' ? "yes" : "no")
    }' "$samples") || return 1
  local ours met
  IFS='|' read -r ours met <<<"$fields"
  [ -n "$4" ] || met=
  row "$1" "$ours" "" "" "$4" "$met"
}

note "One thread; processor time, the collector's included."
figure "Sign-ins of phones in one world, discovery, SIP and Digest as bytes" sign-in 'grouped(1 / x) "/s"' "≥ 100,000/s" "1 / x >= 100000"
figure "100,000 phones for their first 35 minutes" 35-minutes 'sprintf("%.1f s", x)' "≤ 20 s" "x <= 20"
figure "Small worlds, one to five phones for 70 minutes, broken by seed and watched" seeds 'sprintf("%.0f/s", 1 / x)' "≥ 167/s" "1 / x >= 167"
figure "A phone at rest: node, channel, registration, memory, alarm" rest 'grouped(x) " bytes"' "≤ 1,024 bytes" "x <= 1024"
figure "What it is told, and its chance" told 'grouped(x) " bytes"' "" ""
figure "Its host, its connection and the servers' part" world 'grouped(x) " bytes"' "" ""
