# Sign-ins by each scheme: a phone and the lab in one process, from power-on to signed in, and out again; and the handshake
# of TLS-DSK alone. What counts is processor time of both ends, beside what `openssl speed` needs in the same run for the
# operations with public and private keys that are part of it.

# As the command line runs, which hosts the lab: without counting for later optimisation.
export LC_ALL=C DOTNET_TieredPGO=0
install openssl libssl-dev gcc libc6-dev krb5-kdc krb5-admin-server
compile tls-dsk -lssl -lcrypto

work=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null; rm -rf "$work"' EXIT

# A realm on loopback with the lab's user and the names of its Front Ends.
export KRB5_CONFIG=$work/krb5.conf KRB5_KDC_PROFILE=$work/kdc.conf
cat >"$KRB5_CONFIG" <<'END'
[libdefaults]
    default_realm = CONTOSO.EXAMPLE
    dns_lookup_kdc = false
    dns_canonicalize_hostname = false
    rdns = false
[realms]
    CONTOSO.EXAMPLE = {
        kdc = 127.0.0.1:18888
    }
[domain_realm]
    .contoso.example = CONTOSO.EXAMPLE
END
cat >"$KRB5_KDC_PROFILE" <<END
[realms]
    CONTOSO.EXAMPLE = {
        database_name = $work/principal
        key_stash_file = $work/stash
        kdc_listen = 127.0.0.1:18888
        kdc_tcp_listen = 127.0.0.1:18888
    }
END
services=$(for host in fe1 fe2 pool01 pool02; do echo "sip/$host.contoso.example"; done)
{
  kdb5_util create -s -r CONTOSO.EXAMPLE -P master
  kadmin.local -q 'addprinc -pw Dial-Tone-1 alice'
  for service in $services; do
    kadmin.local -q "addprinc -randkey $service"
    kadmin.local -q "ktadd -k $work/keytab $service"
  done
} >"$work/kdb.log" 2>&1 || { cat "$work/kdb.log" >&2; exit 1; }
krb5kdc -n >"$work/kdc.log" 2>&1 & started+=($!)

# measure NAME COMMAND…: the microseconds that it prints
measure() {
  local name=$1 line
  shift
  line=$(taskset -c "$core" "$@" 2>"$work/error") || { head -n 5 "$work/error" >&2; return 1; }
  printf '%s\t%s\n' "$name" "$line" >>"$samples"
}

# Microseconds for one operation, as `openssl speed` has them; and for a key pair, by the program that makes one.
keys() {
  local made
  taskset -c "$core" openssl speed -seconds 1 rsa2048 ecdhx25519 2>/dev/null | awk '
    /^rsa +2048/ { printf("sign\t%f\nverify\t%f\n", 1e6 / $6, 1e6 / $7) }
    /X25519/ { printf("exchange\t%f\n", 1e6 / $NF) }' >>"$samples"
  local TIMEFORMAT=%U
  { time for ((made = 0; made < 20; made++)); do
    taskset -c "$core" openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -quiet -out /dev/null
  done; } 2>&1 | awk '{ printf("pair\t%f\n", $1 * 1e6 / 20) }' >>"$samples"
}

for ((i = 0; i < rounds; i++)); do
  keys
  measure handshake dotnet "$bench" sign-ins handshake 2000
  measure c "$built/tls-dsk" 2000
  for how in digest ntlm kept; do
    measure "$how" dotnet "$bench" sign-ins "$how" 100
  done
  measure kerberos dotnet "$bench" sign-ins kerberos 100 "$work/keytab"
  measure certificate dotnet "$bench" sign-ins certificate 20
done

# median NAME
median() { awk -F '\t' -v n="$1" '$1 == n { print $2 }' "$samples" | sort -n | awk '{ a[NR] = $1 }
  END { if (!NR) exit 1; print (NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2) }'; }

# bare WHAT: microseconds for its operations, of both ends. TLS 1.3 is four steps of X25519, a signature of the server, and
# its certificate's and its own signature verified; TLS-DSK is a signature and a decryption, and both undone; a new
# certificate is a key pair, two signatures, one of them verified, and a second connection.
bare() {
  awk -v s="$(median sign)" -v v="$(median verify)" -v x="$(median exchange)" -v p="$(median pair)" -v what="$1" 'BEGIN {
    tls = 4 * x + s + 2 * v
    dsk = 2 * s + 2 * v
    print what == "handshake" ? dsk : what == "kept" ? tls + dsk : what == "certificate" ? 2 * tls + dsk + p + 2 * s + v : tls
  }'
}

# compare LABEL NAME GOAL
compare() {
  local ours keys ratio met=
  ours=$(median "$2") keys=$(bare "$2")
  ratio=$(awk -v x="$ours" -v y="$keys" 'BEGIN { printf "%.2f", y / x }')
  [ -z "$3" ] || met=$(awk -v r="$ratio" 'BEGIN { print (r >= 0.67 ? "yes" : "no") }')
  row "$1" "$(printf '%.0f µs' "$ours")" "keys alone $(printf '%.0f µs' "$keys")" "$ratio" "$3" "$met"
}

compare 'a handshake of TLS-DSK, both ends, over memory' handshake '≥ 0.67'
row 'the same, beside one in C' "$(printf '%.0f µs' "$(median handshake)")" "OpenSSL $(median c) µs" \
  "$(awk -v x="$(median handshake)" -v y="$(median c)" 'BEGIN { printf "%.2f", y / x }')" '' ''
compare 'a sign-in with a kept certificate' kept '≥ 0.67'
compare 'a sign-in from the web ticket on, with a new key pair' certificate '≥ 0.67'
compare 'a sign-in by NTLM' ntlm ''
compare 'a sign-in by Kerberos' kerberos ''
compare 'a sign-in by Digest' digest ''
note "Peers: OpenSSL $(version openssl), MIT Kerberos $(version krb5-kdc). Keys are RSA of 2048 bits."
