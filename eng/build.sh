# Shared by ./dialtone, ./test and nothing else: builds in Release, one build at a time, quietly. Needs $root.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

artifacts=$root/artifacts
program=$artifacts/bin/Dialtone.Cli/release/Dialtone.Cli.dll
stamp=$artifacts/.dialtone-built

# Whether what ./dialtone runs is at least as new as everything it is made of. A folder's own time tells of removed files.
is_built() {
  [ -f "$program" ] && [ -f "$stamp" ] &&
    [ -z "$(find "$root/src" "$root/eng" "$root"/Directory.*.props "$root/global.json" -newer "$stamp" -print -quit)" ]
}

# Two builds in one tree would overwrite each other's files: the second waits for the first.
lock() {
  mkdir -p "$artifacts"
  if command -v flock >/dev/null; then
    exec 9>"$artifacts/.build.lock"
    flock 9
  else
    until ln -s "$$" "$artifacts/.build.pid" 2>/dev/null; do
      kill -0 "$(readlink "$artifacts/.build.pid")" 2>/dev/null || rm -f "$artifacts/.build.pid"
      sleep 0.2
    done
    trap 'rm -f "$artifacts/.build.pid"' EXIT
  fi
}

unlock() {
  if command -v flock >/dev/null; then
    exec 9>&-
  else
    rm -f "$artifacts/.build.pid"
    trap - EXIT
  fi
}

# build TARGET: restores and builds it. When that fails, the compiler's errors go to standard error, each once.
build() {
  local log
  if ! command -v dotnet >/dev/null; then
    echo "Dialtone is built with the .NET 10 SDK, and there is no dotnet on the PATH." >&2
    return 1
  fi
  log=$(mktemp)
  touch "$stamp.new" # before the build: what is edited while it runs belongs to the next one
  # The compiler server outlives the build: it must hold neither the lock nor the caller's output.
  if (cd "$root" && DOTNET_CLI_UI_LANGUAGE=en dotnet build "$1" -c Release -v q -nodeReuse:false) \
      </dev/null >"$log" 2>&1 9>&-; then
    rm -f "$log"
    return 0
  fi
  if grep -q ': error ' "$log"; then
    grep ': error ' "$log" | sort -u >&2
  else
    cat "$log" >&2
  fi
  rm -f "$log" "$stamp.new"
  return 1
}
