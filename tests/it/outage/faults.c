/* Lets a process that loads it first fail at writing or syncing the files of a SQLite database, when the test says so.
 * The test and the process share a small file of five numbers. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

/* kind: 0 none, 1 no room to write, 2 writing fails, 3 syncing fails. After so many calls, so many fail. */
struct control { int kind, after, times, fired, syncs; };
static struct control *control;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("RAPPORT_TEST_FAULTS");
    int file = path ? open(path, O_RDWR) : -1;
    if (file < 0) return;
    void *at = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (at != MAP_FAILED) control = at;
    close(file);
}

static int of_database(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    /* The index of the log is memory that happens to be a file. */
    return strstr(path, ".sqlite") != NULL && strstr(path, "-shm") == NULL;
}

static int fails(int file, int is_sync) {
    if (!control || !of_database(file)) return 0;
    if (is_sync) __atomic_add_fetch(&control->syncs, 1, __ATOMIC_SEQ_CST);
    int kind = __atomic_load_n(&control->kind, __ATOMIC_SEQ_CST);
    if (kind == 0 || (kind == 3) != is_sync) return 0;
    if (__atomic_sub_fetch(&control->after, 1, __ATOMIC_SEQ_CST) >= 0) return 0;
    if (__atomic_sub_fetch(&control->times, 1, __ATOMIC_SEQ_CST) < 0) return 0;
    __atomic_add_fetch(&control->fired, 1, __ATOMIC_SEQ_CST);
    errno = kind == 1 ? ENOSPC : EIO;
    return 1;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *bytes, size_t count) {
    REAL(write);
    return fails(file, 0) ? -1 : real(file, bytes, count);
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
    REAL(pwrite);
    return fails(file, 0) ? -1 : real(file, bytes, count, at);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
    REAL(pwrite64);
    return fails(file, 0) ? -1 : real(file, bytes, count, at);
}
int fsync(int file) {
    REAL(fsync);
    return fails(file, 1) ? -1 : real(file);
}
int fdatasync(int file) {
    REAL(fdatasync);
    return fails(file, 1) ? -1 : real(file);
}
