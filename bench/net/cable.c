/* A cable with delay and loss between two TAP devices; every kernel with TUN has what it needs, which cannot be said of
 * sch_netem, and a lossy run can be repeated because the loss is drawn from a seed.
 *
 *   cable TAP_A TAP_B          prints "ready" when it holds both ends
 *
 * Then it obeys lines on standard input, each answered by "ok" once it is in force:
 *
 *   ONE_WAY_MICROSECONDS LOSS_PERCENT SEED [LARGEST ADDRESS/BITS]
 *   out                        both ends lose their carrier, as when it is pulled out of its socket
 *   in
 *
 * With LARGEST, IPv4 packets of more bytes from or to these addresses are dropped, and nobody is told.
 *
 * Frames keep their order. Frames on their way when a line comes are dropped: the next run begins with an empty cable.
 * The cable ends with its standard input. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define FRAMES_MAX 16384 /* on their way, in one direction */
#define FRAME_BYTES_MAX 2048
#define BATCH_MAX 64
#define TIMER_SLACK_NS 1000UL
#define ETHERNET_BYTES 14

struct frame { int64_t due; ssize_t length; unsigned char bytes[FRAME_BYTES_MAX]; };
struct direction { struct frame *frames; unsigned head, tail; int in, out; };

static struct direction directions[2];
static int64_t hold;
static double loss;
static unsigned largest; /* 0: every packet passes */
static uint32_t strict_address, strict_mask;
static uint64_t random_state = 88172645463325252ULL;

static void fail(const char *what) { perror(what); exit(1); }

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* xorshift64: 0 up to, but not including, 1 */
static double uniform(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (double)(random_state >> 11) / 9007199254740992.0;
}

static uint32_t read32(const unsigned char *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int too_large(const unsigned char *frame, ssize_t length) {
    const unsigned char *packet = frame + ETHERNET_BYTES;
    if (!largest || length < ETHERNET_BYTES + 20 || length - ETHERNET_BYTES <= (ssize_t)largest) return 0;
    if (frame[12] != 8 || frame[13] != 0) return 0; /* not IPv4 */
    uint32_t source = read32(packet + 12), target = read32(packet + 16);
    return (source & strict_mask) == strict_address || (target & strict_mask) == strict_address;
}

static int open_tap(const char *name) {
    struct ifreq request;
    int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
    if (fd < 0) fail("/dev/net/tun");
    memset(&request, 0, sizeof request);
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
    if (ioctl(fd, TUNSETIFF, &request) < 0) fail(name);
    return fd;
}

/* Puts out what is due; answers when the next frame is, or -1 when the cable is empty. */
static int64_t deliver(int64_t now) {
    int64_t next = -1;
    for (int i = 0; i < 2; i++) {
        struct direction *d = &directions[i];
        for (; d->head != d->tail; d->head++) {
            struct frame *f = &d->frames[d->head % FRAMES_MAX];
            if (f->due > now) {
                if (next < 0 || f->due < next) next = f->due;
                break;
            }
            /* EIO: the far end is not up yet. EBADFD: it is gone, with its namespace. */
            if (write(d->out, f->bytes, (size_t)f->length) < 0 && errno != EAGAIN && errno != EIO) {
                if (errno == EBADFD) exit(0);
                fail("write");
            }
        }
    }
    return next;
}

static void take(struct direction *d, int64_t now) {
    static unsigned char dropped[FRAME_BYTES_MAX];
    for (int n = 0; n < BATCH_MAX; n++) {
        int full = d->tail - d->head >= FRAMES_MAX;
        struct frame *f = &d->frames[d->tail % FRAMES_MAX];
        ssize_t length = read(d->in, full ? dropped : f->bytes, FRAME_BYTES_MAX);
        if (length <= 0) return;
        if (full || (loss > 0 && uniform() < loss) || too_large(f->bytes, length)) continue;
        f->length = length;
        f->due = now + hold;
        d->tail++;
    }
}

static void carrier(int on) {
    for (int i = 0; i < 2; i++)
        if (ioctl(directions[i].in, TUNSETCARRIER, &on) < 0) fail("TUNSETCARRIER");
}

/* ADDRESS/BITS */
static int strict_for(char *text) {
    char *slash = strchr(text, '/');
    struct in_addr address;
    int bits = slash ? atoi(slash + 1) : -1;
    if (bits < 0 || bits > 32) return 0;
    *slash = 0;
    if (inet_pton(AF_INET, text, &address) != 1) return 0;
    strict_mask = bits ? ~0u << (32 - bits) : 0;
    strict_address = ntohl(address.s_addr) & strict_mask;
    return 1;
}

/* One line of standard input; the end of input ends the program. */
static void obey(void) {
    char line[128], where[64];
    long long microseconds;
    double percent;
    unsigned long long seed;
    unsigned bytes = 0;
    if (!fgets(line, sizeof line, stdin)) exit(0);
    if (!strcmp(line, "out\n") || !strcmp(line, "in\n")) {
        carrier(line[0] == 'i');
    } else {
        int fields = sscanf(line, "%lld %lf %llu %u %63s", &microseconds, &percent, &seed, &bytes, where);
        if (fields != 3 && !(fields == 5 && strict_for(where))) {
            fprintf(stderr, "cable: cannot obey: %s", line);
            exit(2);
        }
        hold = microseconds * 1000;
        loss = percent / 100.0;
        random_state = seed * 2654435761u + 88172645463325252ULL;
        largest = bytes;
    }
    for (int i = 0; i < 2; i++) directions[i].head = directions[i].tail;
    puts("ok");
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: cable TAP_A TAP_B\n");
        return 2;
    }
    prctl(PR_SET_TIMERSLACK, TIMER_SLACK_NS);
    setvbuf(stdin, NULL, _IONBF, 0); /* poll must see what fgets has not taken */
    setvbuf(stdout, NULL, _IOLBF, 0);
    int a = open_tap(argv[1]), b = open_tap(argv[2]);
    directions[0].in = directions[1].out = a;
    directions[0].out = directions[1].in = b;
    for (int i = 0; i < 2; i++)
        if (!(directions[i].frames = malloc(sizeof(struct frame) * FRAMES_MAX))) fail("malloc");
    puts("ready");
    for (;;) {
        int64_t next = deliver(now_ns());
        struct pollfd ready[3] = { { a, POLLIN, 0 }, { b, POLLIN, 0 }, { STDIN_FILENO, POLLIN, 0 } };
        int64_t wait = next < 0 ? 0 : next - now_ns();
        struct timespec span = { wait > 0 ? wait / 1000000000LL : 0, wait > 0 ? wait % 1000000000LL : 0 };
        if (ppoll(ready, 3, next < 0 ? NULL : &span, NULL) < 0 && errno != EINTR) fail("ppoll");
        int64_t now = now_ns();
        for (int i = 0; i < 2; i++)
            if (ready[i].revents & POLLIN) take(&directions[i], now);
        if (ready[2].revents) obey();
    }
}
