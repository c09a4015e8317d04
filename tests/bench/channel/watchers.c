// Thousands of watchers in one process that does next to nothing for a frame, so that what is
// measured is the server: shakes hands on loopback sockets, subscribes, counts frames, and takes the
// time that each frame carries. Linux only.
//
//   watchers <port> <path> <sockets> <socketio|plain> [<text to send once open>]
//
// Speaks lines: `{"ready":n}` once all are open. It takes `begin` (counts from zero), `count`,
// `report`, `say <text>` (on each), `pause <n>` (the first n are not read any more) and ends with its
// input.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_EVENTS = 256, MAX_CONNECTING = 64, BUFFER_BYTES = 4 << 20, HEAD_BYTES = 10 };
enum { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };
/* Stored frames carry both, in this order; the second is when it was appended, in µs since 1970. */
static const char SEQ[] = "\"seq\":", APPENDED[] = "\"startBar\":";

typedef enum { UNOPENED, CONNECTING, SHAKING, OPENING, READY, PAUSED, CLOSED } State;

typedef struct {
  int fd;
  State state;
  uint8_t *rest; /* the beginning of a message that has not come as a whole */
  size_t rest_bytes;
  uint64_t last_seq;
} Watcher;

static struct {
  struct sockaddr_in address;
  const char *path, *greeting;
  bool is_socketio;
} options;

static struct {
  uint64_t frames, gaps, repeats;
  uint32_t *latencies;
  size_t room;
  double cpu_ms;
} counted;

static Watcher *watchers;
static int watcher_count, opened_count, ready_count, connecting_count, epoll;
static uint8_t buffer[BUFFER_BYTES];

