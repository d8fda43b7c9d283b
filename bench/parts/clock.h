/* Measures a piece of work in processor time of this process, as Dialtone.Bench does on the other side. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Milliseconds that one measurement takes. */
#define WINDOW_MS 400

static double cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * 1e9 + now.tv_nsec;
}

/* Calls work(item) again and again, and prints the item's name and nanoseconds for each call. */
static void measure(const char *name, void (*work)(void *item), void *item)
{
    long calls = 1;
    double took;
    for (;;)
    {
        double began = cpu_ns();
        for (long i = 0; i < calls; i++)
            work(item);
        took = cpu_ns() - began;
        if (took >= WINDOW_MS * 1e6)
            break;
        calls = took < 1e6 ? calls * 16 : (long)(calls * (WINDOW_MS * 1.1e6 / took)) + 1;
    }

    printf("%s\t%.3f\n", name, took / calls);
}

struct bytes
{
    char *start;
    size_t length;
};

static struct bytes read_file(const char *path)
{
    struct bytes bytes = { 0 };
    FILE *file = fopen(path, "rb");
    if (!file)
    {
        perror(path);
        exit(1);
    }

    fseek(file, 0, SEEK_END);
    bytes.length = ftell(file);
    rewind(file);
    bytes.start = calloc(1, bytes.length + 1);
    if (fread(bytes.start, 1, bytes.length, file) != bytes.length)
        exit(1);
    fclose(file);
    return bytes;
}

/* What work() finds adds up here: the compiler must not leave the work out. */
static volatile unsigned long found;

static void require(int good, const char *what)
{
    if (!good)
    {
        fprintf(stderr, "%s\n", what);
        exit(1);
    }
}
