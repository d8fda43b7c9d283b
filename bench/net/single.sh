# The servers behind the lines of the part `net`: one Kamailio under several addresses, one server that only listens, and
# addresses where nobody is. Needs servers.sh.

expires=600
registrar=198.51.100.11
other_registrar=198.51.100.12
mute=198.51.100.21 # takes connections and says nothing
mute_secured=198.51.100.22 # speaks TLS and answers nothing inside it
# Nobody is at these. BIND gives the addresses of a name from the lowest on.
silent=198.51.100.9
silent_resolver=198.51.100.8
# What the zone says, by the name of a case; each is a SIP domain of its own below contoso.example.
domains='healthy first-silent target-silent target-mute target-mute-secured'

certified() {
  local domain
  printf 'DNS:contoso.example'
  for domain in $domains; do
    printf ',DNS:%s,DNS:pool01.%s,DNS:pool02.%s' {,,}"$domain.contoso.example"
  done
}

zone() {
  local domain
  printf '$ORIGIN contoso.example.\n$TTL 300\n@ SOA dns admin 1 3600 600 86400 300\n@ NS dns\ndns A %s\n' $dns_address
  for domain in $domains; do
    printf '%s NAPTR 10 10 "s" "SIPS+D2T" "" _sips._tcp.%s\n' "$domain" "$domain"
    srv "$domain" 10 "pool01.$domain"
  done
  printf 'pool01.healthy A %s\n' $registrar
  printf 'pool01.first-silent A %s\npool01.first-silent A %s\n' $silent $registrar
  for domain in target-silent target-mute target-mute-secured; do
    srv "$domain" 20 "pool02.$domain"
    printf 'pool02.%s A %s\n' "$domain" $other_registrar
  done
  printf 'pool01.target-silent A %s\npool01.target-mute A %s\npool01.target-mute-secured A %s\n' \
    $silent $mute $mute_secured
}

servers_up() {
  authority_up ca
  certify server ca "$(certified)"
  network_up $dns_address $registrar $other_registrar $mute $mute_secured
  silence $silent $silent_resolver
  dns_up
  registrars_log
  registrar_up registrar server $registrar $other_registrar $mute_secured
  registrars_ready 1
  serve mute /dev/null "$tools/mute" $mute 5061
}
