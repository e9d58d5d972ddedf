// socialekaart watch

#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>

#include <cstdio>
#include <memory>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"

namespace socialekaart::cli {
namespace {

const char* TypeName(v1::WatchChangesResponse::ChangeType type) {
  switch (type) {
    case v1::WatchChangesResponse::CHANGE_TYPE_CREATED:
      return "created";
    case v1::WatchChangesResponse::CHANGE_TYPE_UPDATED:
      return "updated";
    case v1::WatchChangesResponse::CHANGE_TYPE_DELETED:
      return "deleted";
    default:
      return "";
  }
}

ExitCode Watch(const v1::WatchChangesRequest& request, const Globals& globals, const Output& output) {
  const absl::Status status = NewClient(globals).WatchChanges(request, [&](const v1::WatchChangesResponse& change) {
    if (globals.json) {
      output.Print(ToJson(change) + "\n");
    } else {
      const std::string time = google::protobuf::util::TimeUtil::ToString(change.change_time());
      output.Print(Table{.header = {},
                         .rows = {{fmt::format("{}", change.revision()), time, TypeName(change.type()), change.name()}}}
                       .ToTsv());
    }
    // Each line at once, for who reads along.
    return std::fflush(stdout) == 0 ? absl::OkStatus() : absl::DataLossError("cannot write to standard output");
  });
  return status.ok() ? kOk : Complain(status, globals);
}

}  // namespace

Run SetUpWatch(CLI::App& app) {
  struct Flags {
    int64_t from = 0;
    bool follow = false;
  };
  const auto flags = std::make_shared<Flags>();
  app.add_option("--from", flags->from, "Changes after this revision; 0 is from the beginning")
      ->check(CLI::NonNegativeNumber);
  app.add_flag("--follow,-f", flags->follow, "Stay for new changes, until ctrl-C");
  return [flags](const Globals& globals, const Output& output) {
    v1::WatchChangesRequest request;
    request.set_from_revision(flags->from);
    request.set_follow(flags->follow);
    return Watch(request, globals, output);
  };
}

}  // namespace socialekaart::cli
