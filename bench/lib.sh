# What the parts of bench/run share. Needs $root and eng/build.sh.

built=$root/artifacts/bench
bench=$artifacts/bin/Dialtone.Bench/release/Dialtone.Bench.dll
rounds=${ROUNDS:-5}
# The last core: the first one is where most of a machine's other work goes.
core=$(($(nproc) - 1))

# install PACKAGE…: what a part needs of Debian. Fails, with the reason, where it cannot.
install() {
  local missing=()
  local package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "Not installed, and this is not root on a machine with apt-get: ${missing[*]}" >&2
    return 1
  fi
  # Debian starts a server when it installs it, unless this file says no.
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
    made=$policy
  fi
  local code=0
  { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}"; } \
    >"$built/install.log" 2>&1 || code=$?
  [ -z "$made" ] || rm -f "$made"
  [ $code -eq 0 ] || tail -n 5 "$built/install.log" >&2
  return $code
}

# compile NAME LIBRARY…: makes $built/NAME of bench/parts/NAME.c.
compile() {
  local name=$1
  shift
  cc -O2 -o "$built/$name" "$root/bench/parts/$name.c" "$@"
}

# native: makes $built/dialtone, as eng/publish does, unless it is as new as what it is made of
native() {
  if [ ! -f "$built/dialtone" ] ||
    [ -n "$(find "$root/src" "$root/eng" "$root"/Directory.*.props -newer "$built/dialtone" -print -quit)" ]; then
    echo 'making the native program'
    "$root/eng/publish" "$built" >/dev/null
  fi
}

# version PACKAGE: what Debian calls it, without its own suffix.
version() { dpkg-query -W -f '${Version}' "$1" | sed 's/^[0-9]*://; s/[+~-].*//'; }

# sample WHO COMMAND…: runs it alone on the one core. Its lines, name and nanoseconds, are kept as WHO's.
sample() {
  local who=$1
  shift
  taskset -c "$core" "$@" | sed "s/^/$who\t/" >>"$samples"
}

# row WHAT OURS PEER RATIO GOAL MET: one line of the table. Empty fields are shown as a dash.
row() {
  local field line=$part
  for field in "$@"; do
    line+=$'\t'${field:-–}
  done
  printf '%s\n' "$line" >>"$rows"
}

# note TEXT: a sentence above the table, such as which versions were measured.
note() { printf '%s\n' "$1" >>"$notes"; }

# per_second LABEL NAME PEER PEER_NAME GOAL: a row from the samples of ours for NAME and of PEER for PEER_NAME, as how many
# a second. GOAL is how many times the peer's rate ours should be; without it the row only shows.
per_second() {
  local fields
  fields=$(awk -F '\t' -v name="$2" -v peer="$3" -v peer_name="$4" -v goal="$5" '
    function sorted(list, n,   i, j, t) {
      for (i = 2; i <= n; i++) for (j = i; j > 1 && list[j] < list[j - 1]; j--) {
        t = list[j]; list[j] = list[j - 1]; list[j - 1] = t
      }
    }
    function median(list, n) { sorted(list, n); return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2 }
    function spread(list, n) { return 100 * (list[n] - list[1]) / 2 / median(list, n) }
    function grouped(x,   s) { s = sprintf("%d", x / 1000 + 0.5); return s + 0 > 999 ? \
      sprintf("%d,%03d,000", s / 1000, s % 1000) : s ",000" }
    $2 == name && $1 == "ours" { a[++m] = $3 }
    $2 == peer_name && $1 == peer { b[++n] = $3 }
    END {
      if (!m || !n) exit 1
      x = median(a, m); y = median(b, n)
      wanted = met = ""
      if (goal != "") { wanted = "≥ " goal; met = (y / x >= goal) ? "yes" : "no" }
      printf("%s/s ±%.0f %%|%s %s/s ±%.0f %%|%.1f|%s|%s", grouped(1e9 / x), spread(a, m), \
        peer, grouped(1e9 / y), spread(b, n), y / x, wanted, met)
    }' "$samples") || return 1
  local ours theirs ratio wanted met
  IFS='|' read -r ours theirs ratio wanted met <<<"$fields"
  row "$1" "$ours" "$theirs" "$ratio" "$wanted" "$met"
}

# The kind of machine, not which one.
machine() {
  local model
  model=$(LC_ALL=C lscpu | sed -n 's/^Model name: *//p' | head -1)
  printf '%s, %s cores, Linux %s, .NET %s' "$model" "$(nproc)" "$(uname -r | cut -d . -f 1-2)" \
    "$(dotnet --list-runtimes | awk '$1 == "Microsoft.NETCore.App" { v = $2 } END { print v }')"
}

# publish PART: puts the part's rows and notes between its markers in bench/README.md.
publish() {
  local page=$root/bench/README.md
  if ! grep -qx "<!-- $1: begin -->" "$page" || ! grep -qx "<!-- $1: end -->" "$page"; then
    echo "bench/README.md has no place for $1." >&2
    return 1
  fi
  {
    printf 'Measured on %s, on one %s.' "$(date -u +%Y-%m-%d)" "$(machine)"
    sed 's/^/ /' "$notes" | tr -d '\n'
    printf '\n\n| What | Ours | Peer | Ratio | Goal | Met |\n| --- | ---: | ---: | ---: | ---: | --- |\n'
    cut -f 2- "$rows" | sed 's/\t/ | /g; s/^/| /; s/$/ |/'
  } >"$built/$1.table"
  awk -v part="$1" -v table="$built/$1.table" '
    $0 == "<!-- " part ": end -->" { inside = 0 }
    !inside { print }
    $0 == "<!-- " part ": begin -->" { inside = 1; while ((getline line < table) > 0) print line }
  ' "$page" >"$built/README.md" && cat "$built/README.md" >"$page"
}
