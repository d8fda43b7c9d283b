# Reading SIP, ours beside sofia-sip and libosip2.

. "$root/bench/sip.sh"
sip_beside_peers read

# The peers have no reader of streams to set beside ours: what framing costs is what this shows.
for file in "${files[@]}"; do
  per_second "$file, fed to a stream" "$file stream" sofia-sip "$file" ""
done
