/*
 * The best total of a square table of scores, and nothing else: what a compiled program needs for it. Shortest
 * augmenting paths with prices, after two rounds of bidding. Reads whole numbers of two bytes, 0 where a pair is
 * forbidden; prints the milliseconds of processor time that the quickest of some runs took, and the total.
 *
 *   assignment FILE SIZE RUNS
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const int32_t forbidden = 20000000;

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
  return at.tv_sec * 1e3 + at.tv_nsec / 1e6;
}

static void solve(int n, const int32_t *cost, int *column_of, int *row_of, int32_t *price) {
  int *waiting = malloc(n * sizeof *waiting), *later = malloc(n * sizeof *later);
  int *order = malloc(n * sizeof *order), *parent = malloc(n * sizeof *parent);
  int32_t *distance = malloc(n * sizeof *distance);

  memcpy(price, cost, n * sizeof *price);
  for (int row = 1; row < n; row++)
    for (int column = 0; column < n; column++)
      if (cost[(size_t)row * n + column] < price[column]) price[column] = cost[(size_t)row * n + column];
  for (int at = 0; at < n; at++) {
    row_of[at] = column_of[at] = -1;
    waiting[at] = at;
  }

  int count = n;
  for (int pass = 0; pass < 2; pass++) {
    int postponed = 0;
    long bids = 0;
    for (int at = 0; at < count;) {
      int row = waiting[at++], first = -1, second = -1;
      int32_t low = INT32_MAX, next = INT32_MAX;
      const int32_t *mine = cost + (size_t)row * n;
      for (int column = 0; column < n; column++) {
        int32_t value = mine[column] - price[column];
        if (value >= next) continue;
        if (value < low) {
          next = low, second = first;
          low = value, first = column;
        } else {
          next = value, second = column;
        }
      }
      int raises = low < next && second >= 0;
      if (raises) price[first] -= next - low;
      else if (row_of[first] >= 0 && second >= 0) first = second;
      int displaced = row_of[first];
      row_of[first] = row;
      column_of[row] = first;
      if (displaced < 0) continue;
      column_of[displaced] = -1;
      if (raises && bids++ < 4L * n) waiting[--at] = displaced;
      else later[postponed++] = displaced;
    }
    int *swap = waiting;
    waiting = later, later = swap, count = postponed;
  }

  for (int at = 0; at < count; at++) {
    int source = waiting[at], scanned = 0, ready = 0, done = 0, end = -1;
    int32_t reach = 0;
    for (int column = 0; column < n; column++) {
      distance[column] = cost[(size_t)source * n + column] - price[column];
      parent[column] = source;
      order[column] = column;
    }
    while (end < 0) {
      if (scanned == ready) {
        done = scanned;
        reach = INT32_MAX;
        for (int k = scanned; k < n; k++) {
          int column = order[k];
          if (distance[column] > reach) continue;
          if (distance[column] < reach) reach = distance[column], ready = scanned;
          order[k] = order[ready];
          order[ready++] = column;
        }
        for (int k = scanned; k < ready && end < 0; k++)
          if (row_of[order[k]] < 0) end = order[k];
        if (end >= 0) break;
      }
      int from = order[scanned++], row = row_of[from];
      const int32_t *mine = cost + (size_t)row * n;
      int32_t offset = mine[from] - price[from] - reach;
      for (int k = ready; k < n; k++) {
        int column = order[k];
        int32_t far = mine[column] - price[column] - offset;
        if (far >= distance[column]) continue;
        distance[column] = far;
        parent[column] = row;
        if (far > reach) continue;
        if (row_of[column] < 0) {
          end = column;
          break;
        }
        order[k] = order[ready];
        order[ready++] = column;
      }
    }
    for (int k = 0; k < done; k++) price[order[k]] += distance[order[k]] - reach;
    for (int row = -1; row != source;) {
      row = parent[end];
      row_of[end] = row;
      int before = column_of[row];
      column_of[row] = end;
      end = before;
    }
  }
  free(waiting), free(later), free(order), free(parent), free(distance);
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int n = atoi(argv[2]), runs = atoi(argv[3]);
  size_t cells = (size_t)n * n;
  uint16_t *scores = malloc(cells * sizeof *scores);
  int32_t *cost = malloc(cells * sizeof *cost);
  FILE *file = fopen(argv[1], "rb");
  if (!file || !scores || !cost || fread(scores, sizeof *scores, cells, file) != cells) return 3;
  fclose(file);
  for (size_t at = 0; at < cells; at++) cost[at] = scores[at] == 0 ? forbidden : -(int32_t)scores[at];
  int *column_of = malloc(n * sizeof *column_of), *row_of = malloc(n * sizeof *row_of);
  int32_t *price = malloc(n * sizeof *price);
  double best = 1e300;
  for (int run = 0; run < runs; run++) {
    double begun = now();
    solve(n, cost, column_of, row_of, price);
    double took = now() - begun;
    if (took < best) best = took;
  }
  long long total = 0;
  for (int row = 0; row < n; row++) total -= cost[(size_t)row * n + column_of[row]];
  printf("%.4f %lld\n", best, total);
  return 0;
}
