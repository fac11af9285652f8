/*
 * An independent recorder: an HTTP/1.1 server that notes when the kernel received the last bytes of each request to /race.
 * One thread, epoll. It shares no code with the tool.
 *
 * usage: recorder [sleepy]     prints its port
 *   GET /__dump     the instants since the last dump as JSON (nanoseconds from the first), and how many of them the kernel told
 *   anything else   200; only /race is noted
 *
 * `sleepy`: looks once in 15 ms, so that no byte wakes it and takes a core from the client while a burst is arriving. The kernel's
 * own instants (SO_TIMESTAMPNS) make up for it; where the kernel tells none, the instant of the read stands in.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_CONNECTIONS 8192
#define BUFFER 16384
#define MAX_TIMES 65536

static char buffers[MAX_CONNECTIONS][BUFFER];
static int lengths[MAX_CONNECTIONS];
static long long times[MAX_TIMES];
static int time_count, kernel_count;

static long long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void answer(int fd, const char *body, int length) {
  char head[160];
  int size = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", length);
  char *whole = malloc(size + length);
  memcpy(whole, head, size);
  memcpy(whole + size, body, length);
  for (int sent = 0; sent < size + length;) {
    ssize_t wrote = write(fd, whole + sent, size + length - sent);
    if (wrote > 0) sent += wrote;
    else if (errno != EAGAIN) break;
  }
  free(whole);
}

static void dump(int fd) {
  char *text = malloc(64 + 24 * (size_t)time_count);
  int size = sprintf(text, "{\"kernel\":%d,\"times\":[", kernel_count);
  for (int i = 0; i < time_count; i++) size += sprintf(text + size, "%s%lld", i ? "," : "", times[i] - times[0]);
  size += sprintf(text + size, "]}");
  time_count = kernel_count = 0;
  answer(fd, text, size);
  free(text);
}

/* Answers every whole request in the buffer. */
static void serve(int fd, long long at_ns, int from_kernel) {
  char *data = buffers[fd];
  for (;;) {
    data[lengths[fd]] = 0;
    char *end = strstr(data, "\r\n\r\n");
    if (!end) return;
    int head = (int)(end - data) + 4, body = 0;
    char *field = strcasestr(data, "content-length:");
    if (field && field < end) body = atoi(field + 15);
    if (lengths[fd] < head + body) return;
    char *path = strchr(data, ' ');
    int racing = path && !strncmp(path + 1, "/race", 5), dumping = path && !strncmp(path + 1, "/__dump", 7);
    if (racing && time_count < MAX_TIMES) {
      times[time_count++] = at_ns;
      kernel_count += from_kernel;
    }
    char *version = strstr(data, " HTTP/1.0");
    if (dumping) dump(fd);
    else answer(fd, "{}", strncmp(data, "HEAD", 4) ? 2 : 0);
    /* A client of HTTP/1.0 takes the end of the connection for the end of the answer. */
    if (version && version < end) shutdown(fd, SHUT_WR);
    lengths[fd] -= head + body;
    memmove(data, data + head + body, lengths[fd]);
  }
}

/* Reads once; false when the connection is over. */
static int receive(int fd) {
  char control[256];
  struct iovec part = {buffers[fd] + lengths[fd], BUFFER - 1 - lengths[fd]};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t got = recvmsg(fd, &message, 0);
  if (got < 0 && errno == EAGAIN) return 1;
  if (got <= 0) return 0;
  long long at_ns = now_ns();
  int from_kernel = 0;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPNS) continue;
    struct timespec stamp;
    memcpy(&stamp, CMSG_DATA(c), sizeof stamp);
    at_ns = stamp.tv_sec * 1000000000LL + stamp.tv_nsec;
    from_kernel = 1;
  }
  lengths[fd] += (int)got;
  serve(fd, at_ns, from_kernel);
  return 1;
}

int main(int argc, char **argv) {
  int sleepy = argc > 1 && !strcmp(argv[1], "sleepy"), one = 1;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poll = epoll_create1(0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 4096)) return 1;
  getsockname(listener, (struct sockaddr *)&address, &size);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  for (;;) {
    int count = epoll_wait(poll, events, 256, sleepy ? 0 : -1);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd != listener) {
        if (!receive(fd)) close(fd);
        continue;
      }
      while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MAX_CONNECTIONS) { close(fd); continue; }
        lengths[fd] = 0;
        setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct epoll_event each = {.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &each);
      }
    }
    if (sleepy && count < 256) usleep(15000);
  }
}
