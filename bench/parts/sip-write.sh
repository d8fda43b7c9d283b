# Writing SIP, ours beside sofia-sip and libosip2.

. "$root/bench/sip.sh"
sip_beside_peers write