static void fail(const char *what) {
  fprintf(stderr, "watchers: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static double cpu_ms(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static void listen_for(Watcher *watcher, uint32_t events, int operation) {
  struct epoll_event event = {.events = events, .data.u32 = (uint32_t)(watcher - watchers)};
  if (epoll_ctl(epoll, operation, watcher->fd, &event) < 0) fail("epoll_ctl");
}

static void write_all(Watcher *watcher, const void *bytes, size_t length) {
  /* Some hundred bytes into an empty socket: they fit or something is broken. */
  if (send(watcher->fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length) fail("send");
}

static void send_message(Watcher *watcher, int opcode, const char *text, size_t length) {
  static const uint8_t mask[4] = {0x37, 0xfa, 0x21, 0x3d};
  uint8_t message[4096 + 8];
  size_t head = 2;
  if (length > 4096) fail("a message too long to send");
  message[0] = 0x80 | opcode;
  message[1] = 0x80 | (length < 126 ? length : 126);
  if (length >= 126) {
    message[head++] = length >> 8;
    message[head++] = length & 255;
  }
  memcpy(message + head, mask, 4);
  head += 4;
  for (size_t i = 0; i < length; i++) message[head + i] = text[i] ^ mask[i & 3];
  write_all(watcher, message, head + length);
}

static void send_text(Watcher *watcher, const char *text) {
  send_message(watcher, TEXT, text, strlen(text));
}

static void open_next(void) {
  while (opened_count < watcher_count && connecting_count < MAX_CONNECTING) {
    Watcher *watcher = &watchers[opened_count++];
    const int on = 1;
    const struct linger at_once = {1, 0}; /* leaves no port in TIME_WAIT behind */
    watcher->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (watcher->fd < 0) fail("socket");
    setsockopt(watcher->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(watcher->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    const struct sockaddr *address = (struct sockaddr *)&options.address;
    if (connect(watcher->fd, address, sizeof options.address) < 0 && errno != EINPROGRESS)
      fail("connect");
    watcher->state = CONNECTING;
    connecting_count++;
    listen_for(watcher, EPOLLOUT, EPOLL_CTL_ADD);
  }
}

static void shake_hands(Watcher *watcher) {
  char request[1024];
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(watcher->fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) {
    errno = error;
    fail("connect");
  }
  int length = snprintf(request, sizeof request,
                        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
                        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                        options.path, ntohs(options.address.sin_port));
  write_all(watcher, request, length);
  watcher->state = SHAKING;
  listen_for(watcher, EPOLLIN, EPOLL_CTL_MOD);
}

static void be_ready(Watcher *watcher) {
  watcher->state = READY;
  connecting_count--;
  if (++ready_count == watcher_count) {
    printf("{\"ready\":%d}\n", ready_count);
    fflush(stdout);
  }
  open_next();
}

static void end(Watcher *watcher) {
  if (watcher->state < READY) {
    errno = ECONNRESET;
    fail("a socket ended before it was open");
  }
  close(watcher->fd);
  watcher->state = CLOSED;
}

/* The bytes of the 101 at the beginning of what came, or 0 when it is not whole yet. */
static size_t take_head(Watcher *watcher, const uint8_t *bytes, size_t length) {
  const uint8_t *last = memmem(bytes, length, "\r\n\r\n", 4);
  if (last == NULL) return 0;
  if (length < 12 || memcmp(bytes, "HTTP/1.1 101", 12) != 0) {
    fprintf(stderr, "watchers: refused: %.*s\n", (int)(length < 200 ? length : 200), bytes);
    exit(1);
  }
  watcher->state = OPENING;
  if (options.is_socketio) return last + 4 - bytes;
  if (options.greeting != NULL) send_text(watcher, options.greeting);
  else be_ready(watcher);
  return last + 4 - bytes;
}

static const uint8_t *find(const uint8_t *from, const uint8_t *end, const char *what) {
  return memmem(from, end - from, what, strlen(what));
}

static uint64_t number_at(const uint8_t *digit) {
  uint64_t value = 0;
  for (; *digit >= '0' && *digit <= '9'; digit++) value = value * 10 + (*digit - '0');
  return value;
}

static void count_frame(Watcher *watcher, uint64_t seq, int64_t late_us) {
  if (watcher->last_seq != 0) {
    if (seq <= watcher->last_seq) counted.repeats++;
    else if (seq != watcher->last_seq + 1) counted.gaps++;
  }
  if (seq > watcher->last_seq) watcher->last_seq = seq;
  if (counted.frames == counted.room) {
    counted.room = counted.room == 0 ? 1 << 20 : counted.room * 2;
    counted.latencies = realloc(counted.latencies, counted.room * sizeof *counted.latencies);
    if (counted.latencies == NULL) fail("realloc");
  }
  counted.latencies[counted.frames++] = late_us < 0 ? 0 : (uint32_t)late_us;
}

/* One message may hold many frames. */
static void count_frames(Watcher *watcher, const uint8_t *text, size_t length, int64_t now) {
  const uint8_t *at = text, *end = text + length;
  while ((at = find(at, end, SEQ)) != NULL) {
    const uint64_t seq = number_at(at += sizeof SEQ - 1);
    const uint8_t *appended = find(at, end, APPENDED);
    if (appended == NULL) return;
    at = appended + sizeof APPENDED - 1;
    count_frame(watcher, seq, now - (int64_t)number_at(at));
  }
}

static void take_opening(Watcher *watcher, const uint8_t *text, size_t length) {
  if (options.is_socketio && text[0] == '0') return send_text(watcher, "40");
  const bool is_open = options.is_socketio ? length > 1 && memcmp(text, "40", 2) == 0
                                           : find(text, text + length, "\"subscribed\"") != NULL;
  if (is_open) be_ready(watcher);
}

static void take_message(Watcher *watcher, int opcode, const uint8_t *text, size_t length,
                         int64_t now) {
  if (opcode == PING) return send_message(watcher, PONG, (const char *)text, length);
  if (opcode != TEXT) return;
  if (options.is_socketio && length == 1 && text[0] == '2') return send_text(watcher, "3");
  if (watcher->state == OPENING) take_opening(watcher, text, length);
  else count_frames(watcher, text, length, now);
}

/* The messages at the beginning of what came: how many bytes they have. */
static size_t take_messages(Watcher *watcher, const uint8_t *bytes, size_t length, int64_t now) {
  size_t taken = 0;
  while (length - taken >= 2) {
    const uint8_t *head = bytes + taken;
    size_t head_bytes = 2;
    uint64_t size = head[1];
    const size_t long_bytes = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (length - taken < 2 + long_bytes) break;
    if (long_bytes > 0) size = 0;
    for (size_t i = 0; i < long_bytes; i++) size = size << 8 | head[head_bytes++];
    if (length - taken < head_bytes + size) break;
    take_message(watcher, head[0] & 15, head + head_bytes, size, now);
    taken += head_bytes + size;
  }
  return taken;
}

static void keep_rest(Watcher *watcher, const uint8_t *bytes, size_t length) {
  free(watcher->rest);
  watcher->rest = NULL;
  watcher->rest_bytes = length;
  if (length == 0) return;
  if ((watcher->rest = malloc(length)) == NULL) fail("malloc");
  memcpy(watcher->rest, bytes, length);
}

static void read_some(Watcher *watcher) {
  const size_t before = watcher->rest_bytes;
  if (before >= BUFFER_BYTES) fail("a message too long to take");
  if (before > 0) memcpy(buffer, watcher->rest, before);
  const ssize_t got = recv(watcher->fd, buffer + before, BUFFER_BYTES - 1 - before, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return end(watcher);
  const int64_t now = now_us();
  const size_t length = before + got;
  buffer[length] = 0;
  size_t taken = watcher->state == SHAKING ? take_head(watcher, buffer, length) : 0;
  if (watcher->state != SHAKING) taken += take_messages(watcher, buffer + taken, length - taken, now);
  keep_rest(watcher, buffer + taken, length - taken);
}

static void begin(void) {
  counted.frames = counted.gaps = counted.repeats = 0;
  counted.cpu_ms = cpu_ms();
}

static void pause_first(int count) {
  for (int i = 0; i < count && i < watcher_count; i++) {
    if (watchers[i].state != READY) continue;
    watchers[i].state = PAUSED;
    listen_for(&watchers[i], 0, EPOLL_CTL_MOD);
  }
}

static void say(const char *text) {
  for (int i = 0; i < watcher_count; i++) {
    if (watchers[i].state == READY) send_text(&watchers[i], text);
  }
}

static int by_size(const void *left, const void *right) {
  const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return a < b ? -1 : a > b;
}

static double latency_ms(double share) {
  if (counted.frames == 0) return 0;
  const size_t index = (size_t)(share * (counted.frames - 1));
  return counted.latencies[index] / 1e3;
}

static void report(void) {
  const double cpu = cpu_ms() - counted.cpu_ms;
  qsort(counted.latencies, counted.frames, sizeof *counted.latencies, by_size);
  printf("{\"frames\":%lu,\"gaps\":%lu,\"repeats\":%lu,\"cpuMs\":%.1f,"
         "\"p50Ms\":%.3f,\"p99Ms\":%.3f}\n",
         counted.frames, counted.gaps, counted.repeats, cpu, latency_ms(0.5), latency_ms(0.99));
  fflush(stdout);
}

static void obey(char *line) {
  if (strncmp(line, "begin", 5) == 0) begin();
  else if (strncmp(line, "count", 5) == 0) printf("{\"frames\":%lu}\n", counted.frames);
  else if (strncmp(line, "pause ", 6) == 0) pause_first(atoi(line + 6));
  else if (strncmp(line, "say ", 4) == 0) say(line + 4);
  else if (strncmp(line, "report", 6) == 0) report();
  fflush(stdout);
}

static void read_commands(void) {
  char commands[1024];
  const ssize_t got = read(STDIN_FILENO, commands, sizeof commands - 1);
  if (got <= 0) exit(0);
  commands[got] = 0;
  for (char *line = strtok(commands, "\n"); line != NULL; line = strtok(NULL, "\n")) obey(line);
}

static void handle(const struct epoll_event *event) {
  if (event->data.u32 == UINT32_MAX) return read_commands();
  Watcher *watcher = &watchers[event->data.u32];
  if (watcher->state == CONNECTING) shake_hands(watcher);
  else if (watcher->state == PAUSED && (event->events & (EPOLLERR | EPOLLHUP))) end(watcher);
  else if (watcher->state >= SHAKING && watcher->state <= READY) read_some(watcher);
}

int main(int argc, char **argv) {
  if (argc < 5) {
    fprintf(stderr, "watchers <port> <path> <sockets> <socketio|plain> [<text>]\n");
    return 2;
  }
  options.address.sin_family = AF_INET;
  options.address.sin_port = htons(atoi(argv[1]));
  options.address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  options.path = argv[2];
  watcher_count = atoi(argv[3]);
  options.is_socketio = strcmp(argv[4], "socketio") == 0;
  options.greeting = argc > 5 ? argv[5] : NULL;
  watchers = calloc(watcher_count, sizeof *watchers);
  if (watchers == NULL || (epoll = epoll_create1(0)) < 0) fail("start");
  struct epoll_event commands = {.events = EPOLLIN, .data.u32 = UINT32_MAX};
  epoll_ctl(epoll, EPOLL_CTL_ADD, STDIN_FILENO, &commands);
  open_next();
  for (;;) {
    struct epoll_event events[MAX_EVENTS];
    const int count = epoll_wait(epoll, events, MAX_EVENTS, -1);
    for (int i = 0; i < count; i++) handle(&events[i]);
  }
}
