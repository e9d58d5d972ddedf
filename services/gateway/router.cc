#include "services/gateway/router.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace socialekaart::gateway {
namespace {

bool Matches(absl::string_view pattern, absl::string_view path, std::string* captured) {
  const size_t open = pattern.find('{');
  if (open == absl::string_view::npos) return pattern == path;
  const absl::string_view before = pattern.substr(0, open);
  const absl::string_view after = pattern.substr(pattern.find('}') + 1);
  if (path.size() <= before.size() + after.size() || !absl::StartsWith(path, before) || !absl::EndsWith(path, after)) {
    return false;
  }
  const absl::string_view between = path.substr(before.size(), path.size() - before.size() - after.size());
  if (absl::StrContains(between, '/')) return false;
  *captured = std::string(between);
  return true;
}

}  // namespace

void Router::Add(Route route) {
  if (route.name.empty()) route.name = route.pattern;
  routes_.push_back(std::move(route));
}

Router::Found Router::Find(absl::string_view method, absl::string_view path) const {
  Found found;
  for (const Route& route : routes_) {
    if (!Matches(route.pattern, path, &found.captured)) continue;
    const bool is_get = route.method == "GET";
    if (route.method == method || (is_get && method == "HEAD")) found.route = &route;
    absl::StrAppend(&found.allowed, route.method, is_get ? ", HEAD, " : ", ");
  }
  if (!found.allowed.empty()) absl::StrAppend(&found.allowed, "OPTIONS");
  return found;
}

}  // namespace socialekaart::gateway
