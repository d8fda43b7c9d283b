# Reading a DNS answer, ours beside ldns and Knot DNS.

install gcc libc6-dev pkg-config libldns-dev libknot-dev
compile dns-ldns -lldns
# shellcheck disable=SC2046 # the flags are to be split
compile dns-knot $(pkg-config --cflags --libs libknot)

answer=$root/bench/Dialtone.Bench/Dns/srv-8.bin
for ((i = 0; i < rounds; i++)); do
  sample ours dotnet "$bench" rate dns
  sample ldns "$built/dns-ldns" "$answer"
  sample knot "$built/dns-knot" "$answer"
done

note "Peers: ldns $(version libldns3), knot $(version libknot-dev)."
what="8 SRV and 8 A records, $(wc -c <"$answer") bytes"
per_second "$what" srv-8 ldns srv-8 ""
per_second "$what" srv-8 knot srv-8 ""
per_second 'The same, kept as a value' 'srv-8 value' ldns srv-8 ""
