#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace socialekaart::hsds_api {

// Keeps the pages of a crawl apart from what is written meanwhile. HSDS has numbered pages and nothing that ties them
// together, so the server does: the first page of a listing chooses its records, and the pages after it are cut from
// that choice. A record that is there for the whole crawl therefore stands on exactly one page, whatever is created,
// changed or deleted beside it; one that is deleted on the way is left out of its page, and one that comes later is for
// the next crawl.
//
// A crawl is known by its listing (parameters and client) and by the page that comes next: of several, the one begun
// last. Pages asked for in another order, or side by side, belong to the one begun last. Two crawls of one listing by
// one client that stand at the same page cannot be told apart: that matters only when a record was deleted, or ceased
// to fit the filters, between their beginnings.
//
// Safe for use by several threads at once.
class Crawls {
 public:
  using Choice = std::shared_ptr<const std::vector<uint32_t>>;  // indices of the roster
  struct Limits {
    size_t crawls = 1000;
    size_t entries = 8'000'000;               // in all choices, 4 bytes each
    absl::Duration idle = absl::Minutes(60);  // since its last page
  };

  explicit Crawls(Limits limits) : limits_(limits) {}
  Crawls() : Crawls(Limits()) {}

  // The first page was asked. `pages`: how many there are; a crawl of one page is not remembered.
  Choice Begin(uint64_t listing, std::vector<uint32_t> chosen, int64_t pages, absl::Time now);

  // A later page was asked. Null when no crawl of the listing is remembered that it may belong to.
  Choice Continue(uint64_t listing, int64_t page, absl::Time now);

 private:
  struct Crawl {
    uint64_t listing;
    int64_t next_page;
    int64_t pages;
    absl::Time used;
    Choice choice;
  };
  void Forget(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Limits limits_;
  absl::Mutex mutex_;
  std::list<Crawl> crawls_ ABSL_GUARDED_BY(mutex_);  // begun last first
};

}  // namespace socialekaart::hsds_api
