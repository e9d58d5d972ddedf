#include "services/hsds/crawls.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace socialekaart::hsds_api {

Crawls::Choice Crawls::Begin(uint64_t listing, std::vector<uint32_t> chosen, int64_t pages, absl::Time now) {
  if (pages <= 1) return std::make_shared<const std::vector<uint32_t>>(std::move(chosen));
  absl::MutexLock lock(&mutex_);
  // Most crawls find what the one before found: they share it.
  const auto same =
      std::find_if(crawls_.begin(), crawls_.end(), [&](const Crawl& crawl) { return crawl.listing == listing; });
  Choice choice = same != crawls_.end() && *same->choice == chosen
                      ? same->choice
                      : std::make_shared<const std::vector<uint32_t>>(std::move(chosen));
  crawls_.push_front({listing, 2, pages, now, choice});
  Forget(now);
  return choice;
}

Crawls::Choice Crawls::Continue(uint64_t listing, int64_t page, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Forget(now);
  auto found = crawls_.end();
  for (auto crawl = crawls_.begin(); crawl != crawls_.end(); ++crawl) {
    if (crawl->listing != listing) continue;
    const bool fits = crawl->next_page == page;
    if (found == crawls_.end() || fits) found = crawl;
    if (fits) break;
  }
  if (found == crawls_.end()) return nullptr;
  Choice choice = found->choice;
  found->used = now;
  if (found->next_page == page && ++found->next_page > found->pages) crawls_.erase(found);
  return choice;
}

void Crawls::Forget(absl::Time now) {
  crawls_.remove_if([&](const Crawl& crawl) { return now - crawl.used > limits_.idle; });
  absl::flat_hash_set<const void*> counted;
  size_t crawls = 0, entries = 0;
  // The oldest go first; the one begun last stays, however large.
  crawls_.remove_if([&](const Crawl& crawl) {
    const size_t more = counted.contains(crawl.choice.get()) ? 0 : crawl.choice->size();
    if (crawls > 0 && (crawls >= limits_.crawls || entries + more > limits_.entries)) return true;
    counted.insert(crawl.choice.get());
    ++crawls;
    entries += more;
    return false;
  });
}

}  // namespace socialekaart::hsds_api
