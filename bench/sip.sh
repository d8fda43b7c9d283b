# What the parts sip-read and sip-write share. Needs lib.sh.

# sip_beside_peers read|write: ours, sofia-sip and libosip2 on every message; leaves their names in $files.
sip_beside_peers() {
  install gcc libc6-dev pkg-config libsofia-sip-ua-dev libosip2-dev
  # shellcheck disable=SC2046 # the flags are to be split
  compile sip-sofia $(pkg-config --cflags --libs sofia-sip-ua)
  # shellcheck disable=SC2046
  compile sip-osip2 $(pkg-config --cflags --libs libosip2)

  cd "$root/tests/Dialtone.Wire.Tests/Sip/Messages"
  files=(register.sip 401.sip 200.sip register-lync.sip 401-lync.sip)
  local i file
  for ((i = 0; i < rounds; i++)); do
    sample ours dotnet "$bench" rate "sip-$1"
    sample sofia-sip "$built/sip-sofia" "$1" "${files[@]}"
    sample osip2 "$built/sip-osip2" "$1" "${files[@]}"
  done

  note "Peers: sofia-sip $(version libsofia-sip-ua0), osip2 $(version libosip2-15)."
  for file in "${files[@]}"; do
    per_second "$file, $(wc -c <"$file") bytes" "$file" sofia-sip "$file" 4
    per_second "$file" "$file" osip2 "$file" ""
  done
}
