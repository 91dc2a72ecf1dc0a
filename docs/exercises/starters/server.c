/* cc -o server server.c && ./server 8000 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv) {
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[argc - 1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int server = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    signal(SIGPIPE, SIG_IGN);
    if (bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 16)) { perror("listen"); return 1; }
    for (;;) {
        char data[1024];
        const char *greeting = "你好，客户端！";
        int client = accept(server, NULL, NULL);
        ssize_t count = recv(client, data, sizeof data, 0);
        printf("%.*s\n", (int)(count > 0 ? count : 0), data);
        send(client, greeting, strlen(greeting), 0);
        close(client);
    }
}
