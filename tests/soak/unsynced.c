/*
 * A disk that forgets what was not synced, for one process: preload it and name two folders.
 *
 * DISK is what the process writes to. PLATTER is what a power cut would leave: a file gets there whole when
 * fsync or fdatasync is called on it, and in no other way. Names appear and vanish at once.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *on_platter(const char *path, char *copy) {
  const char *disk = getenv("DISK"), *platter = getenv("PLATTER");
  if (!disk || !platter || strncmp(path, disk, strlen(disk)) != 0) return NULL;
  snprintf(copy, PATH_MAX, "%s%s", platter, path + strlen(disk));
  return copy;
}

/* A kill in the middle leaves the copy before: it takes its place only when it is whole. */
static void keep(int file) {
  char link[64], path[PATH_MAX] = "", copy[PATH_MAX], part[PATH_MAX + 16], bytes[1 << 16];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  if (readlink(link, path, sizeof path - 1) < 0 || !on_platter(path, copy)) return;
  snprintf(part, sizeof part, "%s.part%d", copy, (int)gettid());
  int to = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (to < 0) return; /* a folder, or not one of ours */
  off_t at = 0;
  for (ssize_t got; (got = pread(file, bytes, sizeof bytes, at)) > 0; at += got)
    if (write(to, bytes, (size_t)got) != got) abort();
  close(to);
  rename(part, copy);
}

int fsync(int file) {
  int done = ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
  if (done == 0) keep(file);
  return done;
}

int fdatasync(int file) {
  int done = ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
  if (done == 0) keep(file);
  return done;
}

int unlink(const char *path) {
  char copy[PATH_MAX];
  if (on_platter(path, copy)) remove(copy);
  return ((int (*)(const char *))dlsym(RTLD_NEXT, "unlink"))(path);
}
