/*
 * The baseline: one thread with epoll that does almost nothing with the bytes. It is not a server: it checks nothing, has no deadlines,
 * and drops bytes that do not fit into a socket's buffer. It is not a limit: a server with several threads can exceed it.
 *
 *   gcc -O2 -o baseline baseline.c
 *   ./baseline echo            sends every byte back
 *   ./baseline http            finds the empty line, skips Content-Length bytes, responds with 13 bytes or the body
 *
 * Prints "Now listening on: PORT".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM (64 * 1024)

struct connection { int length; char bytes[ROOM]; };

static struct connection *connections[65536];
static char out[4 * ROOM];
static char shared[ROOM];

static const char head[] =
    "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ";

static int send_all(int fd, const char *bytes, int length)
{
    while (length > 0) {
        int sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN)
            continue; /* a limit may spin; a server may not */
        if (sent <= 0)
            return -1;
        bytes += sent;
        length -= sent;
    }
    return 0;
}

static int echo(int fd)
{
    int received = recv(fd, shared, ROOM, 0);
    if (received < 0 && errno == EAGAIN)
        return 0;
    return received <= 0 ? -1 : send_all(fd, shared, received);
}

static int http(int fd)
{
    struct connection *c = connections[fd];
    int received = recv(fd, c->bytes + c->length, ROOM - c->length, 0);
    if (received < 0 && errno == EAGAIN)
        return 0;
    if (received <= 0)
        return -1;
    c->length += received;

    int at = 0, filled = 0;
    for (;;) {
        char *start = c->bytes + at;
        char *end = memmem(start, c->length - at, "\r\n\r\n", 4);
        if (!end)
            break;
        char *field = start[0] == 'P' ? memmem(start, end - start, "Content-Length: ", 16) : NULL;
        int body = field ? atoi(field + 16) : 0;
        int size = end + 4 - start + body;
        if (c->length - at < size)
            break;
        memcpy(out + filled, head, sizeof head - 1);
        filled += sizeof head - 1;
        filled += sprintf(out + filled, "%d\r\n\r\n", body ? body : 13);
        memcpy(out + filled, body ? end + 4 : "Hello, World!", body ? body : 13);
        filled += body ? body : 13;
        at += size;
    }

    memmove(c->bytes, c->bytes + at, c->length - at);
    c->length -= at;
    return filled ? send_all(fd, out, filled) : 0;
}

int main(int count, char **arguments)
{
    int speaks_http = count > 1 && strcmp(arguments[1], "http") == 0;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), loop = epoll_create1(0);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = listener }, events[512];

    struct rlimit files;

    signal(SIGPIPE, SIG_IGN);
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max; /* as .NET does for itself */
    setrlimit(RLIMIT_NOFILE, &files);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096))
        return perror("listen"), 1;
    getsockname(listener, (struct sockaddr *)&address, &size);
    epoll_ctl(loop, EPOLL_CTL_ADD, listener, &event);
    printf("Now listening on: %d\n", ntohs(address.sin_port));
    fflush(stdout);

    for (;;) {
        int ready = epoll_wait(loop, events, 512, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd != listener) {
                if ((speaks_http ? http(fd) : echo(fd)) < 0)
                    close(fd);
                continue;
            }
            while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                if (speaks_http && !connections[fd])
                    connections[fd] = malloc(sizeof(struct connection));
                if (connections[fd])
                    connections[fd]->length = 0;
                event = (struct epoll_event){ .events = EPOLLIN, .data.fd = fd };
                epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event);
            }
        }
    }
}
