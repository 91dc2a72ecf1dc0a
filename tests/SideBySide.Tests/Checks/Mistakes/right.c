/* A right server on a bare socket, in C: GET /hello, nothing else. Each mistake of c.yaml is planted into it. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <signal.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 16384

static void respond(int conn, const char *status, const char *body, int keeps, int is_head) {
    char date[64], head[512];
    time_t now = time(NULL);
    struct tm tm;
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &tm));
    int length = snprintf(head, sizeof head,
        "HTTP/1.1 %s\r\nDate: %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\n%s%s\r\n",
        status, date, strlen(body), strncmp(status, "405", 3) ? "" : "Allow: GET, HEAD\r\n", keeps ? "" : "Connection: close\r\n");
    send(conn, head, length, MSG_NOSIGNAL);
    if (!is_head)
        send(conn, body, strlen(body), MSG_NOSIGNAL);
}

/* Refuses, and drops what still arrives, so that the response survives. */
static void refuse(int conn, const char *status) {
    char rest[4096];
    respond(conn, status, "no\n", 0, 0);
    shutdown(conn, SHUT_WR);
    while (recv(conn, rest, sizeof rest, 0) > 0) { }
}

static int handle(int conn, char *head, size_t size, long *length) {
    int hosts = 0, lengths = 0, keeps = 1;
    *length = 0;
    for (size_t i = 0; i < size; i++)
        if (head[i] == 0 || (head[i] == '\r' && head[i + 1] != '\n') || (head[i] == '\n' && (i == 0 || head[i - 1] != '\r'))) { refuse(conn, "400 Bad Request"); return 0; }
    char method[16], target[8192], version[16];
    if (sscanf(head, "%15[^ \r] %8191[^ \r] %15[^ \r]", method, target, version) != 3 || strncmp(version, "HTTP/", 5)) { refuse(conn, "400 Bad Request"); return 0; }
    if (version[5] != '1') { refuse(conn, "505 HTTP Version Not Supported"); return 0; }
    if (!strcmp(version, "HTTP/1.0")) keeps = 0;
    for (char *line = strstr(head, "\r\n") + 2; strncmp(line, "\r\n", 2); line = strstr(line, "\r\n") + 2) {
        char *colon = strchr(line, ':'), *end = strstr(line, "\r\n");
        if (!colon || colon > end || colon == line || colon[-1] == ' ' || *line == ' ' || *line == '\t') { refuse(conn, "400 Bad Request"); return 0; }
        char *value = colon + 1;
        while (*value == ' ' || *value == '\t') value++;
        if (!strncasecmp(line, "Host:", 5)) { hosts++; if (memchr(value, '@', end - value)) hosts = 9; }
        if (!strncasecmp(line, "Transfer-Encoding:", 18)) { refuse(conn, "501 Not Implemented"); return 0; }
        if (!strncasecmp(line, "Content-Length:", 15)) {
            if (value + strspn(value, "0123456789") != end || end - value < 1 || end - value > 9) { refuse(conn, "400 Bad Request"); return 0; }
            if (lengths++ && *length != atol(value)) { refuse(conn, "400 Bad Request"); return 0; }
            *length = atol(value);
        }
        if (!strncasecmp(line, "Connection:", 11)) for (char *at = value; at + 5 <= end; at++) if (!strncasecmp(at, "close", 5)) keeps = 0;
    }
    if (hosts > 1 || (hosts == 0 && !strcmp(version, "HTTP/1.1"))) { refuse(conn, "400 Bad Request"); return 0; }
    char *path = target;
    if (!strncmp(path, "http://", 7)) { path = strchr(path + 7, '/'); if (!path) path = "/"; }
    path[strcspn(path, "?")] = 0;
    int is_head = !strcmp(method, "HEAD");
    if (strcmp(path, "/hello")) respond(conn, "404 Not Found", "no\n", keeps, is_head);
    else if (is_head || !strcmp(method, "GET")) respond(conn, "200 OK", "你好，浏览器！", keeps, is_head);
    else if (!strcmp(method, "POST")) respond(conn, "405 Method Not Allowed", "no\n", keeps, 0);
    else respond(conn, "501 Not Implemented", "no\n", keeps, 0);
    return keeps;
}

static void *serve(void *given) {
    int conn = (int)(long)given, keeps = 1;
    char *data = calloc(1, MOST + 65536 + 1);
    size_t used = 0;
    while (keeps) {
        char *end;
        while (!(end = memmem(data, used, "\r\n\r\n", 4))) {
            if (used > MOST) { refuse(conn, "431 Request Header Fields Too Large"); goto done; }
            ssize_t count = recv(conn, data + used, 65536, 0);
            if (count <= 0) goto done;
            used += count;
        }
        size_t size = end - data + 4;
        if (size > MOST) { refuse(conn, "431 Request Header Fields Too Large"); goto done; }
        long length;
        char *head = calloc(1, size + 1);
        memcpy(head, data, size);
        memmove(data, data + size, used -= size);
        keeps = handle(conn, head, size, &length);
        free(head);
        while (keeps && length > 0) { /* the body is not wanted, but read */
            if (used == 0) {
                ssize_t count = recv(conn, data, 65536, 0);
                if (count <= 0) goto done;
                used = count;
            }
            size_t dropped = (size_t)length < used ? (size_t)length : used;
            memmove(data, data + dropped, used -= dropped);
            length -= dropped;
        }
    }
    shutdown(conn, SHUT_WR);
done:
    free(data);
    close(conn);
    return NULL;
}

int main(int argc, char **argv) {
    (void)argc;
    signal(SIGPIPE, SIG_IGN);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 64)) { perror("listen"); return 1; }
    for (;;) {
        int conn = accept(server, NULL, NULL);
        pthread_t thread;
        if (conn >= 0 && !pthread_create(&thread, NULL, serve, (void *)(long)conn)) pthread_detach(thread);
    }
}
