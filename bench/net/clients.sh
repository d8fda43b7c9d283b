# How each client is told to register: by its user's address alone, over TLS, so that it has to find its Registrar
# itself. All that is not needed for that is left at its default. Needs servers.sh.

# start CLIENT LINE DOMAIN [again]: in the background; started$LINE says when its program began. It remembers nothing,
# unless it starts again.
start() {
  local home=$work/home$2
  [ "${4-}" = again ] || rm -rf "$home"
  mkdir -p "$home/.local/share/linphone"
  "configure_$1" "$home" "$3"
  HOME=$home TERM=dumb ip netns exec "$(line_namespace "$2")" bash -c 'echo "$EPOCHREALTIME" >"$0"; exec "$@"' \
    "$work/started$2" "${command[@]}" <"$work/quiet" >"$home/output" 2>&1 &
}

# The native program of eng/publish. The others do not ask DHCP, so that ours does only where a part says so.
configure_dialtone() {
  printf '%s\n' "$password" >"$1/password"
  command=("$built/dialtone" sign-in "sip:$user@$2" --profile "${profile-sip}" --transport tls --dhcp "${dhcp-off}"
    --ca "$work/ca.pem" --password-file "$1/password" --state-dir "$1/state" --stay --verbose)
}

# The same, asking DHCP before DNS as RFC 3361 would have it.
configure_dhcp() {
  local dhcp=auto
  configure_dialtone "$@"
}

# The same, as a phone of Lync.
configure_lync() {
  local profile=lync-phone
  configure_dialtone "$@"
}

# The same, as ./dialtone builds and runs it.
configure_dotnet() {
  configure_dialtone "$@"
  command=(dotnet "$program" "${command[@]:1}")
}

# Its address book and call menu are modules of their own; it registers without.
configure_baresip() {
  cat >"$1/config" <<END
sip_cafile $work/ca.pem
module_path /usr/lib/baresip/modules
module g711.so
module_app account.so
END
  printf '<sip:%s@%s;transport=tls>;auth_pass=%s;regint=%d\n' "$user" "$2" "$password" $expires >"$1/accounts"
  : >"$1/contacts"
  command=(baresip -f "$1")
}

# Left to itself it would listen on port 5060 over UDP only, and a TLS client must be told that there is a TLS port.
configure_linphone() {
  cat >"$1/linphonerc" <<END
[sip]
root_ca=$work/ca.pem
sip_port=-1
sip_tcp_port=-1
sip_tls_port=-1
use_ipv6=0
default_proxy=0
register_only_when_network_is_up=0

[net]
dns_srv_enabled=1

[auth_info_0]
username=$user
passwd=$password
realm=$2
domain=$2

[proxy_0]
reg_proxy=<sip:$2;transport=tls>
reg_identity=<sip:$user@$2>
reg_expires=$expires
reg_sendregister=1
END
  command=(linphonec -c "$1/linphonerc")
}
