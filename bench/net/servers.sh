# The kinds of servers there are in the networks: BIND and Kamailio, and their certificates. Each runs in a process
# group of its own, server[NAME], so that it can be killed whole. Needs network.sh, and $expires, the seconds that a
# registration lasts.

user=alice
password=right-horse-right-battery
new_key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
declare -A server

# serve NAME LOG COMMAND…: in the background, in the servers' namespace
serve() {
  ip netns exec "$servers" setsid "${@:3}" >"$2" 2>&1 &
  server[$1]=$!
  disown $!
}

# authority_up NAME: makes NAME.pem and NAME.key, which sign certificates
authority_up() {
  openssl_quietly req -x509 "${new_key[@]}" -days 2 -subj "/CN=Contoso Bench CA $1" \
    -keyout "$work/$1.key" -out "$work/$1.pem"
}

# certify NAME AUTHORITY ALTERNATIVE_NAMES: makes NAME.pem and NAME.key, a server's
certify() {
  openssl_quietly req "${new_key[@]}" -subj '/CN=contoso.example' -keyout "$work/$1.key" -out "$work/$1.csr"
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' "$3" >"$work/$1.ext"
  openssl_quietly x509 -req -in "$work/$1.csr" -CA "$work/$2.pem" -CAkey "$work/$2.key" -CAcreateserial -days 2 \
    -extfile "$work/$1.ext" -out "$work/$1.pem"
}

openssl_quietly() {
  openssl "$@" >>"$work/openssl.log" 2>&1 || die "no certificate: $(tail -n 1 "$work/openssl.log")"
}

# srv DOMAIN PRIORITY HOST: a Registrar over TLS, under the names of RFC 3263 and of Lync phones
srv() {
  printf '_sips._tcp.%s SRV %d 0 5061 %s\n_sipinternaltls._tcp.%s SRV %d 0 5061 %s\n' "$1" "$2" "$3" "$1" "$2" "$3"
}

# dns_up: BIND with what `zone` prints for contoso.example; SERVFAIL where that is nothing
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
  serve dns "$work/named.log" named -g -n 1 -c "$work/named.conf"
}

# registrars_log: what every Registrar says comes out of $registrar_log
registrars_log() {
  ready=0 waiting=()
  mkfifo "$work/registrar.log"
  exec {registrar_log}<>"$work/registrar.log"
}

# registrar_up NAME CERTIFICATE ADDRESS…: a Kamailio, which says "bench: ready" when it is. It has one TCP worker: with
# OpenSSL 3, Kamailio 5.6 aborts when two do TLS handshakes at the same time.
registrar_up() {
  local name=$1
  registrar_certificate "$1" "$2"
  cat >"$work/$name.cfg" <<END
#!KAMAILIO
debug=2
log_stderror=yes
children=1
tcp_children=1
auto_aliases=no
dns=no
rev_dns=no
enable_tls=yes
$(printf 'listen=tls:%s:5061\n' "${@:3}")

loadmodule "tls.so"
loadmodule "ctl.so"
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

modparam("tls", "config", "$work/$name.tls")
modparam("ctl", "binrpc", "unix:$work/$name.control")
modparam("usrloc", "db_mode", 0)
modparam("registrar", "default_expires", $expires)
modparam("registrar", "max_expires", $expires)
modparam("auth", "qop", "auth")

event_route[core:worker-one-init] {
    xlog("L_NOTICE", "bench: ready\n");
}

# One address takes every request and answers none. The time is taken before the 200 leaves. 4: one contact each, so that
# every 200 is as long as the first.
request_route {
    if (\$Ri == "${mute_secured-}") { exit; }
    if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
    if (!is_method("REGISTER")) { sl_send_reply("405", "Method Not Allowed"); exit; }
    if (!pv_www_authenticate("\$td", "$password", "0")) {
        www_challenge("\$td", "1");
        exit;
    }
    consume_credentials();
    xlog("L_NOTICE", "bench: stored \$si \$TV(Sn) \$Ri\n");
    save("location", "4");
}
END
  serve "$name" "$work/registrar.log" kamailio -DD -E -f "$work/$name.cfg" -m 32 -M 4 -Y "$work"
}

# registrar_certificate NAME CERTIFICATE: which one it shows from its start on, or from its next `tls.reload`
registrar_certificate() {
  cat >"$work/$1.tls" <<END
[server:default]
method = TLSv1.2+
verify_certificate = no
require_certificate = no
certificate = $work/$2.pem
private_key = $work/$2.key
END
}

# hear SECONDS: takes the next thing that a Registrar says, if it comes so soon. A Registrar that is ready is counted in
# $ready; a binding that it stored ends a line's $waiting, and stored[LINE] and stored_by[LINE] say when and where. Only
# in here, so that no Registrar ever waits in front of a full pipe.
hear() {
  local line address when by n
  if ! read -r -t "$1" -u "$registrar_log" line; then
    [ -z "$ended" ] || exit 130
    return 0
  fi
  case $line in
    *'bench: ready'*) ready=$((ready + 1)) ;;
    *'bench: stored '*)
      read -r address when by <<<"${line##*stored }"
      for n in "${!waiting[@]}"; do
        if [ "$(line_address "$n")" = "$address" ]; then
          stored[n]=$when
          stored_by[n]=$by
          unset "waiting[n]"
        fi
      done
      ;;
    *) printf '%s\n' "$line" >>"$work/registrar.said" ;;
  esac
}

# registrars_ready COUNT: waits until so many have said so
registrars_ready() {
  local end=$((SECONDS + 15))
  while [ "$ready" -lt "$1" ]; do
    [ $SECONDS -lt $end ] || die "Kamailio does not start: $(tail -n 3 "$work/registrar.said")"
    hear 1
  done
}

# Breaks the connections of a line as a server does that restarts: with a reset.
cut_line() {
  on_servers ss -K dst "$(line_address "$1")" >/dev/null 2>&1 || true
}
