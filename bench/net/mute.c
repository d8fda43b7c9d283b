/* A server that takes TCP connections and then does nothing: it neither reads nor closes.
 *
 *   mute ADDRESS PORT          prints "ready" when it listens */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what) { perror(what); exit(1); }

int main(int argc, char **argv) {
    struct sockaddr_in at = { .sin_family = AF_INET };
    if (argc != 3 || inet_pton(AF_INET, argv[1], &at.sin_addr) != 1) {
        fprintf(stderr, "usage: mute ADDRESS PORT\n");
        return 2;
    }
    at.sin_port = htons((uint16_t)atoi(argv[2]));
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) fail("socket");
    if (bind(fd, (struct sockaddr *)&at, sizeof at) < 0) fail("bind");
    if (listen(fd, SOMAXCONN) < 0) fail("listen");
    puts("ready");
    fflush(stdout);
    for (;;)
        if (accept(fd, NULL, NULL) < 0) fail("accept");
}
