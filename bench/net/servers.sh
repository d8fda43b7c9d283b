# The servers of the network: BIND, Kamailio, and one that only listens. Needs network.sh.

user=alice
password=right-horse-right-battery
expires=600
# What the zone says, by the name of a case; each is a SIP domain of its own below contoso.example.
domains='healthy first-silent target-silent target-mute target-mute-secured'

authority_up() {
  local names="DNS:contoso.example" domain
  for domain in $domains; do
    names+=",DNS:$domain.contoso.example,DNS:pool01.$domain.contoso.example,DNS:pool02.$domain.contoso.example"
  done
  {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=Contoso Bench CA' \
      -keyout "$work/ca.key" -out "$work/ca.pem"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=contoso.example' \
      -keyout "$work/server.key" -out "$work/server.csr"
    printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' "$names" >"$work/server.ext"
    openssl x509 -req -in "$work/server.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 2 \
      -extfile "$work/server.ext" -out "$work/server.pem"
  } >"$work/openssl.log" 2>&1 || die "no certificate: $(tail -n 1 "$work/openssl.log")"
}

# srv DOMAIN PRIORITY HOST: a Registrar over TLS, under the names of RFC 3263 and of Lync phones
srv() {
  printf '_sips._tcp.%s SRV %d 0 5061 %s\n_sipinternaltls._tcp.%s SRV %d 0 5061 %s\n' "$1" "$2" "$3" "$1" "$2" "$3"
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

dns_up() {
  zone >"$work/contoso.zone"
  cat >"$work/named.conf" <<END
options {
  directory "$work";
  pid-file none;
  session-keyfile none;
  listen-on { $dns_address; };
  listen-on-v6 { none; };
  recursion no;
  rrset-order { order none; };
};
controls { };
zone "contoso.example" { type primary; file "contoso.zone"; };
END
  ip netns exec "$servers" named -g -n 1 -c "$work/named.conf" >"$work/named.log" 2>&1 &
  disown $!
}

# One TCP worker: with OpenSSL 3, Kamailio 5.6 aborts when two do TLS handshakes at the same time.
registrar_up() {
  cat >"$work/tls.cfg" <<END
[server:default]
method = TLSv1.2+
verify_certificate = no
require_certificate = no
certificate = $work/server.pem
private_key = $work/server.key
END
  cat >"$work/kamailio.cfg" <<END
#!KAMAILIO
debug=2
log_stderror=yes
children=1
tcp_children=1
auto_aliases=no
dns=no
rev_dns=no
enable_tls=yes
listen=tls:$registrar:5061
listen=tls:$other_registrar:5061
listen=tls:$mute_secured:5061

loadmodule "tls.so"
loadmodule "kex.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "maxfwd.so"
loadmodule "xlog.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
loadmodule "path.so"

modparam("tls", "config", "$work/tls.cfg")
modparam("usrloc", "db_mode", 0)
modparam("registrar", "default_expires", $expires)
modparam("registrar", "max_expires", $expires)
modparam("auth", "qop", "auth")

event_route[core:worker-one-init] {
    xlog("L_NOTICE", "bench: ready\n");
}

# One address takes every request and answers none. The time is taken before the 200 leaves. 4: one contact each, so that every 200 is as long as the first.
request_route {
    if (\$Ri == "$mute_secured") { exit; }
    if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
    if (!is_method("REGISTER")) { sl_send_reply("405", "Method Not Allowed"); exit; }
    if (!pv_www_authenticate("\$td", "$password", "0")) {
        www_challenge("\$td", "1");
        exit;
    }
    consume_credentials();
    xlog("L_NOTICE", "bench: stored \$si \$TV(Sn)\n");
    save("location", "4");
}
END
  local line
  mkfifo "$work/registrar.log"
  exec {registrar_log}<>"$work/registrar.log"
  ip netns exec "$servers" kamailio -DD -E -f "$work/kamailio.cfg" -m 32 -M 4 -Y "$work" \
    >/dev/null 2>"$work/registrar.log" &
  disown $!
  while read -r -t 15 -u "$registrar_log" line; do
    case $line in *'bench: ready'*) return ;; esac
    printf '%s\n' "$line" >>"$work/registrar.start"
  done
  die "Kamailio does not start: $(tail -n 3 "$work/registrar.start")"
}

mute_up() {
  ip netns exec "$servers" "$tools/mute" $mute 5061 >/dev/null &
  disown $!
}

servers_up() {
  authority_up
  network_up
  dns_up
  registrar_up
  mute_up
}

# Breaks the connections of a line as a server does that restarts: with a reset.
cut_line() {
  on_servers ss -K dst "$(line_address "$1")" >/dev/null 2>&1 || true
}
