/*
 * A check-then-act service with real parallel handlers: one thread per connection. POST /race checks a flag, sleeps for the
 * window, then acts: 201 for whoever passed the check, 409 for the others. GET /__reset?window_us=W starts anew, and
 * answers how many passed since the last time; GET /wait?us=W only sleeps, and stands in for a database.
 *
 * usage: race-threads     prints its port
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static atomic_int taken, takers, window_us;

static void sleep_us(int us) {
  struct timespec rest = {us / 1000000, us % 1000000 * 1000L};
  clock_nanosleep(CLOCK_MONOTONIC, 0, &rest, NULL);
}

static int status_of(const char *path) {
  const char *value = strchr(path, '=');
  if (!strncmp(path, "/wait", 5)) return sleep_us(value ? atoi(value + 1) : 0), 200;
  if (!strncmp(path, "/__reset", 8)) {
    window_us = value ? atoi(value + 1) : 0;
    taken = 0;
    return 200;
  }
  if (strncmp(path, "/race", 5)) return 200;
  if (taken) return 409;
  sleep_us(window_us);
  taken = 1;
  takers++;
  return 201;
}

static void *serve(void *argument) {
  int fd = (int)(long)argument, length = 0, got, one = 1;
  char data[16384], answer[128];
  prctl(PR_SET_TIMERSLACK, 1UL);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  while ((got = read(fd, data + length, sizeof data - 1 - length)) > 0) {
    length += got;
    for (;;) {
      data[length] = 0;
      char *end = strstr(data, "\r\n\r\n"), *path = strchr(data, ' ');
      if (!end || !path) break;
      int head = (int)(end - data) + 4, body = 0;
      char *field = strcasestr(data, "content-length:");
      if (field && field < end) body = atoi(field + 15);
      if (length < head + body) break;
      char text[16] = "{}";
      if (!strncmp(path + 1, "/__reset", 8)) snprintf(text, sizeof text, "%d", atomic_exchange(&takers, 0));
      int status = status_of(path + 1), bytes = strncmp(data, "HEAD", 4) ? (int)strlen(text) : 0;
      int size = snprintf(answer, sizeof answer, "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", status, bytes, bytes ? text : "");
      if (write(fd, answer, size) < 0) break;
      /* A client of HTTP/1.0 takes the end of the connection for the end of the answer. */
      char *version = strstr(data, " HTTP/1.0");
      if (version && version < end) shutdown(fd, SHUT_WR);
      length -= head + body;
      memmove(data, data + head + body, length);
    }
  }
  close(fd);
  return NULL;
}

int main(void) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), fd;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 4096)) return 1;
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  while ((fd = accept(listener, NULL, NULL)) >= 0) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, (void *)(long)fd)) close(fd);
    else pthread_detach(thread);
  }
}
