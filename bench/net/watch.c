/* Writes a line for every IPv4 packet of UDP or TCP on an interface, with the kernel's own time for it:
 *
 *   watch INTERFACE            prints "ready", then
 *   SECONDS in|out udp|tcp SOURCE:PORT DESTINATION:PORT PAYLOAD_BYTES TCP_FLAGS
 *
 * TCP_FLAGS are letters of S, F, R; "-" for none. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#define UDP 17
#define TCP 6

static void fail(const char *what) { perror(what); exit(1); }

static unsigned read16(const unsigned char *at) { return (unsigned)(at[0] << 8 | at[1]); }

/* bytes begin with the IPv4 header, of which there are at least 20; what is not UDP or TCP is passed over. */
static void print(const unsigned char *bytes, size_t length, struct timespec when, int outgoing) {
    size_t header = (size_t)(bytes[0] & 15) * 4, total = read16(bytes + 2);
    int protocol = bytes[9];
    if (total > length || (protocol != UDP && protocol != TCP)) return;
    size_t least = header + (protocol == UDP ? 8 : 20);
    if (header < 20 || total < least) return;
    const unsigned char *inner = bytes + header;
    size_t inner_header = protocol == UDP ? 8 : (size_t)(inner[12] >> 4) * 4;
    if (total < header + inner_header) return;
    char source[INET_ADDRSTRLEN], target[INET_ADDRSTRLEN], flags[4] = "-";
    inet_ntop(AF_INET, bytes + 12, source, sizeof source);
    inet_ntop(AF_INET, bytes + 16, target, sizeof target);
    if (protocol == TCP && inner[13] & 7)
        snprintf(flags, sizeof flags, "%s%s%s",
            inner[13] & 2 ? "S" : "", inner[13] & 1 ? "F" : "", inner[13] & 4 ? "R" : "");
    printf("%lld.%06ld %s %s %s:%u %s:%u %zu %s\n", (long long)when.tv_sec, when.tv_nsec / 1000,
        outgoing ? "out" : "in", protocol == UDP ? "udp" : "tcp", source, read16(inner), target, read16(inner + 2),
        total - header - inner_header, flags);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: watch INTERFACE\n");
        return 2;
    }
    int on = 1, fd = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL));
    if (fd < 0) fail("socket");
    struct sockaddr_ll where = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL) };
    where.sll_ifindex = (int)if_nametoindex(argv[1]);
    if (!where.sll_ifindex) fail(argv[1]);
    if (bind(fd, (struct sockaddr *)&where, sizeof where) < 0) fail("bind");
    if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) < 0) fail("SO_TIMESTAMPNS");
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("ready");
    for (;;) {
        unsigned char bytes[2048], control[256];
        struct sockaddr_ll from;
        struct iovec part = { bytes, sizeof bytes };
        struct msghdr message = { &from, sizeof from, &part, 1, control, sizeof control, 0 };
        ssize_t length = recvmsg(fd, &message, 0);
        if (length < 0 && errno == ENETDOWN) return 0; /* it is gone, with its namespace */
        if (length < 0) fail("recvmsg");
        if (from.sll_protocol != htons(ETH_P_IP) || length < 20) continue;
        struct timespec when = { 0, 0 };
        for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
            if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) memcpy(&when, CMSG_DATA(c), sizeof when);
        }
        print(bytes, (size_t)length, when, from.sll_pkttype == PACKET_OUTGOING);
    }
}
