/*
 * The floor: the simplest last-byte release there is. Opens N connections, sends all but the last byte of N requests, and per
 * line on its standard input writes the last bytes in one loop.
 *
 * usage: floor PORT N     per line read: one burst, then prints `done`
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int count = atoi(argv[2]), one = 1, *fds = calloc(count, sizeof *fds);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  for (int i = 0; i < count; i++) {
    fds[i] = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fds[i], (struct sockaddr *)&address, sizeof address)) return 1;
    setsockopt(fds[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  }
  const char *request = "POST /race HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 12\r\n\r\n{\"amount\":1}";
  size_t size = strlen(request);
  char line[16], answer[4096];
  while (fgets(line, sizeof line, stdin)) {
    for (int i = 0; i < count; i++)
      if (write(fds[i], request, size - 1) < 0) return 1;
    usleep(25000);
    for (int i = 0; i < count; i++)
      if (write(fds[i], request + size - 1, 1) < 0) return 1;
    for (int i = 0; i < count; i++)
      if (read(fds[i], answer, sizeof answer) <= 0) return 1;
    puts("done");
    fflush(stdout);
  }
}
