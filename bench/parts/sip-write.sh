# Writing SIP, ours beside sofia-sip and libosip2.

install gcc libc6-dev pkg-config libsofia-sip-ua-dev libosip2-dev
# shellcheck disable=SC2046 # the flags are to be split
compile sip-sofia $(pkg-config --cflags --libs sofia-sip-ua)
# shellcheck disable=SC2046
compile sip-osip2 $(pkg-config --cflags --libs libosip2)

cd "$root/tests/Dialtone.Wire.Tests/Sip/Messages"
files=(register.sip 401.sip 200.sip register-lync.sip 401-lync.sip)
for ((i = 0; i < rounds; i++)); do
  sample ours dotnet "$bench" rate sip-write
  sample sofia-sip "$built/sip-sofia" write "${files[@]}"
  sample osip2 "$built/sip-osip2" write "${files[@]}"
done

note "Peers: sofia-sip $(version libsofia-sip-ua0), osip2 $(version libosip2-15)."
for file in "${files[@]}"; do
  per_second "$file, $(wc -c <"$file") bytes" "$file" sofia-sip "$file" 4
  per_second "$file" "$file" osip2 "$file" ""
done
