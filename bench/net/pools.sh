# The servers of the part `outages`: a primary pool of two Front Ends and a backup, three Kamailios; BIND, which names
# both pools by the priority of their SRV records; dnsmasq, which gives the addresses of all three as DHCP option 120, and
# to a phone of Lync the primary's name, all that it can read there. Needs servers.sh.

# Short, so that even a client which notices nothing tries again within a run: at the latest when it refreshes.
expires=60
front_ends='198.51.100.5 198.51.100.6' # an order that all clients keep to
first_front_end=198.51.100.5
primary=198.51.100.4/30
backup=198.51.100.21
# As of a deployment: with its issuer's beside it, a server's certificate does not fit into one packet.
new_key=(-newkey rsa:2048 -nodes)

# Each name says what is wrong with it. Made once for all networks of a run.
certificates_up() {
  local names=DNS:contoso.example,DNS:pool01.contoso.example,DNS:pool02.contoso.example
  authority_up ca
  authority_up stranger
  issuer_up
  certify good issuer $names
  certify wrong-name issuer DNS:fabrikam.example,DNS:pool01.fabrikam.example
  certify untrusted stranger $names
  certify_expired $names
  local name
  for name in good wrong-name expired; do
    cat "$work/issuer.pem" >>"$work/$name.pem"
  done
}

issuer_up() {
  openssl_quietly req "${new_key[@]}" -subj '/CN=Contoso Bench Issuing CA' -keyout "$work/issuer.key" \
    -out "$work/issuer.csr"
  printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n' >"$work/issuer.ext"
  openssl_quietly x509 -req -in "$work/issuer.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 2 \
    -extfile "$work/issuer.ext" -out "$work/issuer.pem"
}

# certify_expired NAMES: `openssl x509` cannot date back
certify_expired() {
  certify expired issuer "$1"
  : >"$work/index.txt"
  cat >"$work/openssl.cnf" <<END
[issuer]
database = $work/index.txt
new_certs_dir = $work
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
END
  openssl_quietly ca -batch -config "$work/openssl.cnf" -name issuer -cert "$work/issuer.pem" \
    -keyfile "$work/issuer.key" -startdate 20200101000000Z -enddate 20200201000000Z -in "$work/expired.csr" \
    -extfile "$work/expired.ext" -notext -out "$work/expired.pem"
}

# What BIND is to say: everything, all but the SRV records, or nothing.
zone_has=everything
zone() {
  [ $zone_has != nothing ] || return 0
  printf '$ORIGIN contoso.example.\n$TTL 300\n@ SOA dns admin 1 3600 600 86400 300\n@ NS dns\ndns A %s\n' $dns_address
  printf '@ A %s\n' $front_ends
  printf 'pool01 A %s\n' $front_ends
  printf 'pool02 A %s\n' $backup
  [ $zone_has = everything ] || return 0
  printf '@ NAPTR 10 10 "s" "SIPS+D2T" "" _sips._tcp\n'
  srv contoso.example. 10 pool01
  srv contoso.example. 20 pool02
}

dhcp_up() {
  local n
  {
    printf '%s\n' keep-in-foreground user=root pid-file= port=0 bind-interfaces dhcp-authoritative log-dhcp \
      "dhcp-leasefile=$work/leases" "dhcp-option=tag:!lync,option:sip-server,${front_ends/ /,},$backup" \
      dhcp-vendorclass=set:lync,MS-UC-Client dhcp-option=tag:lync,option:sip-server,pool01.contoso.example
    for ((n = 1; n <= lines; n++)); do
      printf 'interface=line%d\ndhcp-range=192.0.2.%d,static,255.255.255.252\n' $n $((n * 4))
    done
  } >"$work/dnsmasq.conf"
  serve dhcp "$work/dnsmasq.log" dnsmasq "--conf-file=$work/dnsmasq.conf" --log-facility=-
}

# servers_up: all but DHCP, which needs the lines
servers_up() {
  network_up $dns_address $front_ends $backup
  dns_up
  registrars_log
  registrar_up first good $first_front_end
  registrar_up second good "${front_ends#* }"
  registrar_up backup good $backup
  registrars_ready 3
}
